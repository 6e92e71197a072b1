using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Engines.Facts;

namespace Funeng.Modules.Policies.Check;

/// <summary>
/// What a policy keeps besides compiling: clauses that exist, dates in order, and figures that say where the numbers of its rules, caps and budgets
/// come from. Numbers within texts, dates and beginnings of codes are not looked at, nor 0, 1, 2 and 365; and that some figure of the benefit has the
/// value is enough: whether it means the same thing a person reads.
/// </summary>
internal static partial class PolicyText
{
    // Parts of dates and halves of nothing: they state no policy.
    private static readonly HashSet<decimal> Plain = [0, 1, 2, 365];

    public static IEnumerable<string> Check(PolicyDocument policy, FactCatalogue catalogue)
    {
        if (policy.EffectiveTo < policy.EffectiveFrom) yield return "It goes out of force before it comes into force.";
        if (policy.Benefits.Count == 0) yield return "It has no benefit.";
        foreach (var twice in policy.Clauses.GroupBy(clause => clause.Id).Where(group => group.Count() > 1)) yield return $"The clause '{twice.Key}' is there twice.";
        foreach (var finding in policy.Benefits.SelectMany(benefit => Check(policy, benefit, catalogue).Select(message => $"{benefit.Id}: {message}"))) yield return finding;
    }

    private static IEnumerable<string> Check(PolicyDocument policy, Benefit benefit, FactCatalogue catalogue)
    {
        if (benefit.Conditions.Count == 0) yield return "It has no condition: everybody would be entitled.";
        foreach (var clause in benefit.Conditions.Select(condition => condition.Clause).Append(benefit.Clause).Distinct().Where(id => policy.Clauses.All(clause => clause.Id != id)))
            yield return $"It names the clause '{clause}', which the policy lacks.";
        foreach (var material in (benefit.Materials ?? []).Where(material => material.HeldAs.Length > 0 && catalogue.Find(material.HeldAs) is null))
            yield return $"'{material.Name}' is held as '{material.HeldAs}', which the catalogue lacks.";
        foreach (var key in ItemFacts(benefit).Where(key => catalogue.Find(key) is null)) yield return $"Its items speak of '{key}', which the catalogue lacks.";
        if (benefit.HasAmount && benefit.AmountText.Length == 0) yield return "It says no amount in words.";
        if (!benefit.HasAmount && (benefit.Cap ?? benefit.Budget) is not null) yield return "It has a cap or a budget and no amount.";
        foreach (var number in Unsourced(benefit, catalogue)) yield return $"No figure says where {number.ToString(CultureInfo.InvariantCulture)} comes from.";
    }

    private static IEnumerable<string> ItemFacts(Benefit benefit) => benefit.Item is not { } item ? []
        : item.Facts.Append(item.Counts).Append(item.By == ItemBy.Value ? item.Of : "").Where(key => key.Length > 0);

    /// <summary>The numbers of a rule that a figure has to answer for.</summary>
    public static IReadOnlyList<decimal> Stated(string rule, FactCatalogue catalogue) => [.. Numbers(rule, Named(catalogue)).Where(number => !Plain.Contains(number)).Distinct()];

    private static IEnumerable<decimal> Unsourced(Benefit benefit, FactCatalogue catalogue)
    {
        var names = Named(catalogue);
        var numbers = benefit.Conditions.Select(condition => condition.Rule).Append(benefit.Amount).SelectMany(rule => Numbers(rule, names));
        var stated = benefit.Figures.SelectMany(Forms).ToHashSet();
        return numbers.Concat(new[] { benefit.Cap, benefit.Budget }.OfType<decimal>()).Distinct().Where(number => !Plain.Contains(number) && !stated.Contains(number));
    }

    private static List<string> Named(FactCatalogue catalogue) => [.. catalogue.All.Select(fact => fact.Name).Where(name => name.Any(char.IsDigit)).OrderByDescending(name => name.Length)];

    private static IEnumerable<decimal> Numbers(string rule, IReadOnlyList<string> names)
    {
        var bare = QuotedText().Replace(rule, "");
        bare = Call().Replace(bare, "");
        foreach (var name in names) bare = bare.Replace(name, "", StringComparison.Ordinal);
        return Number().Matches(bare).Select(match => decimal.Parse(match.Value, CultureInfo.InvariantCulture));
    }

    // A figure of 35 % may stand as 35 or 0.35, one of 2000 万元 as 2000 or 20000000.
    private static IEnumerable<decimal> Forms(PolicyFigure figure) => figure.Unit switch
    {
        "%" => [figure.Value, figure.Value / 100],
        "万元" => [figure.Value, figure.Value * 10_000],
        "亿元" => [figure.Value, figure.Value * 100_000_000],
        _ => [figure.Value],
    };

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex QuotedText();

    // What a text begins with, the first of January, and a percentage made a share are ways of writing.
    [GeneratedRegex(@"substring\([^()]*\)|date\([^()]*\)|/ 100(?![\d.])(?! \*)")]
    private static partial Regex Call();

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Number();
}
