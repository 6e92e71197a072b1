using Funeng.Engines.Synthetic;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Host.Demo;

/// <summary>What the demo city is made of, from <c>rules/demo</c>: places, industries, titles, and the enterprises articles name.</summary>
internal sealed record DemoPlan(SyntheticCity City, IReadOnlyList<NamedEnterprise> Named)
{
    // The generator grants every title on 1 September. Batches of other months let titles lapse all through the year.
    private static readonly int[] BatchDays = [0, 95, -120, 160];

    public IEnumerable<SyntheticEnterprise> Generate(int enterprises, long seed, DateOnly today) =>
        new SyntheticGenerator(City, seed).Generate(enterprises).Select(made => made with { Grants = [.. Spread(made, today)] });

    private static IEnumerable<SyntheticGrant> Spread(SyntheticEnterprise made, DateOnly today)
    {
        var days = BatchDays[made.Index % BatchDays.Length];
        return made.Grants
            .Select(grant => grant with { From = grant.From.AddDays(days), To = grant.To.AddDays(days) })
            .Where(grant => grant.From <= today);
    }

    /// <summary>The plan moved to a year, so that the last full year of its facts is the one before it.</summary>
    public static DemoPlan Read(string rulesFolder, int year)
    {
        var reader = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).IgnoreUnmatchedProperties().Build();
        var city = reader.Deserialize<CityYaml>(File.ReadAllText(Path.Combine(rulesFolder, "demo", "city.yaml")));
        var named = reader.Deserialize<NamedYaml>(File.ReadAllText(Path.Combine(rulesFolder, "demo", "named-enterprises.yaml")));
        return new DemoPlan(city.ToCity(year - 1 - city.LastYear), [.. named.Enterprises.Select(enterprise => enterprise.ToNamed())]);
    }

    private sealed class CityYaml
    {
        public string Name { get; set; } = "";
        public string Province { get; set; } = "";
        public int LastYear { get; set; }
        public double MissingShare { get; set; }
        public SizesYaml Sizes { get; set; } = new();
        public List<IndustryYaml> Industries { get; set; } = [];
        public List<TitleYaml> Titles { get; set; } = [];
        public List<PlaceYaml> Places { get; set; } = [];

        public SyntheticCity ToCity(int shift) => new()
        {
            Name = Name,
            Province = Province,
            LastYear = LastYear + shift,
            MissingShare = MissingShare,
            Sizes = new SizeMix(Sizes.Micro, Sizes.Small, Sizes.Medium, Sizes.Large),
            Places = [.. Places.Select(place => new SyntheticPlace(place.Code, place.District, place.Zone, place.Weight))],
            Industries = [.. Industries.Select(industry => new SyntheticIndustry(
                industry.Code, industry.Word, industry.Weight, industry.Technology, industry.RevenuePerHead))],
            Titles = [.. Titles.Select(title => new SyntheticTitle(
                title.Scheme, title.MinStrength, title.MinRevenue, title.Share, title.ValidityYears, title.FirstYear + shift, title.LastYear + shift))],
        };
    }

    private sealed class SizesYaml
    {
        public double Micro { get; set; }
        public double Small { get; set; }
        public double Medium { get; set; }
        public double Large { get; set; }
    }

    private sealed class IndustryYaml
    {
        public string Code { get; set; } = "";
        public string Word { get; set; } = "";
        public double Weight { get; set; }
        public double Technology { get; set; }
        public double RevenuePerHead { get; set; }
    }

    private sealed class TitleYaml
    {
        public string Scheme { get; set; } = "";
        public double MinStrength { get; set; }
        public double MinRevenue { get; set; }
        public double Share { get; set; }
        public int ValidityYears { get; set; }
        public int FirstYear { get; set; }
        public int LastYear { get; set; }
    }

    private sealed class PlaceYaml
    {
        public string Code { get; set; } = "";
        public string District { get; set; } = "";
        public string Zone { get; set; } = "";
        public double Weight { get; set; }
    }

    private sealed class NamedYaml
    {
        public List<EnterpriseYaml> Enterprises { get; set; } = [];
    }

    private sealed class EnterpriseYaml
    {
        public string Code { get; set; } = "";
        public string Name { get; set; } = "";
        public string Region { get; set; } = "";
        public string Zone { get; set; } = "";
        public string Source { get; set; } = "";
        public string Quote { get; set; } = "";
        public string Learned { get; set; } = "";
        public Dictionary<string, string> Facts { get; set; } = [];

        public NamedEnterprise ToNamed() => new(
            Code, Name, Region.Length == 0 ? null : Region, Zone.Length == 0 ? null : Zone, $"{Source}：“{Quote}”",
            DateOnly.ParseExact(Learned, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Facts);
    }
}

/// <summary>An enterprise a published article names, with only the facts the article gives.</summary>
internal sealed record NamedEnterprise(
    string Code, string Name, string? Region, string? Zone, string Place, DateOnly Learned, IReadOnlyDictionary<string, string> Facts);
