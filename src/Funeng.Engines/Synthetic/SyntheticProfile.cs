namespace Funeng.Engines.Synthetic;

/// <summary>What lies behind the facts of one enterprise, so that they agree with each other and from year to year.</summary>
internal sealed record SyntheticProfile
{
    public required SizeClass Size { get; init; }

    public required DateOnly Founded { get; init; }

    /// <summary>How much it researches and how well it is run, 0 to 1; the titles follow it.</summary>
    public required double Strength { get; init; }

    public required int Employees { get; init; }

    /// <summary>The last year first. A year before the founding has no facts.</summary>
    public required IReadOnlyList<SyntheticYear> Years { get; init; }

    public required int Inventions { get; init; }

    public required int OtherRights { get; init; }

    public static SyntheticProfile Draw(SyntheticCity city, SyntheticIndustry industry, SizeClass size, ref SyntheticRandom random)
    {
        var strength = Math.Clamp(industry.Technology * 0.45 + (int)size * 0.09 + 0.14 * random.Normal() + 0.12, 0, 1);
        var employees = Math.Max(1, (int)random.Around(MedianEmployees(size), 0.8));
        var age = Math.Min(random.Around(size == SizeClass.Micro ? 5 : 10, 0.9), 45);
        var founded = new DateOnly(city.LastYear, 12, 31).AddDays(-(int)(age * 365) - random.Next(300));
        return new SyntheticProfile
        {
            Size = size,
            Founded = founded,
            Strength = strength,
            Employees = employees,
            Years = DrawYears(city, industry, strength, employees, founded.Year, ref random),
            Inventions = random.Count(strength * strength * (1.5 + employees / 35.0)),
            OtherRights = random.Count(strength * (2 + employees / 12.0)),
        };
    }

    private static double MedianEmployees(SizeClass size) => size switch
    {
        SizeClass.Micro => 5,
        SizeClass.Small => 55,
        SizeClass.Medium => 420,
        _ => 1700,
    };

    private static List<SyntheticYear> DrawYears(
        SyntheticCity city, SyntheticIndustry industry, double strength, int employees, int foundedYear, ref SyntheticRandom random)
    {
        var revenue = employees * random.Around(industry.RevenuePerHead, 0.6) * (0.8 + 0.5 * strength);
        var trend = random.Chance(0.04 + 0.08 * strength) ? random.Between(1.18, 1.6) : 1 + 0.05 * strength + 0.06 * random.Normal();
        var margin = 0.01 + 0.07 * strength + 0.05 * random.Normal();
        var mainShare = random.Between(0.72, 1);
        var intensity = strength * strength * 0.11 * random.Around(1, 0.5);
        var turnover = random.Between(0.5, 1.6);
        var debt = Math.Clamp(0.48 + 0.17 * random.Normal(), 0.05, 1.1);
        var years = new List<SyntheticYear>();
        for (var back = 0; back < 3 && city.LastYear - back >= foundedYear; back++)
        {
            years.Add(Year(city.LastYear - back, revenue, margin, mainShare, intensity, turnover, debt, ref random));
            revenue /= Math.Max(0.4, trend + 0.05 * random.Normal());
        }

        return years;
    }

    private static SyntheticYear Year(
        int year, double revenue, double margin, double mainShare, double intensity, double turnover, double debt, ref SyntheticRandom random)
    {
        var main = revenue * Math.Min(1, mainShare + 0.02 * random.Normal());
        var profit = revenue * (margin + 0.015 * random.Normal());
        var assets = revenue / turnover * random.Around(1, 0.05);
        var liabilities = assets * Math.Clamp(debt + 0.03 * random.Normal(), 0.03, 1.2);
        var research = revenue * intensity * random.Around(1, 0.15);
        return new SyntheticYear(year, Yuan(revenue), Yuan(main), Yuan(profit), Yuan(assets), Yuan(liabilities), Yuan(research));
    }

    // Statements are filed to the hundred yuan.
    private static long Yuan(double amount) => (long)Math.Round(amount / 100) * 100;
}

/// <summary>One year's statement in yuan.</summary>
internal sealed record SyntheticYear(int Year, long Revenue, long MainRevenue, long NetProfit, long Assets, long Liabilities, long Research);
