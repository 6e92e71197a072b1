using System.Globalization;

namespace Funeng.Modules.Policies;

/// <summary>Whose policy it is.</summary>
public enum PolicyLevel
{
    Nation,
    Province,
    City,
    County,
}

/// <summary>How money comes to those entitled.</summary>
public enum RedemptionMode
{
    /// <summary>免申即享: the list follows from facts the government holds.</summary>
    NoApplication,

    /// <summary>即申即享、简易申报.</summary>
    Application,

    /// <summary>项目库入库制.</summary>
    Pool,

    /// <summary>银行代申.</summary>
    Bank,

    /// <summary>Claimed in the tax return; nobody pays out.</summary>
    Tax,

    /// <summary>A service, a title or a right; no money.</summary>
    Service,
}

/// <summary>One policy in one version: what was published, cut into clauses, and the benefits they give. Immutable.</summary>
public sealed record PolicyDocument
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>Document number as printed; empty when the source does not give one.</summary>
    public string Number { get; init; } = "";

    public required string Issuer { get; init; }

    /// <summary>The office here that answers questions and takes applications.</summary>
    public required string Office { get; init; }

    public string Contact { get; init; } = "";

    /// <summary>Where its text was published; empty where that is not known.</summary>
    public string Link { get; init; } = "";

    public required PolicyLevel Level { get; init; }

    /// <summary>Code of the region it holds in; empty for the whole country.</summary>
    public required string Region { get; init; }

    public DateOnly? IssuedOn { get; init; }

    public DateOnly? EffectiveFrom { get; init; }

    public DateOnly? EffectiveTo { get; init; }

    public bool IsTrial { get; init; }

    /// <summary>On trial: it says so of itself, or its title does.</summary>
    public bool IsOnTrial => IsTrial || Title.Contains("试行", StringComparison.Ordinal) || Title.Contains("暂行", StringComparison.Ordinal);

    /// <summary>What it helps with: 资金, 融资, 税收, 人才, 用地, 场景, 创新, 外贸, 上市, 绿色, 数字化.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>In plain words: for whom, how much.</summary>
    public required string Summary { get; init; }

    public required string Source { get; init; }

    /// <summary><c>text</c>, <c>memory</c> or <c>assumption</c>; anything but the first is marked 待核实.</summary>
    public required string Confidence { get; init; }

    /// <summary>Why it stands in the library though it does not hold here: 外地做法，作样式. Empty for those that do.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>Why it was taken back; empty for one that stands. What was applied for under it stays readable.</summary>
    public string Withdrawn { get; init; } = "";

    public required IReadOnlyList<PolicyClause> Clauses { get; init; }

    public required IReadOnlyList<Benefit> Benefits { get; init; }

    public required IReadOnlyList<PolicyCase> Cases { get; init; }

    /// <summary>Yearly ceilings it sets itself, without the benefits under them: they begin and end with it.</summary>
    public IReadOnlyList<PolicyCeiling> Ceilings { get; init; } = [];

    public bool NeedsVerification => Confidence != "text" || Benefits.Any(benefit => benefit.NeedsVerification);

    /// <summary>Both ends are inclusive; what was taken back is never in force.</summary>
    public bool IsInForce(DateOnly day) => Withdrawn.Length == 0 && !(day < EffectiveFrom) && !(day > EffectiveTo);

    /// <summary>True where a place lies in the region the policy is for.</summary>
    public bool HoldsIn(string region) => region.StartsWith(Region[..Math.Min(Region.Length, Digits)], StringComparison.Ordinal);

    // Two digits of a code are its province, four the city, six the county; a code may end in zeros of its own.
    private int Digits => Level switch
    {
        PolicyLevel.Nation => 0,
        PolicyLevel.Province => 2,
        PolicyLevel.City => 4,
        _ => Region.Length,
    };
}

/// <summary>One clause of the text.</summary>
/// <param name="Id">Unique in the document.</param>
/// <param name="Heading">第三条, or what it is called.</param>
/// <param name="Text">The words, or where the text was not at hand a summary of the source.</param>
/// <param name="Plain">The same in plain words; empty when the text is plain enough.</param>
public sealed record PolicyClause(string Id, string Heading, string Text, string Plain);

/// <summary>One figure of a clause and where it was read.</summary>
/// <param name="Confidence"><c>text</c>, <c>memory</c> or <c>assumption</c>.</param>
public sealed record PolicyFigure(string Name, decimal Value, string Unit, string Confidence, string Source)
{
    public string Shown => Value.ToString("0.######", CultureInfo.InvariantCulture) + Unit;
}

/// <summary>One condition of a benefit.</summary>
/// <param name="Rule">FEEL over the names of the fact catalogue.</param>
/// <param name="Clause">Id of the clause that states it.</param>
public sealed record BenefitCondition(string Label, string Rule, string Clause, string Confidence);

/// <summary>A paper that goes with an application, and the fact that makes it unnecessary.</summary>
/// <param name="HeldAs">Key of the fact the government already holds instead; empty when it must be handed in.</param>
public sealed record PolicyMaterial(string Name, string HeldAs);

/// <summary>Something an application asks for that is no fact: 项目简介.</summary>
public sealed record PolicyAsk(string Key, string Label, string Hint);

/// <summary>Of which benefit a case of the file speaks; the situation itself is read as every case of rules is.</summary>
public sealed record PolicyCase(string Name, string Benefit);
