using Funeng.Engines.Benefits;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>An award an enterprise has already, as far as limits ask.</summary>
/// <param name="Fen">What it has of it: what was granted, less what came back.</param>
/// <param name="Year">The year it was decided for: relations and ceilings hold within a year.</param>
public sealed record HeldAward(long Id, string Benefit, string Title, string Period, string Item, int Year, long Fen, AwardState State)
{
    /// <summary>What lower awards had paid of it before: with it, the award is what the rule gives.</summary>
    public long CountedFen { get; init; }

    /// <summary>Ids of these; empty where that was not kept yet.</summary>
    public IReadOnlyList<long> CountedOf { get; init; } = [];

    /// <summary>Of this so much is claimed back and has not come yet.</summary>
    public long OwedFen { get; init; }

    /// <summary>What the rule gives by it, whoever paid it.</summary>
    internal long Given => Fen + CountedFen;

    /// <summary>Of what was claimed back as a whole nothing is left, once it has come.</summary>
    internal bool IsHeld => State != AwardState.ClawedBack || Fen > 0;

    /// <summary>Nobody knows yet whether it stays: it is not paid, or is to be paid back.</summary>
    internal bool IsOpen => State is not (AwardState.Paid or AwardState.ClawedBack) || OwedFen > 0;
}

/// <summary>What an award may still be.</summary>
/// <param name="Fen">As much as was asked for, less, or nothing.</param>
/// <param name="Reason">Why not all; empty for all.</param>
public sealed record AwardRoom(long Fen, string Reason)
{
    /// <summary>What was paid of lower ones and counts as a part of this one.</summary>
    public long CountedFen { get; init; }

    /// <summary>Ids of these.</summary>
    public IReadOnlyList<long> CountedOf { get; init; } = [];

    /// <summary>Only another benefit is lacking that it needs: with that it would be given.</summary>
    public bool IsLacking { get; init; }

    /// <summary>The award that stands in the way or is counted; null for none.</summary>
    public HeldAward? Against { get; init; }
}

/// <summary>
/// What the policies say across awards: benefits that exclude each other, those of which the higher one counts, those that need another, the cap of
/// one enterprise and period over all items together, and the yearly ceilings. What is over a cap or ceiling is cut to what is left of it.
/// </summary>
public sealed class AwardLimits(PolicyBook book)
{
    /// <summary>Asked for where the amount is not known yet: more than anything pays, so that what stands in the way is said all the same.</summary>
    internal const long NotKnown = 10_000_000_000_000_000;

    /// <summary>The same where the same item of the same benefit may be among what it has.</summary>
    public AwardRoom RoomBeside(Benefit benefit, string period, string item, DateOnly on, long fen, IReadOnlyCollection<HeldAward> held) =>
        held.FirstOrDefault(award => award.Benefit == benefit.Id && award.Period == period && award.Item == item) is { } same
            ? None(same, $"同一事项 {(period.Length == 4 ? period + " 年" : period)}{There(same)}，不能重复") : RoomFor(benefit, period, item, on, fen, held);

    /// <param name="on">The day it is decided for: its year counts, and the relations and ceilings that hold on it bind.</param>
    /// <param name="held">What the enterprise has and was not refused, the same item of the same benefit not among it.</param>
    public AwardRoom RoomFor(Benefit benefit, string period, string item, DateOnly on, long fen, IReadOnlyCollection<HeldAward> held)
    {
        var (year, relations) = (on.Year, book.Relations.On(on));
        if (Earlier(benefit, period, item, year, held) is { } earlier) return None(earlier, Again(benefit, earlier));
        var counted = held.Where(award => award.IsHeld && (award.Year == year || RedemptionPeriod.IsSame(award.Period, period))).ToList();
        // What is given once each is held against what it excludes over all years.
        var kept = benefit.IsOnce ? counted.Concat(held.Where(award => award.IsHeld && award.Fen >= fen)) : counted;
        if (kept.FirstOrDefault(award => relations.AreApart(benefit.Id, award.Benefit) && !relations.GoByTheHigher(benefit.Id, award.Benefit)) is { } apart)
            return None(apart, $"与“{apart.Title}”不得同时享受，那一项 {Yuan(apart.Fen)} {apart.State.DisplayName()}");
        if (relations.NeededBy(benefit.Id).FirstOrDefault(needed => held.All(award => award.Benefit != needed || award.State == AwardState.ClawedBack)) is { } lacking)
            return new AwardRoom(0, $"以享受“{book.FindBenefit(lacking)?.Benefit.Title ?? lacking}”为前提，还没有那一项的兑付") { IsLacking = true };
        var room = ByTheHigher(relations, benefit, new HeldAward(0, benefit.Id, benefit.Title, period, item, year, fen, AwardState.Proposed), counted, held);
        if (room.Fen > 0 && benefit.Cap is { } cap)
            room = Cut(room, cap, SharingCap(benefit, period, item, held).Sum(award => award.Fen), benefit.Item switch { null => "本事项一家企业一期最高", { SharesCap: true } => "本事项一家企业各项合计最高", _ => "本事项每项最高" });
        if (room.Fen > 0 && relations.CeilingOf(benefit.Id) is { } ceiling)
            room = Cut(room, ceiling.Most, counted.Where(award => ceiling.Benefits.Contains(award.Benefit)).Sum(award => award.Fen), TitleOf(ceiling.Id, on) + "最高");
        return room;
    }

    /// <summary>
    /// 就高不重复: of benefits that go by the higher one an enterprise gets in a year what the best bundle of them gives, and no more. A lower one that was
    /// paid counts as a part of the higher one, which pays the difference. One that is not paid yet may still come to nothing: it is paid or refused first.
    /// </summary>
    private static AwardRoom ByTheHigher(BenefitRelations relations, Benefit benefit, HeldAward asked, List<HeldAward> counted, IReadOnlyCollection<HeldAward> held)
    {
        var (fen, higher) = (asked.Fen, new HigherOnly(relations));
        // What is given once each does not go down again: who had the higher level does not get the lower one in a later year.
        if (benefit.IsOnce && Above(relations, benefit, fen, held.Except(counted)) is { } above) return above;
        var around = higher.Around(asked, counted);
        if (around.Count == 0) return new AwardRoom(fen, "");
        var beside = higher.Beside(asked, around);
        var share = higher.ShareOf(asked, around);
        // What is claimed back and comes may leave something for this one: it is no higher one until that is known.
        if (share.Fen == 0 && around.Find(award => award.OwedFen > 0 && With(award with { Fen = award.Fen - award.OwedFen }, award) > 0) is { } owed) return None(owed, Waits(owed));
        if (share.Fen == 0 && beside.MaxBy(award => award.Fen) is { } most)
            return None(most, $"与“{most.Title}”就高不重复，{(beside.Count > 1 ? "已有的合计" : "那一项")}不低于这一项，{Yuan(most.Fen)} {most.State.DisplayName()}");
        if ((beside.Find(award => award.IsOpen) ?? around.Find(award => award.IsOpen)) is { } open)
            return None(open, Waits(open));
        return share.Fen == fen ? new AwardRoom(fen, "")
            : new AwardRoom(share.Fen, $"就高不重复，应得 {Yuan(fen)}，已得“{string.Join("”“", share.Counted.Select(award => award.Title).Distinct())}” {Yuan(fen - share.Fen)}，补差 {Yuan(share.Fen)}")
            {
                CountedFen = fen - share.Fen, CountedOf = [.. share.Counted.Select(award => award.Id)], Against = share.Counted[0],
            };

        string Waits(HeldAward open) => $"{(beside.Contains(open) ? "" : $"已得的“{beside[0].Title}”")}与“{open.Title}”就高不重复，那一项 {Yuan(open.Fen)} {open.State.DisplayName()}，{Until(open)}";

        string Until(HeldAward open) => open.OwedFen > 0
            ? $"其中 {Yuan(open.OwedFen)} 正在追缴：缴清以后{Pays(With(open with { Fen = open.Fen - open.OwedFen }, open), fen)}；余额核销的，{Pays(share.Fen, fen)}"
            : $"还没有到账：到账以后{Pays(share.Fen, fen)}；对它不予兑付、停止兑付的，{Pays(With(null, open), fen)}";

        long With(HeldAward? then, HeldAward open) => higher.ShareOf(asked, higher.Around(asked, [.. counted.Where(award => award != open), .. then is { Fen: > 0 } ? [then] : Array.Empty<HeldAward>()])).Fen;
    }

    private static AwardRoom? Above(BenefitRelations relations, Benefit benefit, long fen, IEnumerable<HeldAward> held)
    {
        var above = held.Where(award => award.IsHeld && award.Given >= fen && relations.GoByTheHigher(benefit.Id, award.Benefit)).ToList();
        if (above.Find(award => award.Given - award.OwedFen >= fen) is { } sure) return None(sure, $"与“{sure.Title}”就高不重复，那一项不低于这一项，{Yuan(sure.Fen)} {sure.State.DisplayName()}");
        return above.FirstOrDefault() is { } owed ? None(owed, $"与“{owed.Title}”就高不重复，那一项 {Yuan(owed.Fen)} {owed.State.DisplayName()}，其中 {Yuan(owed.OwedFen)} 正在追缴：缴清以后那一项低于这一项，可以再提；余额核销的，那一项不低于这一项，不再给") : null;
    }

    private static string Pays(long fen, long whole) => fen == 0 ? "没有差额可补" : fen == whole ? $"按全额 {Yuan(fen)} 给" : $"补差 {Yuan(fen)}";

    // What is given once for each item and capped over all of them is counted over all years: another year brings no other cap.
    private static IEnumerable<HeldAward> SharingCap(Benefit benefit, string period, string item, IReadOnlyCollection<HeldAward> held) => benefit.Item switch
    {
        null => held.Where(award => award.IsHeld && award.Benefit == benefit.Id && award.Period == period),
        { SharesCap: true } when !benefit.IsYearly => held.Where(award => award.Benefit == benefit.Id && award.IsHeld),
        { SharesCap: true } => held.Where(award => award.IsHeld && award.Benefit == benefit.Id && award.Period == period),
        _ => held.Where(award => award.IsHeld && award.Benefit == benefit.Id && award.Period == period && award.Item == item),
    };

    /// <summary>
    /// What stands in the way of another one: an award of any time where the benefit is given once (once for each item where it says so),
    /// and one of a part of the same year, or of the whole of it, where it is given yearly.
    /// </summary>
    private static HeldAward? Earlier(Benefit benefit, string period, string item, int year, IReadOnlyCollection<HeldAward> held)
    {
        var own = held.Where(award => award.Benefit == benefit.Id).ToList();
        // What was paid before its items were told apart may have been for any of them.
        if (benefit.Item is not null && own.Find(award => award.Item.Length == 0 && (!benefit.IsYearly || RedemptionPeriod.Overlap(award.Period, period))) is { } whole) return whole;
        if (benefit.EveryYears is { } every) return own.Find(award => Math.Abs(award.Year - year) < every);
        if (benefit.IsOnce) return own.Find(award => !IsPerItem(benefit) || award.Item == item);
        // 每年，最长三年: of a fourth year the last one stands in the way, list or application; the second half of the third is none.
        if (benefit.MostYears is { } most && own.Where(award => award.IsHeld && award.Item == item && YearOf(award.Period) != YearOf(period)).ToList() is var years && years.Select(award => YearOf(award.Period)).Distinct().Count() >= most) return years[^1];
        return own.Find(award => award.Period != period && (benefit.Item is null || award.Item == item) && RedemptionPeriod.Overlap(award.Period, period));
    }

    private static string YearOf(string period) => period[..Math.Min(4, period.Length)];

    private static string Again(Benefit benefit, HeldAward earlier) => benefit.Item is { } item && earlier.Item.Length == 0
        ? $"“{benefit.Title}”{benefit.Period}，{earlier.Period} {There(earlier)}，没有写明是哪一个{item.Name}，不能再给；主管部门写明以后，别的{item.Name}不受影响"
        : $"“{benefit.Title}”{benefit.Period}，{(earlier.Item.Length > 0 ? earlier.Item + "，" : "")}{earlier.Period} {There(earlier)}，不能重复";

    // What came back to the last 分 was had all the same, and is no award of nothing.
    private static string There(HeldAward award) => award.Fen > 0 ? $"已有一笔 {Yuan(award.Fen)}（{award.State.DisplayName()}）" : $"曾有一笔（{award.State.DisplayName()}，已全部缴回）";

    // 每个项目一次, 每份合同一次: once for the thing, so of another thing there may be another. 每级, 每家: the benefit or the enterprise is the thing.
    private static bool IsPerItem(Benefit benefit) => benefit.Item is not null ||
        benefit.Period.StartsWith('每') && !benefit.Period.StartsWith("每级", StringComparison.Ordinal) && !benefit.Period.StartsWith("每家", StringComparison.Ordinal);

    private string TitleOf(string ceiling, DateOnly on) => book.Ceilings.FirstOrDefault(one => one.Id == ceiling && one.During.Holds(on))?.Title ?? "年度合计";

    private static AwardRoom None(HeldAward against, string reason) => new(0, reason) { Against = against };

    private static string Yuan(long fen) => fen > NotKnown / 2 ? "（金额还算不准）" : Fmt.Money(fen / 100m);

    private static AwardRoom Cut(AwardRoom asked, decimal most, long used, string rule)
    {
        var left = Math.Max(0, (long)(most * 100) - used);
        return asked.Fen <= left ? asked
            : asked with { Fen = left, Reason = string.Join("；", new[] { asked.Reason, $"{rule} {Fmt.Money(most)}，已有 {Yuan(used)}，只能再给 {Yuan(left)}" }.Where(part => part.Length > 0)) };
    }
}
