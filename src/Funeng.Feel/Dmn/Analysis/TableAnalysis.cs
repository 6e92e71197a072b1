using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn.Analysis;

/// <summary>
/// What is wrong with a decision table whatever its inputs are: inputs that no rule covers, rules that overlap where the hit policy does not
/// allow it, and rules that never answer. The tests of the cells are exact; what a cell cannot be read for is in <see cref="NotAnalysed"/>,
/// and nothing is claimed that depends on it.
/// </summary>
public sealed class TableAnalysis
{
    internal TableAnalysis(TableSite site, Analyser analyser)
    {
        Element = site.Element;
        Place = site.Table.Span.Source?.Place ?? "";
        HitPolicy = site.Table.HitPolicy;
        RuleCount = site.Table.Rules.Count;
        Inputs = analyser.Inputs;
        Findings = analyser.Findings;
        NotAnalysed = analyser.NotAnalysed;
    }

    /// <summary>The decision or business knowledge model that holds the table.</summary>
    public DrgElement Element { get; }

    /// <summary>Where the table stands, in words.</summary>
    public string Place { get; }

    /// <summary>The hit policy by which the findings are weighed.</summary>
    public HitPolicy HitPolicy { get; }

    /// <summary>How many rules the table has.</summary>
    public int RuleCount { get; }

    /// <summary>The values that the table tests, each once: two columns on one variable are one value.</summary>
    public IReadOnlyList<AnalysedInput> Inputs { get; }

    /// <summary>What was found, the errors first.</summary>
    public IReadOnlyList<TableFinding> Findings { get; }

    /// <summary>What could not be looked at, with the reason; empty when the findings are complete.</summary>
    public IReadOnlyList<AnalysisLimit> NotAnalysed { get; }

    /// <summary>Analyses every decision table of a model, in the order of the file.</summary>
    /// <param name="model">The model; its imports are used, their tables are not analysed.</param>
    /// <param name="domainOf">The values that an input of a name may take, where the caller knows more than the model; null for no more.</param>
    public static IReadOnlyList<TableAnalysis> Of(DmnModel model, Func<string, InputDomain?>? domainOf = null) =>
        [.. model.Elements.SelectMany(element => Of(element, domainOf))];

    /// <summary>Analyses the decision tables of one decision or business knowledge model.</summary>
    /// <param name="element">The element; one without a table gives an empty list.</param>
    /// <param name="domainOf">The values that an input of a name may take, where the caller knows more than the model; null for no more.</param>
    public static IReadOnlyList<TableAnalysis> Of(DrgElement element, Func<string, InputDomain?>? domainOf = null) =>
        [.. TableSite.Find(element).Select(site => new TableAnalysis(site, new Analyser(site, domainOf ?? (_ => null))))];
}

/// <summary>A value that a table tests.</summary>
/// <param name="Expression">The input expression.</param>
/// <param name="Type">The type of its values, as declared or as its cells show.</param>
/// <param name="Domain">The values it may take, as FEEL unary tests; <c>-</c> when any of the type.</param>
/// <param name="Columns">The input columns on it, counted from 1.</param>
public sealed record AnalysedInput(string Expression, FeelType Type, string Domain, IReadOnlyList<int> Columns);

/// <summary>Something that was not analysed.</summary>
/// <param name="Place">The cell, input or rule, in words.</param>
/// <param name="Reason">Why.</param>
public sealed record AnalysisLimit(string Place, string Reason)
{
    /// <summary>Place and reason.</summary>
    public override string ToString() => $"not analysed: {Place}: {Reason}";
}

/// <summary>The values that an input may take beyond what the model says of it.</summary>
/// <param name="Tests">FEEL unary tests, such as <c>[0..100]</c> or <c>"A", "B"</c>; null or empty for any value of the type.</param>
/// <param name="IsWhole">Only whole numbers.</param>
/// <param name="MayBeNull">False when the table is never asked without a value.</param>
public sealed record InputDomain(string? Tests = null, bool IsWhole = false, bool MayBeNull = true);
