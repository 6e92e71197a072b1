namespace Funeng.Engines.Scoring;

/// <summary>One score that one reviewer gave to one item.</summary>
/// <param name="Reviewer">Who gave it.</param>
/// <param name="Item">What was scored.</param>
/// <param name="Points">The raw score.</param>
public sealed record GivenScore(string Reviewer, string Item, double Points);

/// <summary>How harsh or lenient a reviewer was.</summary>
/// <param name="Reviewer">The reviewer.</param>
/// <param name="Effect">Points by which his scores lie above what the others say of the same items; negative for a harsh one. Already shrunk.</param>
/// <param name="Count">How many items he scored.</param>
public sealed record ReviewerEffect(string Reviewer, double Effect, int Count);

/// <summary>How an item came out.</summary>
/// <param name="Item">The item.</param>
/// <param name="Raw">Mean of the scores as given.</param>
/// <param name="Corrected">The same with each reviewer's harshness taken out.</param>
/// <param name="RawRank">Place by raw scores; equal scores share a place.</param>
/// <param name="Rank">Place by corrected scores; equal scores share a place and the next place is left out.</param>
/// <param name="Count">How many scored it.</param>
public sealed record ItemScore(string Item, double Raw, double Corrected, int RawRank, int Rank, int Count);

/// <summary>What a panel's scores come to.</summary>
/// <param name="Items">The items, the best first; items with equal corrected scores by name.</param>
/// <param name="Reviewers">The reviewers by name.</param>
/// <param name="Groups">Into how many groups the panel falls that share neither reviewer nor item. More than one means that items of different
/// groups are compared on the assumption that their reviewers are equally harsh.</param>
public sealed record PanelResult(IReadOnlyList<ItemScore> Items, IReadOnlyList<ReviewerEffect> Reviewers, int Groups);

/// <summary>
/// Takes the harshness of reviewers out of a panel's scores. A score is modelled as the worth of the item plus the reviewer's effect; both are
/// found together by least squares, the effects drawn towards zero by a penalty, so that a reviewer of few items is hardly corrected. Where
/// every reviewer scored every item, the order of the items is that of the raw means.
/// </summary>
public static class PanelScores
{
    /// <summary>The penalty usually used: as if each reviewer had scored one more item exactly as the others do.</summary>
    public const double UsualShrinkage = 1;

    /// <summary>Corrected scores closer than this are one score.</summary>
    public const double Tie = 0.005;

    private const int MostRounds = 20_000;
    private const double Still = 1e-12;

    /// <summary>Corrects and ranks.</summary>
    /// <param name="scores">At most one score for each reviewer and item.</param>
    /// <param name="shrinkage">The penalty on effects, above zero; the larger, the less is corrected.</param>
    /// <returns>Items, reviewers and groups; empty lists for no scores.</returns>
    /// <exception cref="ArgumentException">A reviewer scored an item twice, a score is no number, or the penalty is not above zero.</exception>
    public static PanelResult Correct(IReadOnlyCollection<GivenScore> scores, double shrinkage = UsualShrinkage)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (!(shrinkage > 0) || !double.IsFinite(shrinkage)) throw new ArgumentException($"The shrinkage is above zero, not {shrinkage}.", nameof(shrinkage));
        if (scores.FirstOrDefault(score => !double.IsFinite(score.Points)) is { } wrong) throw new ArgumentException($"'{wrong.Reviewer}' gave '{wrong.Item}' {wrong.Points}, which is no score.", nameof(scores));
        var twice = scores.GroupBy(score => (score.Reviewer, score.Item)).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new ArgumentException($"'{twice.Key.Reviewer}' scored '{twice.Key.Item}' twice.", nameof(scores));
        if (scores.Count == 0) return new PanelResult([], [], 0);
        var panel = new Panel(scores);
        panel.Solve(shrinkage);
        return panel.Result();
    }

    private sealed class Panel
    {
        private readonly string[] items, reviewers;
        private readonly (int Reviewer, int Item, double Points)[] given;
        private readonly double[] worth, effect;
        private readonly int[] ofItem, ofReviewer;

        public Panel(IReadOnlyCollection<GivenScore> scores)
        {
            items = [.. scores.Select(score => score.Item).Distinct().Order(StringComparer.Ordinal)];
            reviewers = [.. scores.Select(score => score.Reviewer).Distinct().Order(StringComparer.Ordinal)];
            var (itemAt, reviewerAt) = (At(items), At(reviewers));
            // In one order whatever order they came in: the same scores give the same result to the last digit.
            given = [.. scores.Select(score => (reviewerAt[score.Reviewer], itemAt[score.Item], score.Points)).OrderBy(one => one.Item1).ThenBy(one => one.Item2)];
            (worth, effect) = (new double[items.Length], new double[reviewers.Length]);
            (ofItem, ofReviewer) = (new int[items.Length], new int[reviewers.Length]);
            foreach (var (reviewer, item, _) in given)
            {
                ofItem[item]++;
                ofReviewer[reviewer]++;
            }
        }

        // Each half is solved exactly while the other stands; the sum of squares falls every time and has one lowest point, because the penalty
        // makes it strictly convex.
        public void Solve(double shrinkage)
        {
            for (var round = 0; round < MostRounds; round++)
            {
                Mean(worth, ofItem, 0, one => one.Item, one => one.Points - effect[one.Reviewer]);
                if (Mean(effect, ofReviewer, shrinkage, one => one.Reviewer, one => one.Points - worth[one.Item]) < Still) return;
            }
        }

        public PanelResult Result()
        {
            var raw = new double[items.Length];
            Mean(raw, ofItem, 0, one => one.Item, one => one.Points);
            var (rawRanks, ranks) = (Ranks(raw), Ranks(worth));
            return new PanelResult(
                [.. Enumerable.Range(0, items.Length).OrderBy(item => ranks[item]).ThenBy(item => items[item], StringComparer.Ordinal)
                    .Select(item => new ItemScore(items[item], raw[item], worth[item], rawRanks[item], ranks[item], ofItem[item]))],
                [.. Enumerable.Range(0, reviewers.Length).Select(reviewer => new ReviewerEffect(reviewers[reviewer], effect[reviewer], ofReviewer[reviewer]))],
                Groups());
        }

        private double Mean(double[] target, int[] counts, double extra, Func<(int Reviewer, int Item, double Points), int> at, Func<(int Reviewer, int Item, double Points), double> value)
        {
            var sums = new double[target.Length];
            foreach (var one in given) sums[at(one)] += value(one);
            var moved = 0.0;
            for (var index = 0; index < target.Length; index++)
            {
                var next = sums[index] / (counts[index] + extra);
                moved = Math.Max(moved, Math.Abs(next - target[index]));
                target[index] = next;
            }

            return moved;
        }

        // A place counts how many are clearly better; whoever is within the tie of the one before shares his place.
        private static int[] Ranks(double[] values)
        {
            var order = Enumerable.Range(0, values.Length).OrderByDescending(index => values[index]).ToArray();
            var ranks = new int[values.Length];
            var head = 0;
            for (var place = 0; place < order.Length; place++)
            {
                if (values[order[head]] - values[order[place]] >= Tie) head = place;
                ranks[order[place]] = head + 1;
            }

            return ranks;
        }

        private int Groups()
        {
            var parent = Enumerable.Range(0, items.Length + reviewers.Length).ToArray();
            int Root(int node) => parent[node] == node ? node : parent[node] = Root(parent[node]);
            foreach (var (reviewer, item, _) in given) parent[Root(items.Length + reviewer)] = Root(item);
            return Enumerable.Range(0, parent.Length).Count(node => Root(node) == node);
        }

        private static Dictionary<string, int> At(string[] names) => names.Select((name, at) => (name, at)).ToDictionary(pair => pair.name, pair => pair.at);
    }
}
