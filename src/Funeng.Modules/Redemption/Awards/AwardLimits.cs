using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>An award an enterprise has already, as far as limits ask.</summary>
/// <param name="Year">The year it was decided for: relations and ceilings hold within a year.</param>
public sealed record HeldAward(string Benefit, string Title, string Period, string Item, int Year, long Fen, AwardState State);

/// <summary>What an award may still be.</summary>
/// <param name="Fen">As much as was asked for, less, or nothing.</param>
/// <param name="Reason">Why not all; empty for all.</param>
public sealed record AwardRoom(long Fen, string Reason);

/// <summary>
/// What the policies say across awards: benefits that exclude each other, those that need another, the cap of one enterprise and period over all
/// items together, and the yearly ceilings. What is over a cap or ceiling is cut to what is left of it.
/// </summary>
public sealed class AwardLimits(PolicyBook book)
{
    /// <param name="held">What the enterprise has and was not refused, the same item of the same benefit not among it.</param>
    public AwardRoom RoomFor(Benefit benefit, string period, string item, int year, long fen, IReadOnlyCollection<HeldAward> held)
    {
        if (Earlier(benefit, period, item, year, held) is { } earlier)
            return new AwardRoom(0, $"“{benefit.Title}”{benefit.Period}，{(earlier.Item.Length > 0 ? earlier.Item + "，" : "")}{earlier.Period} 已有一笔 {Fmt.Money(earlier.Fen / 100m)}（{earlier.State.DisplayName()}），不能重复");
        var counted = held.Where(award => award.State != AwardState.ClawedBack && (award.Year == year || award.Period == period)).ToList();
        // What goes by the higher one and is given once each does not go down again: who had the higher level does not get the lower one later.
        var apartFrom = benefit.Period.Contains(RedemptionPeriod.Once, StringComparison.Ordinal) ? counted.Concat(held.Where(award => award.State != AwardState.ClawedBack && award.Fen >= fen)) : counted;
        if (apartFrom.FirstOrDefault(award => book.Relations.AreApart(benefit.Id, award.Benefit)) is { } apart)
            return new AwardRoom(0, $"与“{apart.Title}”不得同时享受（或就高不重复），那一项 {Fmt.Money(apart.Fen / 100m)} {apart.State.DisplayName()}");
        if (book.Relations.NeededBy(benefit.Id).FirstOrDefault(needed => held.All(award => award.Benefit != needed || award.State == AwardState.ClawedBack)) is { } lacking)
            return new AwardRoom(0, $"以享受“{book.FindBenefit(lacking)?.Benefit.Title ?? lacking}”为前提，还没有那一项的兑付");
        var room = new AwardRoom(fen, "");
        if (benefit.Cap is { } cap)
            room = Cut(room, cap, SharingCap(benefit, period, item, counted, held).Sum(award => award.Fen), benefit.Item switch { null => "本事项一家企业一期最高", { SharesCap: true } => "本事项一家企业各项合计最高", _ => "本事项每项最高" });
        if (book.Relations.CeilingOf(benefit.Id) is { } ceiling)
            room = Cut(room, ceiling.Most, counted.Where(award => ceiling.Benefits.Contains(award.Benefit)).Sum(award => award.Fen), TitleOf(ceiling.Id) + "最高");
        return room;
    }

    // What is given once for each item and capped over all of them is counted over all years: another year brings no other cap.
    private static IEnumerable<HeldAward> SharingCap(Benefit benefit, string period, string item, List<HeldAward> counted, IReadOnlyCollection<HeldAward> held) => benefit.Item switch
    {
        null => counted.Where(award => award.Benefit == benefit.Id && award.Period == period),
        { SharesCap: true } when !benefit.IsYearly => held.Where(award => award.Benefit == benefit.Id && award.State != AwardState.ClawedBack),
        { SharesCap: true } => counted.Where(award => award.Benefit == benefit.Id && award.Period == period),
        _ => counted.Where(award => award.Benefit == benefit.Id && award.Period == period && award.Item == item),
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
        if (benefit.Period.Contains("三年一次", StringComparison.Ordinal)) return own.Find(award => Math.Abs(award.Year - year) < 3);
        if (benefit.Period.Contains("一次", StringComparison.Ordinal)) return own.Find(award => !IsPerItem(benefit) || award.Item == item);
        return own.Find(award => award.Period != period && (benefit.Item is null || award.Item == item) && RedemptionPeriod.Overlap(award.Period, period));
    }

    // 每个项目一次, 每份合同一次: once for the thing, so of another thing there may be another. 每级, 每家: the benefit or the enterprise is the thing.
    private static bool IsPerItem(Benefit benefit) => benefit.Item is not null ||
        benefit.Period.StartsWith('每') && !benefit.Period.StartsWith("每级", StringComparison.Ordinal) && !benefit.Period.StartsWith("每家", StringComparison.Ordinal);

    private string TitleOf(string ceiling) => book.Ceilings.FirstOrDefault(one => one.Id == ceiling)?.Title ?? "年度合计";

    private static AwardRoom Cut(AwardRoom asked, decimal most, long used, string rule)
    {
        var left = Math.Max(0, (long)(most * 100) - used);
        return asked.Fen <= left ? asked : new AwardRoom(left, $"{rule} {Fmt.Money(most)}，已有 {Fmt.Money(used / 100m)}，只能再给 {Fmt.Money(left / 100m)}");
    }
}
