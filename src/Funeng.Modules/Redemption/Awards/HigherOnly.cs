using System.Globalization;
using Funeng.Engines.Benefits;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>What 就高不重复 leaves of an award.</summary>
/// <param name="Fen">What it pays; nothing where others give as much already.</param>
/// <param name="Counted">The awards whose money counts as a part of it.</param>
internal sealed record HigherShare(long Fen, IReadOnlyList<HeldAward> Counted);

/// <summary>
/// 就高不重复 over all awards that hang together by it, not by pairs: it does not carry over (two that each go with a third by the higher one may both be
/// given), so what is paid altogether is brought to what the best bundle gives, and never past it, in whatever order they come. Each is looked at by itself: where only two
/// together would give more than what is paid already, it stays at that. What needs one of them hangs together with it: where that one gives way, so does what was given for it.
/// </summary>
internal sealed class HigherOnly(BenefitRelations relations)
{
    public bool Meets(HeldAward one, HeldAward other) => relations.GoByTheHigher(one.Benefit, other.Benefit) && AreOfOneTime(one, other);

    /// <summary>What hangs together with an award, directly or through others, without itself; empty where none of it goes by the higher one.</summary>
    public List<HeldAward> Around(HeldAward asked, IEnumerable<HeldAward> held)
    {
        var (found, open) = (new List<HeldAward> { asked }, held.ToList());
        for (var at = 0; at < found.Count; at++)
        {
            var beside = open.FindAll(other => Meets(found[at], other) || Needs(found[at], other) || Needs(other, found[at]));
            found.AddRange(beside);
            open.RemoveAll(beside.Contains);
        }

        return found.Exists(one => found.Exists(other => Meets(one, other))) ? found[1..] : [];
    }

    public HigherShare ShareOf(HeldAward asked, List<HeldAward> around)
    {
        var (before, _) = Best(around);
        var (after, kept) = Best([.. around, asked]);
        // Where others take its place as it is, nothing is left for it, whatever was paid.
        var fen = after <= before ? 0 : Math.Clamp(after - around.Sum(award => award.Fen), 0, asked.Fen);
        var counting = around.Where(award => kept.Contains(KeyOf(award))).SelectMany(award => award.CountedOf).ToHashSet();
        var counted = around.FindAll(award => award.Fen > 0 && !kept.Contains(KeyOf(award)) && !counting.Contains(award.Id));
        return new HigherShare(fen, fen == asked.Fen ? [] : counted.Count > 0 ? counted : Beside(asked, around));
    }

    /// <summary>Those that go with it by the higher one; where it only needs one of them, those that go so with others.</summary>
    public List<HeldAward> Beside(HeldAward asked, List<HeldAward> around) =>
        around.FindAll(award => Meets(asked, award)) is { Count: > 0 } beside ? beside : around.FindAll(award => around.Exists(other => Meets(award, other)));

    private bool Needs(HeldAward one, HeldAward other) => relations.NeededBy(one.Benefit).Contains(other.Benefit) && AreOfOneTime(one, other);

    private static bool AreOfOneTime(HeldAward one, HeldAward other) => one.Year == other.Year || RedemptionPeriod.IsSame(one.Period, other.Period);

    // Awards of one benefit and year never stand against each other here, and against all others alike: they are one.
    private (long Fen, HashSet<string> Kept) Best(List<HeldAward> awards)
    {
        var groups = awards.GroupBy(KeyOf).ToList();
        var apart = from one in groups from other in groups where Meets(one.First(), other.First()) select new BenefitRelation(one.Key, RelationKind.HigherOnly, other.Key);
        var needs = from one in groups from other in groups where Needs(one.First(), other.First()) select new BenefitRelation(one.Key, RelationKind.Needs, other.Key);
        var bundle = BestBundle.Find([.. groups.Select(group => new BenefitOffer(group.Key, group.Sum(award => award.Given)))], new BenefitRelations([.. apart, .. needs], []));
        return ((long)bundle.Total, [.. bundle.Taken.Select(taken => taken.Benefit)]);
    }

    private static string KeyOf(HeldAward award) => string.Create(CultureInfo.InvariantCulture, $"{award.Benefit} {award.Year} {award.Period}");
}
