using Funeng.Engines.Facts;
using Funeng.Engines.Synthetic;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;

namespace Funeng.Host.Demo;

/// <summary>
/// What the offices that redeem policies know of a made-up enterprise: loans, fairs, taxes, training. Of each fact some have a figure, most have
/// none of it, and of one in five nobody has said anything. Everything follows from the index.
/// </summary>
internal sealed class DemoPolicyFacts(int lastYear)
{
    private const int Silent = 80;

    private readonly Period year = new(lastYear), present = new(lastYear + 1);

    public IEnumerable<(Period Period, IReadOnlyList<FiledValue> Values)> Of(SyntheticEnterprise enterprise)
    {
        var said = enterprise.Filings.Where(filing => filing.Year == lastYear).SelectMany(filing => filing.Values)
            .Where(value => value.Value.Kind == FeelKind.Number).GroupBy(value => value.Key).ToDictionary(group => group.Key, group => group.First().Value.AsNumber());
        var revenue = said.TryGetValue("revenue", out var number) && number.TryToInt64(out var yuan) ? yuan : 0;
        var profit = said.TryGetValue("netProfit", out number) && number.TryToInt64(out yuan) ? yuan : 0;
        List<FiledValue> ofYear = [.. Yearly(enterprise.Index, revenue, Math.Max(0, profit))];
        if (ofYear.Count > 0) yield return (year, ofYear);
        List<FiledValue> now = [.. Some(enterprise.Index, 40, "graduatesHired", 20, 1 + (enterprise.Index % 4))];
        if (now.Count > 0) yield return (present, now);
        List<FiledValue> states = [.. States(enterprise.Index, revenue)];
        if (states.Count > 0) yield return (Period.State, states);
    }

    private static IEnumerable<FiledValue> Yearly(long index, long revenue, long profit) =>
    [
        .. Some(index, 1, "taxableIncome", 75, Round(profit * 105 / 100)),
        .. Some(index, 2, "unemploymentInsurance", 78, 4000 + (index % 60 * 700)),
        .. Some(index, 3, "layoffRate", 45, index % 9),
        .. Some(index, 4, "loanInterest", 30, Round(revenue / 100)),
        .. Some(index, 5, "exportValue", 15, Round(revenue / 5)),
        .. Some(index, 6, "boothFee", 9, 20_000 + (index % 12 * 15_000)),
        .. Some(index, 7, "creditInsurancePremium", 8, 30_000 + (index % 20 * 25_000)),
        .. Some(index, 8, "cloudSpend", 12, 40_000 + (index % 15 * 20_000)),
        .. Some(index, 9, "digitalInvestment", 8, 300_000 + (index % 20 * 250_000)),
        .. Some(index, 10, "parkRent", 10, 80_000 + (index % 10 * 50_000)),
        .. Some(index, 11, "doctorsHired", 4, 1 + (index % 3)),
        .. Some(index, 12, "trainedWorkers", 14, 5 + (index % 30)),
        .. Some(index, 13, "techContracts", 5, 100_000 + (index % 9 * 120_000)),
        .. Some(index, 14, "instrumentFees", 6, 15_000 + (index % 11 * 9_000)),
        .. Some(index, 15, "foreignCapital", 2, 5_000_000),
        .. Some(index, 16, "energySaved", 3, 300 + (index % 8 * 150)),
        .. Some(index, 17, "inputVat", 60, Round(revenue / 12)),
    ];

    private IEnumerable<FiledValue> States(long index, long revenue)
    {
        var hasProject = Draw(index, 20) < 7 && revenue > 20_000_000;
        yield return new("isInRenovationGuidance", FeelValue.From(hasProject));
        if (hasProject)
        {
            yield return new("renovationLoan", FeelValue.From(Round(revenue / 4)));
            yield return new("renovationLoanDays", FeelValue.From(index % 2 == 0 ? 365L : 210));
            yield return new("equipmentInvestment", FeelValue.From(Round(revenue / 6)));
            yield return new("isRenovationCompleted", FeelValue.From(index % 3 != 0));
            if (index % 4 != 0) yield return new("isZeroLandRenovation", FeelValue.From(index % 3 == 1));
        }
        else if (Draw(index, 21) < Silent)
        {
            yield return new("renovationLoan", FeelValue.From(0L));
            yield return new("isRenovationCompleted", FeelValue.From(false));
        }

        if (Draw(index, 22) is var grade && grade < Silent) yield return new("newEconomyGrade", FeelValue.From(grade switch { 0 => "哪吒", 1 => "瞪羚", 2 => "种子", _ => "无" }));
        if (Draw(index, 22) < 3) yield return new("gradePromotedOn", FeelValue.From(new DateOnly(index % 2 == 0 ? lastYear + 1 : lastYear - 2, 3, 1)));
        // Some grew above the scale last year; others the year before, so early that they were rewarded for it in the same year.
        if (revenue is > 20_000_000 and < 40_000_000 && Draw(index, 23) is < 40 and var grown) yield return new("aboveScaleOn", FeelValue.From(grown < 25 ? new DateOnly(lastYear, 10, 1) : new DateOnly(lastYear - 1, 3, 1)));
        if (revenue > 200_000_000 && Draw(index, 24) < 12) yield return new("tutoringFiledOn", FeelValue.From(new DateOnly(lastYear + 1, 4, 15)));
        if (Draw(index, 25) < Silent) yield return new("greenFactoryLevel", FeelValue.From(Draw(index, 25) switch { 0 => "国家级", < 3 => "省级", < 7 => "市级", _ => "无" }));
    }

    /// <summary>A figure for so many of a hundred, none of it for most of the others, nothing at all for the rest.</summary>
    private static IEnumerable<FiledValue> Some(long index, int item, string key, int share, long value)
    {
        var draw = Draw(index, item);
        if (draw < share) yield return new(key, FeelValue.From(value));
        else if (draw < Silent) yield return new(key, FeelValue.From(0L));
    }

    private static int Draw(long index, int item) => (int)((((uint)index * 2654435761u) ^ ((uint)item * 40503u * 65537u)) * 2246822519u >> 8) % 100;

    private static long Round(long yuan) => yuan / 1000 * 1000;
}
