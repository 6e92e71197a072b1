using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria;

/// <summary>Whether time alone can turn a scheme's verdicts, without any filing.</summary>
/// <param name="PassesByDay">A criterion looks at the application date itself: an age, a time since, a title that lapses.</param>
/// <param name="PassesByYear">A criterion looks at facts of the year or of years before it: 上年度 moves at the turn of the year.</param>
/// <param name="Schemes">Schemes whose conclusions it asks for; what turns them may turn it.</param>
public sealed record SchemeTime(bool PassesByDay, bool PassesByYear, IReadOnlySet<string> Schemes)
{
    /// <summary>Reads it from a scheme's decisions and from the formulas of every fact they rest on.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <returns>What moves with time in it.</returns>
    public static SchemeTime Of(Scheme scheme)
    {
        var facts = scheme.Reach.All.ToList();
        var rules = scheme.Decisions.Select(decision => decision.Rule).Concat(facts.Select(scheme.Catalogue.FormulaOf).OfType<RuleExpression>());
        return new SchemeTime(
            facts.Exists(fact => fact.Origin is FactOrigin.TitleHeld) || rules.Any(rule => rule.Bindings.Any(binding => binding is SlotBinding.ToDate)),
            facts.Exists(fact => fact.Origin is FactOrigin.View || fact.IsPerYear),
            facts.Select(fact => fact.Origin).OfType<FactOrigin.SchemeResult>().Select(result => result.Scheme).ToHashSet());
    }

    /// <summary>Whether a verdict of one day may differ on a later one.</summary>
    /// <param name="before">The day of the verdict.</param>
    /// <param name="today">The later day.</param>
    /// <returns>False when nothing in the scheme moves between the two, the conclusions of other schemes apart.</returns>
    public bool MayTurn(DateOnly before, DateOnly today) => before != today && (PassesByDay || (PassesByYear && before.Year != today.Year));
}
