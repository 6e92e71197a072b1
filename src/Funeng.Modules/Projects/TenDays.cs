using System.Globalization;

namespace Funeng.Modules.Projects;

/// <summary>旬: the first to the tenth, the eleventh to the twentieth, and the rest of a month.</summary>
public readonly record struct TenDays(int Year, int Month, int Part)
{
    public static TenDays Of(DateOnly day) => new(day.Year, day.Month, Math.Min((day.Day - 1) / 10 + 1, 3));

    public DateOnly First => new(Year, Month, (Part - 1) * 10 + 1);

    public DateOnly Last => Part == 3 ? new DateOnly(Year, Month, 1).AddMonths(1).AddDays(-1) : new DateOnly(Year, Month, Part * 10);

    public TenDays Next => Of(Last.AddDays(1));

    public TenDays Previous => Of(First.AddDays(-1));

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Year} 年 {Month} 月{"上中下"[Part - 1]}旬");

    /// <summary>2026-11-2, for addresses.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year}-{Month:00}-{Part}");

    /// <summary>How many of the ten-day periods of its month are over on a day of it: 0 on the tenth, 1 on the eleventh.</summary>
    public static int PartsOver(DateOnly day) => Of(day).Part - 1;
}
