using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>Two versions of a benefit over the enterprises of a scope, by row.</summary>
internal sealed class ComparedVersions
{
    private readonly DecidedBenefit before, after;
    private readonly List<int> met = [], winners = [], losers = [];
    private readonly Side sideBefore = new(), sideAfter = new();

    /// <param name="before">As it stands.</param>
    /// <param name="after">As it would be, over the same enterprises.</param>
    public ComparedVersions(DecidedBenefit before, DecidedBenefit after)
    {
        (this.before, this.after) = (before, after);
        foreach (var row in City.Rows) Add(row, this[row]);
    }

    public PlacedTable City => after.City;

    public SimulatedSide Before => sideBefore.Said;

    public SimulatedSide After => sideAfter.Said;

    /// <summary>Who is paid by either of them.</summary>
    public IReadOnlyList<int> Met => met;

    public IReadOnlyList<int> Winners => winners;

    public IReadOnlyList<int> Losers => losers;

    public ComparedAnswer this[int row] => new(before.Of(row), after.Of(row));

    private void Add(int row, in ComparedAnswer one)
    {
        sideBefore.Add(one.Before);
        sideAfter.Add(one.After);
        if (!one.WasMet && !one.IsMet) return;
        met.Add(row);
        if (one.Wins) winners.Add(row);
        else if (one.Loses) losers.Add(row);
    }

    private sealed class Side
    {
        private int count, unknown;
        private decimal cost;

        public SimulatedSide Said => new(count, cost, unknown);

        public void Add(in BenefitAnswer answer)
        {
            if (answer.Outcome == Outcome.Unknown) unknown++;
            if (answer.Outcome != Outcome.Met) return;
            count++;
            cost += answer.Low;
        }
    }
}

/// <summary>One enterprise under both versions.</summary>
internal readonly record struct ComparedAnswer(BenefitAnswer Before, BenefitAnswer After)
{
    public bool WasMet => Before.Outcome == Outcome.Met;

    public bool IsMet => After.Outcome == Outcome.Met;

    public decimal Difference => (After.Paid ?? 0) - (Before.Paid ?? 0);

    public bool Wins => Difference > 0 || (Difference == 0 && IsMet && !WasMet);

    public bool Loses => Difference < 0 || (Difference == 0 && WasMet && !IsMet);
}
