using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Payments;

/// <summary>A payment with what has become of it.</summary>
/// <param name="IsWhole">Whether the user sees all of it; else its counts, sums and files are those of his own enterprises only.</param>
public sealed record PaymentView(
    Payment Payment, RedemptionBatch Batch, bool IsWhole, IReadOnlyList<PaymentSignature> Signatures, IReadOnlyList<ResultFile> Results,
    IReadOnlyDictionary<LineState, (int Count, decimal Amount)> States)
{
    public int Lines => States.Values.Sum(state => state.Count);

    public decimal Total => States.Values.Sum(state => state.Amount);
}

/// <summary>A payment in the list of a batch, with the lines the user sees of it.</summary>
public sealed record PaymentSum(Payment Payment, int Lines, decimal Total);

/// <summary>A line with the award it pays.</summary>
public sealed record PaymentRow(PaymentLine Line, Award Award);

/// <summary>Reads payments within what the user sees.</summary>
public sealed class ReadPayments(FunengDb db, PaymentTurn turn, RedemptionSight sight, SignPayment sign, CurrentUser user)
{
    public const int Size = 20;

    /// <summary>The payments of a batch with a line the user sees.</summary>
    public async Task<IReadOnlyList<PaymentSum>> OfBatchAsync(long batch, CancellationToken cancellation)
    {
        var payments = await turn.Payments().AsNoTracking().Where(payment => payment.Batch == batch).OrderBy(payment => payment.Id).ToListAsync(cancellation);
        var ids = payments.ConvertAll(payment => payment.Id);
        var seen = sight.Awards().Select(award => award.Id);
        var sums = (await db.Set<PaymentLine>().Where(line => ids.Contains(line.Payment) && seen.Contains(line.Award)).GroupBy(line => line.Payment)
            .Select(group => new { group.Key, Count = group.Count(), Fen = group.Sum(line => line.AmountFen) }).ToListAsync(cancellation)).ToDictionary(row => row.Key);
        return [.. payments.Where(payment => sums.ContainsKey(payment.Id)).Select(payment => new PaymentSum(payment, sums[payment.Id].Count, sums[payment.Id].Fen / 100m))];
    }

    public async Task<PaymentView?> FindAsync(long id, CancellationToken cancellation)
    {
        if (await turn.Payments().AsNoTracking().SingleOrDefaultAsync(payment => payment.Id == id, cancellation) is not { } payment) return null;
        var states = await Lines(id).GroupBy(line => line.State).Select(group => new { group.Key, Count = group.Count(), Fen = group.Sum(line => line.AmountFen) }).ToListAsync(cancellation);
        var batch = await db.Set<RedemptionBatch>().AsNoTracking().SingleAsync(row => row.Id == payment.Batch, cancellation);
        var isWhole = sight.ActsFor(batch.Region);
        return new PaymentView(
            payment, batch, isWhole,
            await db.Set<PaymentSignature>().AsNoTracking().Where(row => row.Payment == id).OrderBy(row => row.Step).ToListAsync(cancellation),
            await db.Set<ResultFile>().AsNoTracking().Where(file => isWhole && file.Payment == id).OrderBy(file => file.At).ToListAsync(cancellation),
            states.ToDictionary(row => row.Key, row => (row.Count, row.Fen / 100m)));
    }

    public async Task<(IReadOnlyList<PaymentRow> Rows, int Total)> LinesAsync(long payment, LineState? state, int page, int size, CancellationToken cancellation)
    {
        var lines = state is null ? Lines(payment) : Lines(payment).Where(line => line.State == state);
        var rows = from line in lines join award in sight.Awards().AsNoTracking() on line.Award equals award.Id orderby line.Place select new PaymentRow(line, award);
        return (await rows.Skip((page - 1) * size).Take(size).ToListAsync(cancellation), await lines.CountAsync(cancellation));
    }

    /// <summary>What the user has to do about payments, in a sentence each.</summary>
    public async Task<IReadOnlyList<(string Text, string Href)>> WaitingAsync(CancellationToken cancellation)
    {
        var waiting = new List<(string, string)>();
        foreach (var payment in await turn.Payments().AsNoTracking().Where(payment => payment.State != PaymentState.Closed && payment.State != PaymentState.Cancelled).OrderBy(payment => payment.Id).ToListAsync(cancellation))
        {
            var batch = await db.Set<RedemptionBatch>().AsNoTracking().SingleAsync(row => row.Id == payment.Batch, cancellation);
            var pays = sight.MayActOn(batch, Permission.PayRedemption);
            var signed = payment.State == PaymentState.Signing ? await db.Set<PaymentSignature>().AsNoTracking().Where(row => row.Payment == payment.Id).OrderBy(row => row.Step).ToListAsync(cancellation) : [];
            if (payment.State == PaymentState.Signing && sight.ActsFor(batch.Region) && sign.Obstacle(payment, batch, await sign.NeededAsync(payment, cancellation), signed) is null) waiting.Add(($"签批支付单 {payment.Number}：{batch.Title}", $"/redemption/payments/{payment.Id}"));
            if (payment.State == PaymentState.Signed && pays) waiting.Add(($"送银行 {payment.Number}：{batch.Title}", $"/redemption/payments/{payment.Id}"));
            if (payment.State == PaymentState.Sent && pays) waiting.Add(($"等银行回盘 {payment.Number}：{batch.Title}", $"/redemption/payments/{payment.Id}"));
        }

        if (!user.Has(Permission.PayRedemption)) return waiting;
        var ready = await sight.Batches().AsNoTracking().Where(batch => batch.State == BatchState.Approved
            && db.Set<Award>().Any(award => award.Batch == batch.Id && award.State == AwardState.Approved && award.PayeeConfirmedAt != null)).OrderBy(batch => batch.Id).ToListAsync(cancellation);
        waiting.AddRange(ready.Where(batch => sight.MayActOn(batch, Permission.PayRedemption)).Select(batch => ($"制作支付单：{batch.Title}", $"/redemption/{batch.Id}?tab=payments")));
        return waiting;
    }

    private IQueryable<PaymentLine> Lines(long payment)
    {
        // Whoever sees some enterprises of a payment sees their lines, and no sum of the others.
        var seen = sight.Awards().Select(award => award.Id);
        return db.Set<PaymentLine>().AsNoTracking().Where(line => line.Payment == payment && seen.Contains(line.Award));
    }
}
