using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Audit;
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
/// The door to awards. Proposing adds to the unit of work and the use case that calls saves once; where two propose the same at one moment, the
/// database refuses the second save (<see cref="WriteCollision"/>): who asks again is answered with the award that is there. It does not ask who
/// may: the use case that calls has asked.
/// </summary>
public sealed class AwardBook(FunengDb db, IdSource ids, AuditTrail audit, TimeProvider time)
{
    public const int LongestPeriod = 20, LongestItem = 60;

    public async Task<AwardResult> ProposeAsync(NewAward award, CancellationToken cancellation)
    {
        var problems = Check(award);
        if (problems.Count > 0) return new AwardResult.Refused(problems);
        if (await FindAsync(award.Rule.Benefit.Id, award.Enterprise.Id, award.Period, award.Item, cancellation) is { } known) return new AwardResult.AlreadyGranted(known);
        var made = Make(award);
        db.Add(made);
        audit.Record("提出兑付", $"award:{made.Id}", "", null, new { made.Benefit, made.Code, made.Period, made.Item, made.AmountFen, made.RuleSha256 });
        return new AwardResult.Proposed(made);
    }

    /// <summary>The award that counts for a benefit, an enterprise, a period and an item; null when there is none.</summary>
    public async Task<Award?> FindAsync(string benefit, long subject, string period, string item, CancellationToken cancellation) =>
        db.ChangeTracker.Entries<Award>().Select(entry => entry.Entity)
            .FirstOrDefault(award => award.Benefit == benefit && award.Subject == subject && award.Period == period && award.Item == item && award.State != AwardState.Refused)
        ?? await db.Set<Award>().SingleOrDefaultAsync(
            award => award.Benefit == benefit && award.Subject == subject && award.Period == period && award.Item == item && award.State != AwardState.Refused, cancellation);

    /// <summary>What came of an application, newest first.</summary>
    public async Task<IReadOnlyList<Award>> OfOriginAsync(AwardOrigin origin, string key, CancellationToken cancellation) =>
        await db.Set<Award>().AsNoTracking().Where(award => award.Origin == origin && award.OriginKey == key).OrderByDescending(award => award.Id).ToListAsync(cancellation);

    internal static List<Problem> Check(NewAward award)
    {
        var problems = new List<Problem>();
        if (award.Amount <= 0) problems.Add(new("Amount", "兑付金额应大于 0。"));
        else if (decimal.Truncate(award.Amount * 100) != award.Amount * 100) problems.Add(new("Amount", $"兑付金额精确到分，现在是 {award.Amount} 元。"));
        else if (award.Amount > 100_000_000_000m) problems.Add(new("Amount", "兑付金额超过一千亿元，请核对单位。"));
        if (award.Rule.Benefit.Cap is { } cap && award.Amount > cap) problems.Add(new("Amount", $"超过政策规定的上限 {Fmt.Money(cap)}。"));
        if (award.Period.Trim().Length is 0 or > LongestPeriod) problems.Add(new("Period", $"所属期应填 1 到 {LongestPeriod} 个字，如 2026。"));
        if (award.Item.Length > LongestItem) problems.Add(new("Item", $"明细编号最多 {LongestItem} 个字。"));
        if (award.Enterprise.Kind != Subject.Enterprise) problems.Add(new("Enterprise", "只能兑付给企业。"));
        return problems;
    }

    internal Award Make(NewAward award) => new()
    {
        Id = ids.Next(), Batch = award.Batch, Policy = award.Rule.Policy.Id, Benefit = award.Rule.Benefit.Id, Title = award.Rule.Benefit.Title,
        Subject = award.Enterprise.Id, Code = award.Enterprise.Code, Name = award.Enterprise.Name, Region = award.Enterprise.Region, Zone = award.Enterprise.Zone,
        Period = award.Period, Item = award.Item, ItemTitle = award.ItemTitle, AmountFen = (long)(award.Amount * 100), How = award.How ?? award.Rule.Benefit.AmountText,
        RuleSha256 = award.Rule.Pack.Sha256, DecidedOn = award.DecidedOn, FactsKnownAt = time.GetUtcNow(), Facts = Award.Pack(award.Facts), Origin = award.Origin,
        OriginKey = award.OriginKey, ProposedAt = time.GetUtcNow(), IsSynthetic = award.IsSynthetic,
    };
}
