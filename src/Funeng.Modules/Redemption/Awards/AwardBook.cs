using System.Globalization;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Policies;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>An award to be made.</summary>
/// <param name="Rule">The benefit in the version that decided.</param>
/// <param name="Enterprise">Who gets it.</param>
/// <param name="Period">What the money is for: 2026.</param>
/// <param name="Amount">Yuan, in whole 分.</param>
public sealed record NewAward(BenefitRule Rule, Subject Enterprise, string Period, decimal Amount)
{
    /// <summary>Which of several of the same benefit and period: the number of a project. Empty where there is one.</summary>
    public string Item { get; init; } = "";

    public string ItemTitle { get; init; } = "";

    /// <summary>How the amount was computed, in words; without them those of the benefit.</summary>
    public string? How { get; init; }

    /// <summary>The day decided for.</summary>
    public required DateOnly DecidedOn { get; init; }

    /// <summary>The facts used, with their sources.</summary>
    public required IReadOnlyList<EvidenceLine> Facts { get; init; }

    public required AwardOrigin Origin { get; init; }

    /// <summary>Number of the application, or id of the batch.</summary>
    public required string OriginKey { get; init; }

    public long? Batch { get; init; }

    /// <summary>The day it was applied for; null for today.</summary>
    public DateOnly? BeganOn { get; init; }

    /// <summary>Within how many working days it is promised to be paid; null for what is usual.</summary>
    public int? PromiseWorkdays { get; init; }

    /// <summary>Working days in which the enterprise corrected.</summary>
    public int PausedWorkdays { get; init; }

    public bool IsSynthetic { get; init; }
}

/// <summary>Every way proposing an award can end.</summary>
public abstract record AwardResult
{
    private AwardResult()
    {
    }

    /// <summary>Added to the unit of work, not saved yet.</summary>
    public sealed record Proposed(Award Award) : AwardResult;

    /// <summary>The same benefit was granted for this period already, or is on its way; nothing was added.</summary>
    public sealed record AlreadyGranted(Award Award) : AwardResult;

    public sealed record Refused(IReadOnlyList<Problem> Problems) : AwardResult;
}

/// <summary>
/// The door to awards. Proposing adds to the unit of work and the use case that calls saves once. Where two propose for the same enterprise at one
/// moment, the database refuses the second save (<see cref="WriteCollision"/>): who asks again is answered by what is there then. So nothing is
/// granted twice, and no cap, ceiling or exclusion is passed by two who did not see each other. It does not ask who may: the use case that calls
/// has asked.
/// </summary>
public sealed class AwardBook(FunengDb db, Schemes.RuleArchive archive, AwardLimits limits, HeldAwards holdings, RedemptionRules rules, IdSource ids, AuditTrail audit, CityProfile city, TimeProvider time)
{
    public const int LongestItem = 60;

    private const int AtOnce = 500;

    public async Task<AwardResult> ProposeAsync(NewAward award, CancellationToken cancellation)
    {
        var problems = Check(award);
        if (problems.Count > 0) return new AwardResult.Refused(problems);
        award = award with { Period = RedemptionPeriod.Read(award.Period, award.Rule.Benefit)!, Item = ItemOf(award) };
        await TouchAsync([award.Enterprise.Id], cancellation);
        var all = await OfAsync(award.Enterprise.Id, cancellation);
        var same = all.Where(known => known.Benefit == award.Rule.Benefit.Id && known.Period == award.Period && known.Item == award.Item).ToList();
        if (same.Find(known => known.State != AwardState.Refused) is { } there) return new AwardResult.AlreadyGranted(there);
        if (same.Find(known => known.Origin == award.Origin && known.OriginKey == award.OriginKey) is { } refused)
            return Refused($"{(award.Origin == AwardOrigin.Application ? "这份申请" : "这一批")}的这一项已不予兑付：{refused.Reason}。要再提出，请重新申报或重新计算名单。");
        if (Award.ItemKeyOf(award.Rule.Benefit, award.Enterprise.Id, award.Item) is { } key
            && await db.Set<Award>().AsNoTracking().FirstOrDefaultAsync(known => known.Benefit == award.Rule.Benefit.Id && known.ItemKey == key && known.Subject != award.Enterprise.Id && known.State != AwardState.Refused, cancellation) is { } elsewhere)
            return Refused($"{award.Rule.Benefit.Item!.Number}“{award.Item}”已列入另一家企业的兑付（{elsewhere.Name}，{elsewhere.State.DisplayName()}），每项只给一次。");
        if (award.Rule.Benefit.Item is { By: ItemBy.Number } of && await RegisteredElsewhereAsync(award.Rule.Benefit.Id, award.Enterprise.Id, award.Item, cancellation)) return Refused(ItemWords.Elsewhere(of, award.Item));
        var room = limits.RoomFor(award.Rule.Benefit, award.Period, award.Item, award.DecidedOn, Fen(award), await HeldAsync(award.Enterprise.Id, all, cancellation));
        if (room.Fen <= 0) return Refused(room.Reason);
        await RememberAsync([award.Rule], cancellation);
        var made = Make(award, room);
        db.Add(made);
        audit.Record("提出兑付", $"award:{made.Id}", same.Count > 0 ? $"曾不予兑付（{same[^1].Reason}），由新的{(award.Origin == AwardOrigin.Application ? "申请" : "批次")}再次提出" : "", null, new { made.Benefit, made.Code, made.Period, made.Item, made.AmountFen, made.RuleSha256, made.OriginKey });
        return new AwardResult.Proposed(made);
    }

    /// <summary>Keeps the rules that awards name, word for word: they are read and decided by again when the library has long moved on.</summary>
    internal async Task RememberAsync(IEnumerable<BenefitRule> deciding, CancellationToken cancellation)
    {
        // In one order, so that two who do it at one moment do not wait for each other.
        foreach (var rule in deciding.DistinctBy(rule => rule.Pack.Sha256).OrderBy(rule => rule.Pack.Sha256, StringComparer.Ordinal)) await archive.RememberAsync(db, rule.Pack, cancellation);
    }

    /// <summary>Whether a number is written down as another enterprise's.</summary>
    internal Task<bool> RegisteredElsewhereAsync(string benefit, long subject, string number, CancellationToken cancellation) =>
        db.Set<BenefitItem>().AnyAsync(item => item.Benefit == benefit && item.Number == number && item.Subject != subject, cancellation);

    /// <summary>The award that counts for a benefit, an enterprise, a period and an item; null when there is none.</summary>
    public async Task<Award?> FindAsync(string benefit, long subject, string period, string item, CancellationToken cancellation) =>
        (await OfAsync(subject, cancellation)).Find(award => award.Benefit == benefit && award.Period == period && award.Item == item && award.State != AwardState.Refused);

    /// <summary>What came of an application, newest first.</summary>
    public async Task<IReadOnlyList<Award>> OfOriginAsync(AwardOrigin origin, string key, CancellationToken cancellation) =>
        await db.Set<Award>().AsNoTracking().Where(award => award.Origin == origin && award.OriginKey == key).OrderByDescending(award => award.Id).ToListAsync(cancellation);

    /// <summary>Marks enterprises as being awarded, before what they have is read: whoever saves later than somebody else who did the same is refused.</summary>
    internal async Task TouchAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        foreach (var chunk in subjects.Distinct().Chunk(AtOnce))
        {
            var known = await db.Set<AwardTally>().Where(tally => chunk.Contains(tally.Subject)).ToDictionaryAsync(tally => tally.Subject, cancellation);
            foreach (var subject in chunk)
            {
                if (known.TryGetValue(subject, out var tally)) tally.Version++;
                else if (db.Set<AwardTally>().Local.FindEntry(subject) is null) db.Add(new AwardTally { Subject = subject });
            }
        }
    }

    /// <summary>What an award that is not proposed yet could be, by what the enterprise has now.</summary>
    /// <param name="fen">As much as the rule gives; null where that is not known.</param>
    /// <param name="origin">Number of the application it would come of: what has come of it already is not looked at.</param>
    public async Task<AwardRoom> RoomAsync(Benefit benefit, long subject, string period, string item, DateOnly on, long? fen, string? origin, CancellationToken cancellation)
    {
        var awards = await db.Set<Award>().AsNoTracking().Where(award => award.Subject == subject && (origin == null || award.OriginKey != origin)).ToListAsync(cancellation);
        return limits.RoomBeside(benefit, period, item, on, fen ?? AwardLimits.NotKnown, await HeldAsync(subject, awards, cancellation));
    }

    /// <summary>What an award could be, were it for another item: beside all others, but for those of which nobody has said yet which item they were for.</summary>
    internal async Task<AwardRoom> AsItemAsync(Award award, Benefit benefit, string item, CancellationToken cancellation)
    {
        var others = await db.Set<Award>().AsNoTracking().Where(row => row.Subject == award.Subject && row.Id != award.Id && (row.Benefit != award.Benefit || row.Item != "")).ToListAsync(cancellation);
        return limits.RoomBeside(benefit, award.Period, item, award.DecidedOn, award.AmountFen, await HeldAsync(award.Subject, others, cancellation));
    }

    private async Task<List<HeldAward>> HeldAsync(long subject, IEnumerable<Award> awards, CancellationToken cancellation)
    {
        var claims = await holdings.ClaimsAsync([subject], cancellation);
        return [.. awards.Where(award => award.State != AwardState.Refused).Select(award => HeldAwards.Of(award, claims[award.Id]))];
    }

    internal static long Fen(NewAward award) => (long)(award.Amount * 100);

    internal Award Make(NewAward award, AwardRoom room) => new()
    {
        Id = ids.Next(), Batch = award.Batch, Policy = award.Rule.Policy.Id, Benefit = award.Rule.Benefit.Id, Title = award.Rule.Benefit.Title,
        Subject = award.Enterprise.Id, Code = award.Enterprise.Code, Name = award.Enterprise.Name, Region = award.Enterprise.Region, Zone = award.Enterprise.Zone,
        Period = award.Period, Item = award.Item, ItemTitle = award.ItemTitle, ItemKey = Award.ItemKeyOf(award.Rule.Benefit, award.Enterprise.Id, award.Item), AmountFen = room.Fen, CountedFen = room.CountedFen,
        CountedOf = string.Join(',', room.CountedOf.Select(one => one.ToString(CultureInfo.InvariantCulture))),
        How = (award.How ?? award.Rule.Benefit.AmountText) + (room.Reason.Length > 0 ? $"；{room.Reason}" : ""),
        RuleSha256 = award.Rule.Pack.Sha256, DecidedOn = award.DecidedOn, FactsKnownAt = time.GetUtcNow(), Facts = Award.Pack(award.Facts), Origin = award.Origin,
        OriginKey = award.OriginKey, ProposedAt = time.GetUtcNow(), BeganOn = award.BeganOn ?? city.Today(time),
        PromiseWorkdays = award.PromiseWorkdays ?? rules.PaidWithinWorkdays, PausedWorkdays = award.PausedWorkdays, IsSynthetic = award.IsSynthetic,
    };

    /// <summary>All awards of an enterprise, refused ones too, those of the unit of work among them; the oldest first.</summary>
    private async Task<List<Award>> OfAsync(long subject, CancellationToken cancellation)
    {
        var stored = await db.Set<Award>().Where(award => award.Subject == subject).OrderBy(award => award.Id).ToListAsync(cancellation);
        return [.. stored, .. db.ChangeTracker.Entries<Award>().Where(entry => entry.State == EntityState.Added && entry.Entity.Subject == subject).Select(entry => entry.Entity)];
    }

    private static string ItemOf(NewAward award) => award.Rule.Benefit.Item?.By == ItemBy.Number ? PolicyItem.Canonical(award.Item) ?? "" : award.Item.Trim();

    private static List<Problem> Check(NewAward award)
    {
        var (problems, benefit) = (new List<Problem>(), award.Rule.Benefit);
        if (award.Amount <= 0) problems.Add(new("Amount", "兑付金额应大于 0。"));
        else if (decimal.Truncate(award.Amount * 100) != award.Amount * 100) problems.Add(new("Amount", $"兑付金额精确到分，现在是 {award.Amount} 元。"));
        else if (award.Amount > 100_000_000_000m) problems.Add(new("Amount", "兑付金额超过一千亿元，请核对单位。"));
        else if (benefit.Cap is { } cap && award.Amount > cap) problems.Add(new("Amount", $"超过政策规定的上限 {Fmt.Money(cap)}。"));
        if (!benefit.IsCash) problems.Add(new("Benefit", $"“{benefit.Title}”不是付到账户的资金，不能兑付。"));
        if (!benefit.IsForEnterprise) problems.Add(new("Benefit", $"“{benefit.Title}”付给{benefit.Payee}，不付给企业。"));
        if (RedemptionPeriod.Read(award.Period, benefit) is null) problems.Add(new("Period", $"“{award.Period}”不是所属期。{RedemptionPeriod.Hint}。"));
        if (benefit.Item is { } item && ItemOf(award).Length == 0) problems.Add(new("Item", $"“{benefit.Title}”按{item.Name}一项一项兑付，没有写是哪一项。"));
        if (award.Item.Length > LongestItem) problems.Add(new("Item", $"明细编号最多 {LongestItem} 个字。"));
        if (award.Enterprise.Kind != Subject.Enterprise) problems.Add(new("Enterprise", "只能兑付给企业。"));
        return problems;
    }

    private static AwardResult.Refused Refused(string message) => new([new Problem("", message)]);
}
