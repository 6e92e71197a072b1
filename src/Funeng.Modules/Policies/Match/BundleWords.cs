using Funeng.Engines.Benefits;

namespace Funeng.Modules.Policies.Match;

/// <summary>Why something is not in the best bundle, in words.</summary>
internal static class BundleWords
{
    /// <param name="title">Of a benefit, by its id.</param>
    public static string Because(EnterpriseMatch match, GivenUpBenefit given, Func<string, string> title) => given.Because switch
    {
        // What was paid shuts nothing out here, or it would stand with what is shut out: it is only not less than what is certain of the other.
        GivenUpBecause.Excluded when IsOfPaid(match, given) => $"已享{Names(given, title)}，按下限没有差额可补",
        GivenUpBecause.Excluded => $"与{Names(given, title)}不能同享，那边合计更高",
        GivenUpBecause.PrerequisiteMissing => $"要先享受{Names(given, title)}",
        _ => "年度合计上限已经用完",
    };

    private static bool IsOfPaid(EnterpriseMatch match, GivenUpBenefit given) =>
        match.Held.Any(held => given.Against.Contains(held.Benefit)) && !match.Bundle.Taken.Concat(match.Relief.Taken).Any(taken => taken.Paid > 0 && given.Against.Contains(taken.Benefit));

    private static string Names(GivenUpBenefit given, Func<string, string> title) => string.Join("、", given.Against.Select(title));
}
