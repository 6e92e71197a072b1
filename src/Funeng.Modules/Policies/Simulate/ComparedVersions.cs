using Funeng.Engines.Criteria;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>Two versions of a benefit over the enterprises of a scope.</summary>
/// <param name="Met">Who is paid by either of them.</param>
internal sealed record ComparedVersions(SimulatedSide Before, SimulatedSide After, List<ComparedAnswer> Met, List<ComparedAnswer> Winners, List<ComparedAnswer> Losers)
{
    public static ComparedVersions Of(DecidedBenefit before, DecidedBenefit after, IReadOnlyList<SubjectPlace> places)
    {
        var (met, winners, losers) = (new List<ComparedAnswer>(), new List<ComparedAnswer>(), new List<ComparedAnswer>());
        var (unknownBefore, unknownAfter) = (0, 0);
        var isSameTable = ReferenceEquals(before.Table, after.Table);
        foreach (var place in places)
        {
            var row = after.Table.FindRow(place.Id);
            var one = new ComparedAnswer(place, isSameTable ? before.Of(place, row) : before.Of(place), after.Of(place, row));
            if (one.Before.Outcome == Outcome.Unknown) unknownBefore++;
            if (one.After.Outcome == Outcome.Unknown) unknownAfter++;
            if (!one.WasMet && !one.IsMet) continue;
            met.Add(one);
            if (one.Wins) winners.Add(one);
            else if (one.Loses) losers.Add(one);
        }

        return new ComparedVersions(
            new SimulatedSide(met.Count(one => one.WasMet), met.Sum(one => one.Before.Paid ?? 0), unknownBefore),
            new SimulatedSide(met.Count(one => one.IsMet), met.Sum(one => one.After.Paid ?? 0), unknownAfter), met, winners, losers);
    }
}

/// <summary>One enterprise under both versions.</summary>
internal readonly record struct ComparedAnswer(SubjectPlace Place, BenefitAnswer Before, BenefitAnswer After)
{
    public bool WasMet => Before.Outcome == Outcome.Met;

    public bool IsMet => After.Outcome == Outcome.Met;

    public decimal Difference => (After.Paid ?? 0) - (Before.Paid ?? 0);

    public bool Wins => Difference > 0 || (Difference == 0 && IsMet && !WasMet);

    public bool Loses => Difference < 0 || (Difference == 0 && WasMet && !IsMet);
}
