using Funeng.Engines.Facts;
using Funeng.Feel.Dmn;
using Funeng.Feel.Dmn.Analysis;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>Analyses the decision tables of a scheme over the domains of the facts that it names.</summary>
public static class SchemeTables
{
    /// <summary>Gaps, overlaps and rules that never answer, for every table of a model.</summary>
    /// <param name="model">The scheme's model.</param>
    /// <param name="catalogue">The facts, with types, choices and domains.</param>
    /// <returns>One analysis for each table, in the order of the file.</returns>
    public static IReadOnlyList<TableAnalysis> Analyse(DmnModel model, FactCatalogue catalogue)
    {
        var facts = catalogue.With(Scheme.ReviewFacts(model));
        return TableAnalysis.Of(model, name => facts.FindByName(name) is { } fact ? DomainOf(fact) : new InputDomain(MayBeNull: false));
    }

    // A missing fact leaves an outcome open; a table is never asked without a value.
    private static InputDomain DomainOf(FactDefinition fact) => new(
        fact.Choices.Count > 0 ? string.Join(", ", fact.Choices.Select(choice => FeelValue.From(choice.Code))) : fact.Domain,
        IsWhole: fact.Type == FactType.Integer,
        MayBeNull: false);
}
