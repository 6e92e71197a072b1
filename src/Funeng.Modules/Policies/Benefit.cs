using Funeng.Engines.Benefits;

namespace Funeng.Modules.Policies;

/// <summary>What a clause gives to whom: conditions, an amount, and how it is paid.</summary>
public sealed record Benefit
{
    private const int NearDays = 14;

    /// <summary>Id of the document, a slash, id in the document: unique, and what other modules store.</summary>
    public required string Id { get; init; }

    public required string Policy { get; init; }

    public required string Title { get; init; }

    /// <summary>Id of the clause that gives it.</summary>
    public required string Clause { get; init; }

    public required RedemptionMode Mode { get; init; }

    public required IReadOnlyList<BenefitCondition> Conditions { get; init; }

    /// <summary>FEEL in yuan, before cap and rounding; empty for a benefit without a sum.</summary>
    public string Amount { get; init; } = "";

    /// <summary>In plain words: 按贷款本金×LPR×35%，最高 2000 万元.</summary>
    public string AmountText { get; init; } = "";

    /// <summary>The most it pays, in yuan; null without a cap.</summary>
    public decimal? Cap { get; init; }

    /// <summary>Amounts are rounded down to a multiple of this many yuan; null leaves 分.</summary>
    public decimal? RoundTo { get; init; }

    /// <summary>One a year, once, for so many years.</summary>
    public string Period { get; init; } = "";

    /// <summary>What it is paid once for, item by item; null where that is the enterprise.</summary>
    public PolicyItem? Item { get; init; }

    /// <summary>Last day on which it can be applied for; null when always open, or none is published.</summary>
    public DateOnly? Deadline { get; init; }

    /// <summary>Budget of the year in yuan; null when none is published.</summary>
    public decimal? Budget { get; init; }

    /// <summary>Who pays.</summary>
    public string Payer { get; init; } = "";

    /// <summary>Who is paid, where that is not the enterprise the conditions are about: 担保机构. Empty for the enterprise.</summary>
    public string Payee { get; init; } = "";

    /// <summary>How much trouble it is, 1 (nothing to do) to 5 (project with expert review).</summary>
    public int Effort { get; init; } = 3;

    /// <summary>What must be handed in; empty for nothing, null where nobody has gone through it yet.</summary>
    public IReadOnlyList<PolicyMaterial>? Materials { get; init; }

    /// <summary>What only the enterprise knows, asked in its application.</summary>
    public IReadOnlyList<PolicyAsk> Asks { get; init; } = [];

    /// <summary>Id of the review route; empty for that of its mode.</summary>
    public string Route { get; init; } = "";

    /// <summary>Id of the yearly ceiling it joined; empty for none, and where the ceiling itself names it.</summary>
    public string Ceiling { get; init; } = "";

    public IReadOnlyList<PolicyFigure> Figures { get; init; } = [];

    public IReadOnlyList<BenefitRelation> Relations { get; init; } = [];

    /// <summary>Given every year anew, and not once.</summary>
    public bool IsYearly => Period.StartsWith("每年", StringComparison.Ordinal);

    /// <summary>三年一次: once in so many years, and then anew; null where it is not.</summary>
    public int? EveryYears => Period.IndexOf("年一次", StringComparison.Ordinal) is > 0 and var at ? Number(Period[at - 1]) : null;

    /// <summary>每年，最长三年: in no more years than these; null without an end.</summary>
    public int? MostYears => Period.IndexOf("最长", StringComparison.Ordinal) is >= 0 and var at && at + 2 < Period.Length ? Number(Period[at + 2]) : null;

    /// <summary>Given once for all, to the enterprise or for each item; not what is given once a year, or once in some years.</summary>
    public bool IsOnce => !IsYearly && EveryYears is null && Period.Contains("一次", StringComparison.Ordinal);

    /// <summary>Whether somebody applies for it; else it comes by itself, by the bank, or in the tax return.</summary>
    public bool IsAppliedFor => Mode is RedemptionMode.Application or RedemptionMode.Pool;

    /// <summary>
    /// The year it is told, applied for and counted for; null for what is had once for all, which is told once for all. What is given item by item is anew
    /// each year: there are new items.
    /// </summary>
    public int? YearOn(DateOnly on) => IsYearly || EveryYears is not null || Item is not null ? on.Year : null;

    /// <summary>Its last day to apply is over; what comes without applying has none.</summary>
    public bool IsOver(DateOnly on) => IsAppliedFor && Deadline < on;

    /// <summary>When its last day to apply is so near that it must be said; null else.</summary>
    public int? DaysLeft(DateOnly on) => IsAppliedFor && Deadline is { } last && last.DayNumber - on.DayNumber is >= 0 and <= NearDays and var days ? days : null;

    public bool HasAmount => Amount.Length > 0;

    /// <summary>False where the money goes to somebody else: such a benefit can be read, and is offered to no enterprise.</summary>
    public bool IsForEnterprise => Payee.Length == 0;

    /// <summary>True where the amount arrives on an account; a tax not owed does not.</summary>
    public bool IsCash => HasAmount && Mode is not (RedemptionMode.Tax or RedemptionMode.Service);

    private static int? Number(char digit) => digit == '两' ? 2 : "一二三四五六七八九".IndexOf(digit, StringComparison.Ordinal) is >= 0 and var at ? at + 1 : null;

    public bool NeedsVerification => Figures.Any(figure => figure.Confidence != "text") || Conditions.Any(condition => condition.Confidence != "text");
}
