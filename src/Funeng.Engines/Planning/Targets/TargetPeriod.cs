namespace Funeng.Engines.Planning.Targets;

/// <summary>The four spans targets are set for: 年, 季, 月, 旬.</summary>
public enum TargetLevel
{
    /// <summary>A calendar year.</summary>
    Year,

    /// <summary>A calendar quarter.</summary>
    Quarter,

    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>Days 1 to 10, 11 to 20, or 21 to the end of a month (上旬、中旬、下旬).</summary>
    TenDay,
}

/// <summary>One year, quarter, month or ten-day period (旬).</summary>
public readonly record struct TargetPeriod
{
    private static readonly int[] TenDaysIn = [36, 9, 3, 1];
    private static readonly string[] Parts3 = ["上旬", "中旬", "下旬"];
    private static readonly string[] Quarters = ["一季度", "二季度", "三季度", "四季度"];

    /// <summary>Names a period.</summary>
    /// <param name="number">From 1: quarters to 4, months to 12, ten-day periods to 36.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such period in a year.</exception>
    public TargetPeriod(int year, TargetLevel level, int number)
    {
        if (number < 1 || number > 36 / TenDaysIn[(int)level]) throw new ArgumentOutOfRangeException(nameof(number), $"a year has no {level} number {number}");
        (Year, Level, Number) = (year, level, number);
    }

    /// <summary>The calendar year.</summary>
    public int Year { get; }

    /// <summary>Its kind.</summary>
    public TargetLevel Level { get; }

    /// <summary>Its number within the year, from 1.</summary>
    public int Number { get; }

    /// <summary>The number of its first ten-day period in the year, from 1.</summary>
    public int FirstTenDay => ((Number - 1) * TenDaysIn[(int)Level]) + 1;

    /// <summary>The number of its last ten-day period in the year.</summary>
    public int LastTenDay => Number * TenDaysIn[(int)Level];

    /// <summary>Its first day.</summary>
    public DateOnly First => FirstDayOf(Year, FirstTenDay);

    /// <summary>Its last day.</summary>
    public DateOnly Last => (LastTenDay == 36 ? FirstDayOf(Year + 1, 1) : FirstDayOf(Year, LastTenDay + 1)).AddDays(-1);

    /// <summary>What an official calls it: 2026年, 三季度, 8月, 8月上旬.</summary>
    public string Name => Level switch
    {
        TargetLevel.Year => $"{Year}年",
        TargetLevel.Quarter => Quarters[Number - 1],
        TargetLevel.Month => $"{Number}月",
        _ => $"{((Number - 1) / 3) + 1}月{Parts3[(Number - 1) % 3]}",
    };

    /// <summary>The whole year.</summary>
    public static TargetPeriod Of(int year) => new(year, TargetLevel.Year, 1);

    /// <summary>The period of a level that a day lies in.</summary>
    public static TargetPeriod Of(DateOnly day, TargetLevel level)
    {
        var tenDay = ((day.Month - 1) * 3) + (Math.Min((day.Day - 1) / 10, 2) + 1);
        return new TargetPeriod(day.Year, TargetLevel.TenDay, tenDay).In(level);
    }

    /// <summary>The period of a longer level that this one lies in.</summary>
    public TargetPeriod In(TargetLevel level) => new(Year, level, ((FirstTenDay - 1) / TenDaysIn[(int)level]) + 1);

    /// <summary>The periods one level down that make it up; none below a ten-day period.</summary>
    public IReadOnlyList<TargetPeriod> Parts()
    {
        if (Level == TargetLevel.TenDay) return [];
        var (year, level) = (Year, Level + 1);
        var size = TenDaysIn[(int)level];
        return [.. Enumerable.Range((FirstTenDay - 1) / size, TenDaysIn[(int)Level] / size).Select(index => new TargetPeriod(year, level, index + 1))];
    }

    /// <inheritdoc/>
    public override string ToString() => Level == TargetLevel.Year ? Name : $"{Year}年{Name}";

    private static DateOnly FirstDayOf(int year, int tenDay) => new(year, ((tenDay - 1) / 3) + 1, (((tenDay - 1) % 3) * 10) + 1);
}
