using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Items;
using Funeng.Modules.Redemption.NoApplication;
using Funeng.Modules.Redemption.Payments;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Browse;

/// <summary>A line that would not be what it is, were it decided again on what is known now.</summary>
/// <param name="What">What has changed, in one sentence.</param>
public sealed record ChangedLine(Award Award, string What);

/// <param name="Count">How many lines have changed.</param>
/// <param name="First">The first of them, with what has changed.</param>
public sealed record ChangedLines(int Count, IReadOnlyList<ChangedLine> First)
{
    public static ChangedLines None { get; } = new(0, []);
}

/// <summary>
/// Looks at the lines of a batch that are not ordered yet, or of a payment that is not sent, once more, all of them: for the day they were decided for, on the facts as they are known now.
/// What was filed, corrected or taken back since, enterprises that are no more, and money claimed back that a line has counted, are said before somebody
/// approves or pays; he decides. Of many lines of one day the answers are those kept for the whole city, so that only what is said is read one by one.
/// </summary>
public sealed class ChangedSince(FunengDb db, PolicyBook book, Entitled entitled, FactReader facts, ItemFacts items, OrganizationDirectory directory, RedemptionSight sight)
{
    /// <summary>So many are told one by one.</summary>
    public const int Told = 50;

    /// <summary>From so many lines of one benefit and day on the answers of the whole city are asked for.</summary>
    internal const int Many = 200;

    private const int AtOnce = 1000;

    private static readonly AwardState[] Open = [AwardState.Proposed, AwardState.Confirmed, AwardState.InPublicity, AwardState.Objected, AwardState.Queued, AwardState.Approved];

    /// <param name="many">From how many lines on the answers of the whole city are asked for.</param>
    public Task<ChangedLines> RunAsync(long batch, CancellationToken cancellation, int many = Many) =>
        OfAsync(sight.Awards().Where(award => award.Batch == batch && Open.Contains(award.State)), many, cancellation);

    /// <summary>The same of the lines of a payment that is not at the bank yet: whoever signs is the last to look.</summary>
    public Task<ChangedLines> OfPaymentAsync(long payment, CancellationToken cancellation) => OfAsync(
        sight.Awards().Where(award => award.State == AwardState.Ordered && db.Set<PaymentLine>().Any(line => line.Payment == payment && line.Award == award.Id && line.State == LineState.Waiting)), Many, cancellation);

    private async Task<ChangedLines> OfAsync(IQueryable<Award> awards, int many, CancellationToken cancellation)
    {
        var lines = await awards.AsNoTracking().OrderBy(award => award.Id)
            .Select(award => new OpenLine(award.Id, award.Benefit, award.Subject, award.Item, award.DecidedOn, award.AmountFen, award.CountedFen, award.CountedOf, award.Origin, award.Region, award.ProposedAt)).ToListAsync(cancellation);
        if (lines.Count == 0) return ChangedLines.None;
        var owners = await directory.FindManyAsync(Scope.All, [.. lines.Select(line => line.Subject).Distinct()], cancellation);
        var changed = new SortedDictionary<long, string?>();
        foreach (var line in lines)
        {
            if (owners.GetValueOrDefault(line.Subject) is { State: OrganizationState.Closed or OrganizationState.Revoked or OrganizationState.MovedAway } gone) changed[line.Id] = $"企业已{gone.State.DisplayName()}";
        }

        foreach (var group in lines.Where(line => !changed.ContainsKey(line.Id)).GroupBy(line => (line.Benefit, line.DecidedOn)))
        {
            if (book.FindBenefit(group.Key.Benefit) is not { } rule) continue;
            var isCheap = rule.Benefit.Item?.By != ItemBy.Number && group.Count() >= many;
            if (isCheap) foreach (var line in await DoubtedAsync(rule, [.. group], cancellation)) changed[line.Id] = null;
            else foreach (var (line, what) in await LookAsync(rule, [.. group], owners, cancellation)) changed[line] = what;
        }

        var back = await BackAsync(lines, cancellation);
        foreach (var line in back.Keys) changed.TryAdd(line, "");
        return await TellAsync(changed, back, lines, owners, cancellation);
    }

    /// <summary>
    /// What a line has counted as paid of a lower award and does not stay there: it is claimed back now, for which a line would have waited, or came back after the
    /// line was proposed. What had come before was not counted, and what was given up stays.
    /// </summary>
    private async Task<Dictionary<long, string>> BackAsync(List<OpenLine> lines, CancellationToken cancellation)
    {
        var counting = lines.FindAll(line => line.CountedOf.Length > 0);
        var counted = counting.SelectMany(line => HeldAwards.CountedOf(line.CountedOf)).Distinct().ToList();
        if (counted.Count == 0) return [];
        var claims = (await db.Set<Claim>().AsNoTracking().Where(claim => counted.Contains(claim.Award)).ToListAsync(cancellation)).ToLookup(claim => claim.Award);
        var receipts = (await (from receipt in db.Set<Receipt>() join claim in db.Set<Claim>() on receipt.Claim equals claim.Id where counted.Contains(claim.Award) select receipt).AsNoTracking().ToListAsync(cancellation)).ToLookup(receipt => receipt.Claim);
        var found = new Dictionary<long, string>();
        foreach (var line in counting)
        {
            var since = HeldAwards.CountedOf(line.CountedOf).SelectMany(award => claims[award])
                .Select(claim => (claim.AmountFen, claim.OpenFen, BackFen: receipts[claim.Id].Where(receipt => receipt.At > line.ProposedAt).Sum(receipt => receipt.PrincipalFen)))
                .Where(claim => claim.OpenFen > 0 || claim.BackFen > 0).ToList();
            if (since.Count > 0) found[line.Id] = $"扣掉的“已得”里后来追缴了 {Fmt.Money(since.Sum(one => one.AmountFen) / 100m)}（已缴回 {Fmt.Money(since.Sum(one => one.BackFen) / 100m)}），补差要重新算";
        }

        return found;
    }

    /// <summary>Those for whom the answer kept for the whole city is another one; it equals deciding each by itself.</summary>
    private async Task<IReadOnlyList<OpenLine>> DoubtedAsync(BenefitRule rule, List<OpenLine> lines, CancellationToken cancellation)
    {
        var city = await entitled.OpenAsync(Scope.All, cancellation);
        var decided = await entitled.DecideAsync(rule, lines[0].DecidedOn, city, null, cancellation);
        return lines.FindAll(line => city.Table.FindRow(line.Subject) is not (>= 0 and var row) || decided.Of(row) is not { Outcome: Outcome.Met } answer || line.IsLess(answer.Low));
    }

    /// <summary>One by one, on their facts.</summary>
    private async Task<Dictionary<long, string>> LookAsync(BenefitRule rule, List<OpenLine> lines, IReadOnlyDictionary<long, Organization> owners, CancellationToken cancellation)
    {
        var changed = new Dictionary<long, string>();
        foreach (var chunk in lines.Chunk(AtOnce))
        {
            var bySubject = chunk.ToLookup(line => line.Subject);
            var subjects = bySubject.Select(group => group.Key).ToList();
            var ofItem = await items.OfManyAsync(rule.Benefit, subjects, cancellation);
            await foreach (var (subject, known) in facts.LoadSubjectsAsync(subjects, null, cancellation))
            {
                foreach (var line in bySubject[subject])
                {
                    var standing = DecideBenefits.Of(rule, book.Rules.View(line.Item.Length > 0 ? ofItem(subject, line.Item, known, line.DecidedOn) : known, line.DecidedOn), owners.GetValueOrDefault(subject)?.Region ?? line.Region);
                    if (What(line, standing) is { } what) changed[line.Id] = what;
                }
            }
        }

        return changed;
    }

    private static string? What(OpenLine line, BenefitStanding standing) =>
        standing.Outcome != Outcome.Met ? WhyNotOnList.Say(standing)
        : standing.Amount is { } amount && line.IsLess(amount.Low) ? $"按现在的事实应为 {Fmt.Money(Math.Floor(amount.Low * 100) / 100)}" : null;

    private async Task<ChangedLines> TellAsync(SortedDictionary<long, string?> changed, Dictionary<long, string> back, List<OpenLine> lines, IReadOnlyDictionary<long, Organization> owners, CancellationToken cancellation)
    {
        var told = changed.Take(Told).ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var group in lines.Where(line => told.TryGetValue(line.Id, out var what) && what is null).GroupBy(line => line.Benefit).ToList())
        {
            foreach (var (line, what) in await LookAsync(book.FindBenefit(group.Key)!, [.. group], owners, cancellation)) told[line] = what;
        }

        var keys = told.Keys.ToList();
        var awards = await db.Set<Award>().AsNoTracking().Where(award => keys.Contains(award.Id)).OrderBy(award => award.Id).ToListAsync(cancellation);
        return new ChangedLines(changed.Count, [.. awards.Select(award => new ChangedLine(award, string.Join("；", new[] { told[award.Id] ?? "按现在的事实不是原来的结果", back.GetValueOrDefault(award.Id, "") }.Where(part => part.Length > 0))))]);
    }

    private sealed record OpenLine(long Id, string Benefit, long Subject, string Item, DateOnly DecidedOn, long AmountFen, long CountedFen, string CountedOf, AwardOrigin Origin, string? Region, DateTimeOffset ProposedAt)
    {
        /// <summary>Whether it would be less than it is; what an office approved on an application stands.</summary>
        public bool IsLess(decimal yuan) => Origin == AwardOrigin.NoApplication && yuan * 100 < AmountFen + CountedFen;
    }
}
