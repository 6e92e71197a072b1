using System.Globalization;
using Funeng.Engines.Planning.Targets;

namespace Funeng.Modules.Projects;

/// <summary>旬, the beat of reports, as periods of the planning engine.</summary>
public static class TenDays
{
    public static TargetPeriod Of(DateOnly day) => TargetPeriod.Of(day, TargetLevel.TenDay);

    public static TargetPeriod Next(this TargetPeriod period) => Of(period.Last.AddDays(1));

    public static TargetPeriod Previous(this TargetPeriod period) => Of(period.First.AddDays(-1));

    /// <summary>How many of the ten-day periods of its month are over on a day of it: 0 on the tenth, 1 on the eleventh.</summary>
    public static int PartsOver(DateOnly day) => (Of(day).Number - 1) % 3;

    /// <summary>2026-31, for addresses and forms.</summary>
    public static string Key(this TargetPeriod period) => string.Create(CultureInfo.InvariantCulture, $"{period.Year}-{period.Number}");

    public static TargetPeriod? Parse(string? key) =>
        key?.Split('-') is [var year, var number] && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var ofYear) && ofYear is >= 2000 and <= 2100
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var ten) && ten is >= 1 and <= 36
            ? new TargetPeriod(ofYear, TargetLevel.TenDay, ten)
            : null;
}
