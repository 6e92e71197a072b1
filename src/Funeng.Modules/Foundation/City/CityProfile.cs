using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Foundation.City;

/// <summary>Which city this is, from <c>rules/city.yaml</c>. Nothing in the code knows a city; without the file the product has no city's name.</summary>
public sealed record CityProfile
{
    public string Name { get; init; } = "";

    public string PlatformName { get; init; } = "产业赋能平台";

    /// <summary>Shown where there is little room, as on phones.</summary>
    public string ShortName { get; init; } = "赋能平台";

    /// <summary>Who runs the platform; stands in the footer.</summary>
    public string Owner { get; init; } = "";

    /// <summary>What the figures cover, in the footer of every page.</summary>
    public string DataScope { get; init; } = "";

    /// <summary>The code of the city in the region tree, such as 3703.</summary>
    public string RegionCode { get; init; } = "";

    /// <summary>Whom a user calls when something does not work.</summary>
    public string Help { get; init; } = "平台管理员";

    public string TimeZone { get; init; } = "Asia/Shanghai";

    public static CityProfile Read(string rulesFolder)
    {
        var file = Path.Combine(rulesFolder, "city.yaml");
        if (!File.Exists(file))
            return new CityProfile();
        using var reader = File.OpenText(file);
        return new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<CityProfile>(reader);
    }

    /// <summary>An instant on the city's clock.</summary>
    public DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(TimeZone));

    /// <summary>The beginning of a day (2026-11-20) on the city's clock; null when the text is no date.</summary>
    public DateTimeOffset? StartOf(string? date)
    {
        if (AskedDay.Read(date) is not { } day) return null;
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, TimeZoneInfo.FindSystemTimeZoneById(TimeZone).GetUtcOffset(local));
    }

    /// <summary>Today in the city.</summary>
    public DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(Local(clock.GetUtcNow()).DateTime);
}
