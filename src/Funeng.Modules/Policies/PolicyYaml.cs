namespace Funeng.Modules.Policies;

/// <summary>The form of a <c>policy.yaml</c>, field by field.</summary>
internal sealed class PolicyYaml
{
    public string? Id { get; set; }
    public string? Title { get; set; }
    public string? Number { get; set; }
    public string? Issuer { get; set; }
    public string? Office { get; set; }
    public string? Contact { get; set; }
    public string? Link { get; set; }
    public string? Level { get; set; }
    public string? Region { get; set; }
    public string? IssuedOn { get; set; }
    public string? EffectiveFrom { get; set; }
    public string? EffectiveTo { get; set; }
    public bool Trial { get; set; }
    public List<string> Topics { get; set; } = [];
    public string? Summary { get; set; }
    public string? Source { get; set; }
    public string? Confidence { get; set; }
    public string? Pattern { get; set; }
    public string? Withdrawn { get; set; }
    public List<ClauseYaml> Clauses { get; set; } = [];
    public List<BenefitYaml> Benefits { get; set; } = [];
    public List<CaseYaml> Cases { get; set; } = [];

    /// <summary>Yearly ceilings it sets itself; its benefits name them by their id, and others by <c>policy/id</c>.</summary>
    public List<OwnCeilingYaml> Ceilings { get; set; } = [];
}

/// <summary>A ceiling that begins and ends with the policy that sets it.</summary>
internal sealed class OwnCeilingYaml
{
    public string? Id { get; set; }
    public string? Title { get; set; }
    public decimal Most { get; set; }
}

internal sealed class ClauseYaml
{
    public string? Id { get; set; }
    public string? Heading { get; set; }
    public string? Text { get; set; }
    public string? Plain { get; set; }
}

internal sealed class BenefitYaml
{
    public string? Id { get; set; }
    public string? Title { get; set; }
    public string? Clause { get; set; }
    public string? Mode { get; set; }
    public List<ConditionYaml> Conditions { get; set; } = [];
    public string? Amount { get; set; }
    public string? AmountText { get; set; }
    public decimal? Cap { get; set; }
    public decimal? RoundTo { get; set; }
    public string? Period { get; set; }
    public string? Deadline { get; set; }
    public decimal? Budget { get; set; }
    public string? Payer { get; set; }
    public string? Payee { get; set; }
    public int Effort { get; set; } = 3;
    public List<MaterialYaml>? Materials { get; set; }
    public List<AskYaml> Ask { get; set; } = [];
    public string? Route { get; set; }
    public ItemYaml? Item { get; set; }
    public List<FigureYaml> Figures { get; set; } = [];
    public List<RelationYaml> Exclusive { get; set; } = [];
    public List<RelationYaml> HigherOnly { get; set; } = [];
    public List<RelationYaml> Needs { get; set; } = [];

    /// <summary>Id of a yearly ceiling of the rules that it stands under too; a file of the rules is named by the ceiling itself.</summary>
    public string? Ceiling { get; set; }
}

/// <summary>One of <c>number</c>, <c>value</c>, <c>title</c> and <c>year</c> says what tells the items apart.</summary>
internal sealed class ItemYaml
{
    public string? Name { get; set; }
    public string? Number { get; set; }
    public string? Value { get; set; }
    public string? Title { get; set; }
    public bool Year { get; set; }
    public List<string> Facts { get; set; } = [];
    public string? Counts { get; set; }
    public bool SharesCap { get; set; }
}

internal sealed class ConditionYaml
{
    public string? Label { get; set; }
    public string? Rule { get; set; }
    public string? Clause { get; set; }
    public string? Confidence { get; set; }
}

internal sealed class MaterialYaml
{
    public string? Name { get; set; }
    public string? Held { get; set; }
}

internal sealed class AskYaml
{
    public string? Key { get; set; }
    public string? Label { get; set; }
    public string? Hint { get; set; }
}

internal sealed class FigureYaml
{
    public string? Name { get; set; }
    public decimal Value { get; set; }
    public string? Unit { get; set; }
    public string? Confidence { get; set; }
    public string? Source { get; set; }
}

/// <summary>What a case says besides the situation, which <see cref="Schemes.RuleCases"/> reads.</summary>
internal sealed class CaseYaml
{
    public string? Case { get; set; }
    public string? Benefit { get; set; }
    public object? On { get; set; }
    public object? Titles { get; set; }
    public object? Facts { get; set; }
    public object? Expect { get; set; }
}

/// <summary>Another benefit, by its id alone where the relation is not dated: <c>zb-x/award</c>, or <c>{ with: zb-x/award, effectiveTo: '2026-12-31' }</c>.</summary>
internal sealed class RelationYaml
{
    public string? With { get; set; }
    public string? EffectiveFrom { get; set; }
    public string? EffectiveTo { get; set; }
}

/// <summary>One version of a ceiling.</summary>
internal sealed class CeilingYaml
{
    public string? Id { get; set; }
    public int Version { get; set; }
    public string? EffectiveFrom { get; set; }
    public string? EffectiveTo { get; set; }
    public string? Title { get; set; }
    public decimal Most { get; set; }
    public string? Confidence { get; set; }
    public string? Source { get; set; }
    public List<string> Benefits { get; set; } = [];
}
