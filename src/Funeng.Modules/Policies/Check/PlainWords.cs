using System.Globalization;
using System.Text.RegularExpressions;

namespace Funeng.Modules.Policies.Check;

/// <summary>
/// Holds that each clause is said in plain words that are not its text again, and that these state no figure which neither the text nor the rule of the
/// clause states. Whether they mean the same a person reads. A single 一 is no figure: it is in 一次 and 一定 as well.
/// </summary>
internal static partial class PlainWords
{
    private const string Digits = "零一二三四五六七八九";

    public static IEnumerable<string> Check(PolicyDocument policy) => policy.Clauses.SelectMany(clause => Check(policy, clause).Select(message => $"Clause '{clause.Id}': {message}"));

    private static IEnumerable<string> Check(PolicyDocument policy, PolicyClause clause)
    {
        if (clause.Plain.Length == 0) yield return "It has no plain words.";
        else if (IsText(clause)) yield return "Its plain words are its text.";
        foreach (var number in Unstated(policy, clause)) yield return $"Its plain words say {number.ToString(CultureInfo.InvariantCulture)}, which neither its text nor its rule says.";
    }

    /// <summary>Whether what should say it plainly says the text again.</summary>
    public static bool IsText(PolicyClause clause) => Bare(clause.Plain) == Bare(clause.Text);

    /// <summary>The figures of the plain words that neither the text nor the rule of the clause states.</summary>
    public static IEnumerable<decimal> Unstated(PolicyDocument policy, PolicyClause clause)
    {
        var stated = Stated(policy, clause).SelectMany(Numbers).ToHashSet();
        return Numbers(clause.Plain).Distinct().Where(number => !stated.Contains(number));
    }

    private static IEnumerable<string> Stated(PolicyDocument policy, PolicyClause clause)
    {
        yield return clause.Text;
        foreach (var day in new[] { policy.EffectiveFrom, policy.EffectiveTo }.OfType<DateOnly>()) yield return Fmt(day);
        foreach (var condition in policy.Benefits.SelectMany(benefit => benefit.Conditions).Where(condition => condition.Clause == clause.Id))
        {
            yield return condition.Label;
            yield return condition.Rule;
        }

        foreach (var benefit in policy.Benefits.Where(benefit => benefit.Clause == clause.Id))
        {
            yield return benefit.Amount;
            yield return benefit.AmountText;
            yield return benefit.Period;
            if (benefit.Deadline is { } last) yield return Fmt(last);
        }
    }

    private static string Fmt(DateOnly day) => day.ToString("yyyy M d", CultureInfo.InvariantCulture);

    private static string Bare(string text) => Mark().Replace(text, "");

    private static IEnumerable<decimal> Numbers(string text) =>
        Figure().Matches(text).Select(match => char.IsAsciiDigit(match.Value[0]) ? decimal.Parse(match.Value, CultureInfo.InvariantCulture) : Chinese(match.Value)).Where(number => number != -1);

    // Up to 99; a bare 一 is left out.
    private static decimal Chinese(string said)
    {
        if (said == "一") return -1;
        var (tens, ones) = said.Replace('两', '二').Split('十', 2) is [var before, var after] ? (before.Length == 0 ? 1 : Digits.IndexOf(before[0], StringComparison.Ordinal), after) : (0, said.Replace('两', '二'));
        return (tens * 10) + (ones.Length == 0 ? 0 : Digits.IndexOf(ones[^1], StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\d+(\.\d+)?|[一二两三四五六七八九十]+")]
    private static partial Regex Figure();

    [GeneratedRegex(@"[\s\p{P}]")]
    private static partial Regex Mark();
}
