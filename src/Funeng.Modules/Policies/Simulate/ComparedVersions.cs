using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>Two versions of a benefit over the enterprises of a scope, by row.</summary>
internal sealed class ComparedVersions
{
    private readonly DecidedBenefit before, after;
    private readonly bool paysTheSame;
    private int undecided, inexact;
    private readonly List<int> met = [], winners = [], losers = [];
    private readonly Side sideBefore = new(), sideAfter = new();

    /// <param name="before">As it stands.</param>
    /// <param name="after">As it would be, over the same enterprises.</param>
    public ComparedVersions(DecidedBenefit before, DecidedBenefit after)
    {
        (this.before, this.after) = (before, after);
        paysTheSame = Entitled.PaysTheSame(before.Rule.Benefit, after.Rule.Benefit);
        foreach (var row in City.Rows) Add(row, this[row]);
    }

    public PlacedTable City => after.City;

    public SimulatedSide Before => sideBefore.Said;

    public SimulatedSide After => sideAfter.Said;

    /// <summary>Who is paid by either of them.</summary>
    public IReadOnlyList<int> Met => met;

    public IReadOnlyList<int> Winners => winners;

    public IReadOnlyList<int> Losers => losers;

    /// <summary>Whom the change cannot be told of, though one of the versions pays them.</summary>
    public ApartCounts Apart => new(undecided, inexact);

    public ComparedAnswer this[int row] => new(before.Of(row), after.Of(row), paysTheSame);

    private void Add(int row, in ComparedAnswer one)
    {
        sideBefore.Add(one.Before);
        sideAfter.Add(one.After);
        if (!one.WasMet && !one.IsMet) return;
        met.Add(row);
        if (one.Wins) winners.Add(row);
        else if (one.Loses) losers.Add(row);
        else if (one.IsUndecided) undecided++;
        else if (one.Difference is null) inexact++;
    }

    private sealed class Side
    {
        private int count, unknown;
        private readonly CostSum cost = new();

        public SimulatedSide Said => new(count, cost.Low, unknown) { Open = cost.Open };

        public void Add(in BenefitAnswer answer)
        {
            if (answer.Outcome == Outcome.Unknown) unknown++;
            if (answer.Outcome != Outcome.Met) return;
            count++;
            cost.Add(answer);
        }
    }
}

/// <summary>One enterprise under both versions. What is missing under one of them makes neither a winner nor a loser.</summary>
/// <param name="PaysTheSame">Whether both compute the amount alike: who meets both gets the same, even where it cannot be computed yet.</param>
internal readonly record struct ComparedAnswer(BenefitAnswer Before, BenefitAnswer After, bool PaysTheSame)
{
    public bool WasMet => Before.Outcome == Outcome.Met;

    public bool IsMet => After.Outcome == Outcome.Met;

    public bool IsUndecided => Before.Outcome == Outcome.Unknown || After.Outcome == Outcome.Unknown;

    /// <summary>Null where it cannot be told: not decided under one version, or an amount that is not exact.</summary>
    public decimal? Difference => IsUndecided ? null
        : WasMet && IsMet && PaysTheSame ? 0
        : (WasMet ? Before.Exact : 0) is { } before && (IsMet ? After.Exact : 0) is { } after ? after - before : null;

    public bool Wins => Difference > 0 || (IsMet && Before.Outcome == Outcome.NotMet);

    public bool Loses => Difference < 0 || (WasMet && After.Outcome == Outcome.NotMet);
}
