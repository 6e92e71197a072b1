using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Publicity;

/// <summary>A public list: what it is and until when.</summary>
public sealed record PublicList(long Id, string Number, string Policy, string Title, string Period, DateOnly From, DateOnly To, bool IsProvisional, int Lines, decimal Amount, bool IsOpen, bool IsSynthetic);

/// <summary>A line as the public sees it: no more than the name, what for and how much.</summary>
public sealed record PublicLine(long Id, string Name, string Title, decimal Amount, AwardState State);

/// <summary>How an objection against a line ended, in the words meant for the public; neither who objected nor what he wrote.</summary>
public sealed record PublicAnswer(string Name, string Title, bool IsUpheld, string Answer, DateOnly On);

/// <summary>
/// What anybody may read without signing in: the lists that are or were public, with names and amounts. Of a list given up nothing is shown, of a
/// refused line only that an objection against it was upheld, and neither codes nor facts nor accounts.
/// </summary>
public sealed class PublicLists(FunengDb db, PublicityDays days, CityProfile city, TimeProvider time)
{
    public const int Size = 50;

    private const int Most = 100;

    private IQueryable<RedemptionBatch> Batches => db.Set<RedemptionBatch>().AsNoTracking().Where(batch => batch.PublicFrom != null && batch.State != BatchState.Cancelled && batch.State != BatchState.Draft);

    public async Task<IReadOnlyList<PublicList>> AllAsync(CancellationToken cancellation)
    {
        var batches = await Batches.OrderByDescending(batch => batch.Id).Take(Most).ToListAsync(cancellation);
        var ids = batches.ConvertAll(batch => (long?)batch.Id);
        var sums = (await Lines.Where(award => ids.Contains(award.Batch)).GroupBy(award => award.Batch).Select(group => new { group.Key, Count = group.Count(), Fen = group.Sum(award => award.AmountFen) })
            .ToListAsync(cancellation)).ToDictionary(row => row.Key!.Value);
        return [.. batches.Select(batch => Of(batch, sums.TryGetValue(batch.Id, out var sum) ? (sum.Count, sum.Fen) : (0, 0)))];
    }

    public async Task<PublicList?> FindAsync(long id, CancellationToken cancellation)
    {
        if (await Batches.SingleOrDefaultAsync(batch => batch.Id == id, cancellation) is not { } batch) return null;
        var lines = Lines.Where(award => award.Batch == id);
        return Of(batch, (await lines.CountAsync(cancellation), await lines.SumAsync(award => award.AmountFen, cancellation)));
    }

    public async Task<(IReadOnlyList<PublicLine> Rows, int Total)> LinesAsync(long id, string? text, int page, CancellationToken cancellation)
    {
        var lines = Lines.Where(award => award.Batch == id);
        if (text is { Length: > 0 }) lines = lines.Where(award => award.Name.Contains(text));
        var rows = await lines.OrderBy(award => award.Name).ThenBy(award => award.Id).Skip((page - 1) * Size).Take(Size)
            .Select(award => new { award.Id, award.Name, award.Title, award.ItemTitle, award.AmountFen, award.State }).ToListAsync(cancellation);
        return ([.. rows.Select(row => new PublicLine(row.Id, row.Name, row.ItemTitle.Length > 0 ? $"{row.Title}：{row.ItemTitle}" : row.Title, row.AmountFen / 100m, row.State))], await lines.CountAsync(cancellation));
    }

    public async Task<PublicLine?> LineAsync(long id, long line, CancellationToken cancellation) =>
        await Lines.Where(award => award.Batch == id && award.Id == line).Select(award => new { award.Id, award.Name, award.Title, award.ItemTitle, award.AmountFen, award.State }).SingleOrDefaultAsync(cancellation) is { } row
            ? new PublicLine(row.Id, row.Name, row.ItemTitle.Length > 0 ? $"{row.Title}：{row.ItemTitle}" : row.Title, row.AmountFen / 100m, row.State) : null;

    /// <summary>What was decided of objections, the latest first.</summary>
    public async Task<IReadOnlyList<PublicAnswer>> AnswersAsync(long id, CancellationToken cancellation)
    {
        var rows = await db.Set<Objection>().AsNoTracking().Where(objection => objection.Batch == id && objection.DecidedAt != null && Batches.Any(batch => batch.Id == id))
            .Join(db.Set<Award>(), objection => objection.Award, award => award.Id, (objection, award) => new { award.Id, award.Name, award.Title, award.ItemTitle, objection.IsUpheld, objection.Answer, objection.DecidedAt })
            .OrderByDescending(row => row.DecidedAt).ThenBy(row => row.Id).Take(Most).ToListAsync(cancellation);
        return [.. rows.DistinctBy(row => (row.Id, row.IsUpheld, row.Answer)).Select(row => new PublicAnswer(
            row.Name, row.ItemTitle.Length > 0 ? $"{row.Title}：{row.ItemTitle}" : row.Title, row.IsUpheld == true, row.Answer, DateOnly.FromDateTime(city.Local(row.DecidedAt!.Value).DateTime)))];
    }

    private IQueryable<Award> Lines => db.Set<Award>().AsNoTracking().Where(award => award.State != AwardState.Refused && award.State != AwardState.Proposed && award.State != AwardState.Confirmed);

    private PublicList Of(RedemptionBatch batch, (int Count, long Fen) sum) => new(
        batch.Id, batch.Number, batch.Policy, batch.Title, batch.Period, batch.PublicFrom!.Value, days.LastOf(batch)!.Value, days.IsProvisional(batch), sum.Count, sum.Fen / 100m,
        days.IsOpen(batch, city.Today(time)), batch.IsSynthetic);
}
