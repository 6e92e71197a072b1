using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Foundation.Regions;

public enum RegionKind
{
    Province,
    City,
    County,
    Township,
    Zone,
}

/// <summary>A place of one of the two trees. Codes of districts are prefixes of the codes below them: 370303 of 370303001.
/// KindName is 区, 县, 街道, 镇, 国家级功能区 …; Note of a zone has the codes of the districts it mostly lies in.</summary>
public sealed record Region(string Code, string Name, string ShortName, RegionKind Kind, string KindName, string? Parent, string Note);

/// <summary>
/// The region tree of the city and, apart from it, the tree of its functional zones, read from <c>rules/reference/regions.csv</c>.
/// An organization lies in one township by law and in at most one zone by statistics; the two breakdowns are never added.
/// </summary>
public sealed class RegionTree
{
    private readonly Dictionary<string, Region> byCode;
    private readonly ILookup<string, Region> byName;
    private readonly ILookup<string, Region> byParent;

    public RegionTree(IReadOnlyList<Region> regions)
    {
        All = regions;
        byCode = regions.ToDictionary(region => region.Code);
        byName = regions
            .SelectMany(region => new[] { region.Name, region.ShortName }.Distinct().Select(name => (name, region)))
            .ToLookup(pair => pair.name, pair => pair.region);
        byParent = regions.Where(region => region.Parent is not null).ToLookup(region => region.Parent!);
        Counties = [.. regions.Where(region => region.Kind == RegionKind.County)];
        Zones = [.. regions.Where(region => region.Kind == RegionKind.Zone)];
    }

    public IReadOnlyList<Region> All { get; }

    public IReadOnlyList<Region> Counties { get; }

    public IReadOnlyList<Region> Zones { get; }

    public Region? City => All.FirstOrDefault(region => region.Kind == RegionKind.City);

    /// <summary>Reads the file of an installation; a missing file is a city without regions.</summary>
    public static RegionTree Read(string rulesFolder)
    {
        var file = Path.Combine(rulesFolder, "reference", "regions.csv");
        return new RegionTree(File.Exists(file) ? ReadRows(file) : []);
    }

    public Region? Find(string? code) => code is not null && byCode.TryGetValue(code, out var region) ? region : null;

    public IReadOnlyList<Region> Children(string code) => [.. byParent[code]];

    /// <summary>The name of a place with the district before a township's: 张店区 马尚街道. An unknown code is shown as it is.</summary>
    public string Name(string? code) => Find(code) switch
    {
        // An enterprise may be known to be in the city and no more.
        null => City is { } city && city.Code.PadRight(6, '0') == code ? city.Name : code ?? "",
        { Kind: RegionKind.Township, Parent: { } parent } township => $"{Find(parent)?.Name} {township.Name}",
        var region => region.Name,
    };

    /// <summary>The county a place lies in or is.</summary>
    public Region? County(string? code)
    {
        var region = Find(code);
        while (region is { Kind: not RegionKind.County, Parent: { } parent })
        {
            region = Find(parent);
        }

        return region;
    }

    /// <summary>A zone with the zones inside it.</summary>
    public IReadOnlyList<string> WithInner(string zone) => [zone, .. byParent[zone].SelectMany(inner => WithInner(inner.Code))];

    /// <summary>The place a text names: a code, a name, a short name, or district and township together. Null when none or several.</summary>
    public Region? Resolve(string text, RegionKind? kind = null)
    {
        var wanted = string.Concat(text.Where(character => !char.IsWhiteSpace(character) && character is not ('-' or '/' or '·')));
        if (byCode.TryGetValue(text.Trim(), out var byItsCode) || byCode.TryGetValue(wanted, out byItsCode))
        {
            return kind is null || byItsCode.Kind == kind ? byItsCode : null;
        }

        wanted = WithoutCity(wanted);
        var named = byName[wanted].Where(region => kind is null || region.Kind == kind).ToList();
        return named.Count switch { 1 => named[0], > 1 => null, _ => InCounty(wanted, kind) };
    }

    private Region? InCounty(string text, RegionKind? kind)
    {
        foreach (var county in Counties)
        {
            foreach (var name in new[] { county.Name, county.ShortName })
            {
                if (!text.StartsWith(name, StringComparison.Ordinal) || text.Length == name.Length)
                {
                    continue;
                }

                var rest = text[name.Length..];
                var found = byParent[county.Code].FirstOrDefault(township => township.Name == rest || township.ShortName == rest
                    || township.Name == rest.Replace("办事处", "", StringComparison.Ordinal));
                if (found is not null && (kind is null || found.Kind == kind))
                {
                    return found;
                }
            }
        }

        return null;
    }

    private string WithoutCity(string text)
    {
        foreach (var upper in All.Where(region => region.Kind is RegionKind.Province or RegionKind.City))
        {
            if (text.StartsWith(upper.Name, StringComparison.Ordinal) && text.Length > upper.Name.Length)
            {
                text = text[upper.Name.Length..];
            }
        }

        return text;
    }

    private static List<Region> ReadRows(string file)
    {
        if (SheetReader.Read(file) is not SheetReading.Read { Sheets: [var sheet] })
        {
            throw new InvalidDataException($"{file} is not a table.");
        }

        return [.. sheet.Rows.Skip(1).Where(row => row.Length >= 6).Select(row => new Region(
            row[0].Text, row[1].Text, row[2].Text, KindOf(row[0].Text, row[4].Text), row[3].Text,
            row[5].IsEmpty ? null : row[5].Text, row.Length > 6 ? row[6].Text : ""))];
    }

    private static RegionKind KindOf(string code, string tree) => (tree, code.Length) switch
    {
        ("zone", _) => RegionKind.Zone,
        (_, 2) => RegionKind.Province,
        (_, 4) => RegionKind.City,
        (_, 6) => RegionKind.County,
        (_, 9) => RegionKind.Township,
        _ => throw new InvalidDataException($"{code} is not a region code of 2, 4, 6 or 9 digits."),
    };
}
