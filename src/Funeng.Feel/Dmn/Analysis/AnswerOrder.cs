using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn.Analysis;

/// <summary>Which rules keep a rule from answering, where they match as well.</summary>
internal sealed class AnswerOrder(TableSite site)
{
    private readonly RuleOutputs outputs = new(site);

    /// <summary>The rules; null under a policy where every matching rule answers, or where it cannot be known.</summary>
    public RuleSet? Before(int rule, List<AnalysisLimit> limits) => site.Table.HitPolicy switch
    {
        // Two at once are an error, so none of them answers.
        HitPolicy.Unique => RuleSet.Where(Count, other => other != rule),
        HitPolicy.First or HitPolicy.Any => RuleSet.Where(Count, other => other < rule),
        HitPolicy.Priority => ByPriority(rule, limits),
        _ => null,
    };

    private int Count => site.Table.Rules.Count;

    private RuleSet? ByPriority(int rule, List<AnalysisLimit> limits)
    {
        if (Ranks(rule) is not { } own)
        {
            limits.Add(new AnalysisLimit($"rule {site.Table.Rules[rule].Number}, whether it is masked", "its outputs are computed"));
            return null;
        }

        return RuleSet.Where(Count, other => other != rule && Ranks(other) is { } ranks && IsBefore(ranks, other, own, rule));
    }

    // Equal ranks: the first rule of the table.
    private static bool IsBefore(int[] ranks, int rule, int[] others, int other)
    {
        var order = ranks.AsSpan().SequenceCompareTo(others);
        return order < 0 || (order == 0 && rule < other);
    }

    private int[]? Ranks(int rule) => outputs.Of(rule) is { } values
        ? [.. values.Select((value, column) => RankOf(site.Table.Outputs[column].Priorities, value))]
        : null;

    private static int RankOf(IReadOnlyList<FeelValue> priorities, FeelValue value)
    {
        var rank = priorities.ToList().IndexOf(value);
        return rank < 0 ? int.MaxValue : rank;
    }
}
