using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.NoApplication;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Browse;

/// <summary>A batch with what stands on it.</summary>
public sealed record BatchRow(RedemptionBatch Batch, int Lines, int Enterprises, decimal Amount, decimal Paid)
{
    public Shortage Shortage { get; init; } = Shortage.None;
}

/// <summary>Reads batches and their lines, within what the user sees.</summary>
public sealed class ReadRedemption(FunengDb db, RedemptionSight sight, PublicityDays days, Batches.ApproveBatch approve, ReadShortages shortages, PolicyBook book, CurrentUser user, CityProfile city, TimeProvider time)
{
    public const int Size = 20;

    private const int MostUnusual = 200;

    /// <summary>A page of batches, first those with something left to do, the newest first; refused lines are not counted.</summary>
    public async Task<IReadOnlyList<BatchRow>> BatchesAsync(int page, CancellationToken cancellation)
    {
        var batches = await sight.Batches().AsNoTracking().OrderBy(batch => batch.State == BatchState.Paid || batch.State == BatchState.Cancelled)
            .ThenByDescending(batch => batch.DecidedOn).ThenByDescending(batch => batch.Id).Skip((page - 1) * Size).Take(Size).ToListAsync(cancellation);
        return await WithSumsAsync(batches, cancellation);
    }

    /// <summary>Of all batches the user sees: how many there are and how many are open, what was put on them and what was paid of it.</summary>
    public async Task<(int All, int Open, decimal Amount, decimal Paid)> TotalsAsync(CancellationToken cancellation)
    {
        var open = await sight.Batches().CountAsync(batch => batch.State != BatchState.Paid && batch.State != BatchState.Cancelled, cancellation);
        var lines = sight.Awards().Where(award => award.State != AwardState.Refused && db.Set<RedemptionBatch>().Any(batch => batch.Id == award.Batch && batch.State != BatchState.Cancelled));
        var fen = await lines.SumAsync(award => award.AmountFen, cancellation);
        var paid = await lines.Where(award => award.State == AwardState.Paid || award.State == AwardState.ClawedBack).SumAsync(award => award.AmountFen, cancellation);
        return (await sight.Batches().CountAsync(cancellation), open, fen / 100m, paid / 100m);
    }

    public async Task<BatchRow?> FindAsync(long id, CancellationToken cancellation) =>
        await sight.Batches().AsNoTracking().SingleOrDefaultAsync(batch => batch.Id == id, cancellation) is { } batch ? (await WithSumsAsync([batch], cancellation))[0] : null;

    /// <summary>Of the lines that wait to be checked those unlike the others, the most unlike first, and why.</summary>
    public async Task<IReadOnlyList<(long Id, string Why)>> UnusualAsync(RedemptionBatch batch, CancellationToken cancellation)
    {
        var id = batch.Id;
        var caps = book.Find(batch.Policy)?.Benefits.ToDictionary(benefit => benefit.Id, benefit => benefit.Cap) ?? [];
        var lines = await sight.Awards().AsNoTracking().Where(award => award.Batch == id && (award.State == AwardState.Proposed || award.State == AwardState.Confirmed)).OrderBy(award => award.Id).ToListAsync(cancellation);
        var waiting = lines.Where(line => line.State == AwardState.Proposed).Select(line => line.Id).ToHashSet();
        var compared = lines.ConvertAll(line => new ComparedLine(line.Id, line.Benefit, line.Amount, caps.GetValueOrDefault(line.Benefit), line.Evidence));
        return [.. UnusualLines.Of(compared).Where(line => waiting.Contains(line.Id)).Take(MostUnusual)];
    }

    /// <param name="state">Only lines in it; null for all.</param>
    /// <param name="first">Those that come before the others.</param>
    public async Task<(IReadOnlyList<Award> Rows, int Total)> LinesAsync(long batch, string? text, string? benefit, AwardState? state, int page, CancellationToken cancellation, IReadOnlyCollection<long>? first = null)
    {
        var ahead = first ?? [];
        var lines = sight.Awards().AsNoTracking().Where(award => award.Batch == batch);
        if (text is { Length: > 0 }) lines = lines.Where(award => award.Name.Contains(text) || award.Code == text);
        if (benefit is { Length: > 0 }) lines = lines.Where(award => award.Benefit == benefit);
        if (state is not null) lines = lines.Where(award => award.State == state);
        var ordered = ahead.Count > 0 ? lines.OrderByDescending(award => ahead.Contains(award.Id)).ThenByDescending(award => award.AmountFen) : lines.OrderByDescending(award => award.AmountFen);
        return (await ordered.ThenBy(award => award.Id).Skip((page - 1) * Size).Take(Size).ToListAsync(cancellation), await lines.CountAsync(cancellation));
    }

    public async Task<IReadOnlyDictionary<AwardState, int>> StatesAsync(long batch, CancellationToken cancellation) =>
        await sight.Awards().Where(award => award.Batch == batch).GroupBy(award => award.State).ToDictionaryAsync(group => group.Key, group => group.Count(), cancellation);

    public async Task<IReadOnlyList<(string Benefit, string Title, int Count, decimal Amount)>> BenefitsAsync(long batch, CancellationToken cancellation) =>
        [.. (await sight.Awards().Where(award => award.Batch == batch && award.State != AwardState.Refused).GroupBy(award => new { award.Benefit, award.Title })
            .Select(group => new { group.Key.Benefit, group.Key.Title, Count = group.Count(), Fen = group.Sum(award => award.AmountFen) }).ToListAsync(cancellation))
            .OrderByDescending(row => row.Fen).Select(row => (row.Benefit, row.Title, row.Count, row.Fen / 100m))];

    public async Task<IReadOnlyList<(Objection Objection, Award Award)>> ObjectionsAsync(long batch, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewRedemption)) return [];
        var seen = sight.Awards();
        var rows = await db.Set<Objection>().AsNoTracking().Where(objection => objection.Batch == batch).Join(seen, objection => objection.Award, award => award.Id, (objection, award) => new { objection, award })
            .OrderBy(row => row.objection.Id).ToListAsync(cancellation);
        var region = await db.Set<RedemptionBatch>().Where(row => row.Id == batch).Select(row => row.Region).SingleOrDefaultAsync(cancellation);
        // Who spoke is known to those who look into it, and to nobody else.
        var checks = user.Has(Permission.PrepareRedemption) && sight.ActsFor(region);
        return [.. rows.Select(row => (checks ? row.objection : row.objection.WithoutName(), row.award))];
    }

    /// <summary>Of how many a list was computed: of the whole of a policy's region, so for those who have it under them.</summary>
    public async Task<IReadOnlyList<ListScan>> ScansAsync(RedemptionBatch batch, CancellationToken cancellation) =>
        sight.ActsFor(batch.Region) ? await db.Set<ListScan>().AsNoTracking().Where(scan => scan.Batch == batch.Id).ToListAsync(cancellation) : [];

    public async Task<(IReadOnlyList<LeftOut> Rows, int Total)> LeftOutAsync(long batch, int page, CancellationToken cancellation)
    {
        var rows = user.Scope.Filter(db.Set<LeftOut>().AsNoTracking().Where(left => left.Batch == batch), left => left.Region, left => left.Zone, left => left.Subject);
        return (await rows.OrderBy(left => left.Id).Skip((page - 1) * Size).Take(Size).ToListAsync(cancellation), await rows.CountAsync(cancellation));
    }

    /// <summary>Lines whose enterprise has confirmed its account.</summary>
    public Task<int> ConfirmedAsync(long batch, CancellationToken cancellation) =>
        sight.Awards().CountAsync(award => award.Batch == batch && award.State == AwardState.Approved && award.PayeeConfirmedAt != null, cancellation);

    public Task<Award?> AwardAsync(long id, CancellationToken cancellation) => sight.Awards().AsNoTracking().SingleOrDefaultAsync(award => award.Id == id, cancellation);

    public async Task<IReadOnlyList<BudgetEntry>> EntriesOfAsync(long award, CancellationToken cancellation) =>
        await db.Set<BudgetEntry>().AsNoTracking().Where(entry => entry.Award == award && sight.Awards().Any(seen => seen.Id == award)).OrderBy(entry => entry.Id).ToListAsync(cancellation);

    /// <summary>What the user has to do about batches, in a sentence each.</summary>
    public async Task<IReadOnlyList<(string Text, string Href, DateOnly? Due)>> WaitingAsync(CancellationToken cancellation)
    {
        var today = city.Today(time);
        var open = await sight.Batches().AsNoTracking().Where(batch => batch.State == BatchState.Draft || batch.State == BatchState.Public).OrderBy(batch => batch.Id).ToListAsync(cancellation);
        var ids = open.Select(batch => batch.Id).ToList();
        var held = await db.Set<Objection>().Where(objection => ids.Contains(objection.Batch) && objection.IsUpheld == null).GroupBy(objection => objection.Batch)
            .ToDictionaryAsync(group => group.Key, group => group.Count(), cancellation);
        var without = (await shortages.OfAsync(open, cancellation)).Where(pair => pair.Value.Without is not null).ToDictionary(pair => pair.Key, pair => pair.Value.Without);
        return [.. open.SelectMany(batch => Waiting(batch, held.GetValueOrDefault(batch.Id), without.GetValueOrDefault(batch.Id), today)), .. await QueuedAsync(cancellation)];
    }

    /// <summary>Who waits for money: that it is there now, to whoever approves; that it is not, also to the leader of the city and to whoever pays.</summary>
    private async Task<IReadOnlyList<(string Text, string Href, DateOnly? Due)>> QueuedAsync(CancellationToken cancellation)
    {
        if (!user.Has(Permission.ApproveRedemption) && !user.Has(Permission.PayRedemption) && user.Role != Role.Leader) return [];
        var waiting = new List<(string, string, DateOnly?)>();
        var batches = await sight.Batches().AsNoTracking().Where(batch => batch.State == BatchState.Approved && db.Set<Award>().Any(award => award.Batch == batch.Id && award.State == AwardState.Queued)).OrderBy(batch => batch.Id).ToListAsync(cancellation);
        var lacking = await shortages.OfAsync(batches, cancellation);
        foreach (var batch in batches)
        {
            if (batch.SubmittedBy != user.Id && batch.MadeBy != user.Id && await approve.PreviewAsync(batch, cancellation) is { Reached: > 0 } plan)
                waiting.Add(($"有钱了，排队的可以续批 {plan.Reached} 条：{batch.Title}", $"/redemption/{batch.Id}", null));
            else if (sight.ActsFor(batch.Region) && lacking.GetValueOrDefault(batch.Id) is { Queued: > 0, LackingFen: > 0 } shortage)
                waiting.Add(($"{shortage.Words()}：{batch.Title}", $"/redemption/{batch.Id}", null));
        }

        return waiting;
    }

    private IEnumerable<(string Text, string Href, DateOnly? Due)> Waiting(RedemptionBatch batch, int held, int? without, DateOnly today)
    {
        var (prepares, approves) = (sight.MayActOn(batch, Permission.PrepareRedemption), sight.MayActOn(batch, Permission.ApproveRedemption));
        if (batch.State == BatchState.Draft && prepares) yield return ($"核对名单并公示：{batch.Title}", $"/redemption/{batch.Id}", null);
        if (batch.State == BatchState.Public && prepares && held > 0) yield return ($"处理 {held} 条异议：{batch.Title}", $"/redemption/{batch.Id}?tab=objections", days.LastOf(batch));
        if (batch.State == BatchState.Public && approves && held == 0 && days.LastOf(batch) < today && batch.SubmittedBy != user.Id && batch.MadeBy != user.Id) 
            yield return (without is { } year ? $"公示期满，没有设 {year} 年的资金盘子，批不了，请财政设定：{batch.Title}" : $"公示期满，批准兑付：{batch.Title}", $"/redemption/{batch.Id}", null);
    }

    private async Task<IReadOnlyList<BatchRow>> WithSumsAsync(List<RedemptionBatch> batches, CancellationToken cancellation)
    {
        var ids = batches.ConvertAll(batch => (long?)batch.Id);
        var sums = (await sight.Awards().Where(award => ids.Contains(award.Batch) && award.State != AwardState.Refused).GroupBy(award => award.Batch)
            .Select(group => new
            {
                group.Key, Count = group.Count(), Enterprises = group.Select(award => award.Subject).Distinct().Count(), Fen = group.Sum(award => award.AmountFen),
                Paid = group.Sum(award => award.State == AwardState.Paid || award.State == AwardState.ClawedBack ? award.AmountFen : 0),
            }).ToListAsync(cancellation)).ToDictionary(row => row.Key!.Value);
        // What is left of a budget is said of all it is for, so to those who have all of it under them.
        var lacking = await shortages.OfAsync([.. batches.Where(batch => sight.ActsFor(batch.Region))], cancellation);
        return [.. batches.Select(batch => (sums.TryGetValue(batch.Id, out var sum) ? new BatchRow(batch, sum.Count, sum.Enterprises, sum.Fen / 100m, sum.Paid / 100m) : new BatchRow(batch, 0, 0, 0, 0)) with { Shortage = lacking.GetValueOrDefault(batch.Id, Shortage.None) })];
    }
}
