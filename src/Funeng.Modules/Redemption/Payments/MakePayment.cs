using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Payees;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Payments;

/// <summary>
/// The treasurer orders what is approved and has a confirmed account. Two who order at one moment share it out or one of them finds nothing left:
/// an award stands in one payment that counts, and the database holds that.
/// </summary>
public sealed class MakePayment(
    FunengDb db, BatchTurn turn, PaymentTurn payments, RedemptionSight sight, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    public const int MostLines = 5000;

    public Task<StepResult> RunAsync(long batch, CancellationToken cancellation) => turn.RunAsync(
        batch, Permission.PayRedemption, [BatchState.Approved],
        async found =>
        {
            var ready = await db.Set<Award>().Where(award => award.Batch == batch && award.State == AwardState.Approved && award.PayeeConfirmedAt != null)
                .OrderBy(award => award.Name).ThenBy(award => award.Id).Take(MostLines).ToListAsync(cancellation);
            var payees = await PayeesAsync(ready, cancellation);
            // Only to the account the enterprise confirmed for it, not to one it has had since.
            ready.RemoveAll(award => !payees.TryGetValue(award.Subject, out var payee) || payee.Version != award.PayeeVersion);
            if (ready.Count == 0) return StepResult.Because("没有可以支付的：已批准的都在支付中，或企业还没有确认收款账户。");
            var payment = new Payment
            {
                Id = ids.Next(), Number = await NumberAsync(cancellation), Batch = batch, Lines = ready.Count, TotalFen = ready.Sum(award => award.AmountFen), MadeBy = user.Id,
                MadeByName = user.Name, MadeAt = time.GetUtcNow(), IsSynthetic = found.IsSynthetic,
            };
            db.Add(payment);
            foreach (var (award, at) in ready.Select((award, at) => (award, at)))
            {
                var payee = payees[award.Subject];
                db.Add(new PaymentLine { Id = ids.Next(), Payment = payment.Id, Award = award.Id, Place = at + 1, AmountFen = award.AmountFen, Holder = payee.Holder, Bank = payee.Bank, Sealed = payee.Sealed, Tail = payee.Tail });
                (award.State, award.Version) = (AwardState.Ordered, award.Version + 1);
            }

            audit.Record("制作支付单", $"payment:{payment.Id}", "", null, new { payment.Number, found.Id, payment.Lines, payment.TotalFen });
            return new StepResult.Done(ready.Count, payment.Id);
        },
        cancellation);

    /// <summary>Gives a payment up before it went to the bank: its awards can be ordered again.</summary>
    public Task<StepResult> CancelAsync(long payment, string reason, CancellationToken cancellation) => payments.RunAsync(
        payment, batch => sight.MayActOn(batch, Permission.PayRedemption), [PaymentState.Signing, PaymentState.Signed],
        async found =>
        {
            if (reason.Trim().Length is 0 or > Batches.ConfirmLines.LongestReason) return StepResult.Because("请写明撤销的理由。", "Reason");
            var text = "撤销：" + reason.Trim();
            var lines = db.Set<PaymentLine>().Where(line => line.Payment == payment);
            await db.Set<Award>().Where(award => award.State == AwardState.Ordered && lines.Any(line => line.Award == award.Id))
                .ExecuteUpdateAsync(row => row.SetProperty(award => award.State, AwardState.Approved).SetProperty(award => award.Version, award => award.Version + 1), cancellation);
            var count = await lines.ExecuteUpdateAsync(row => row.SetProperty(line => line.State, LineState.Refused).SetProperty(line => line.Reason, text), cancellation);
            audit.Record("撤销支付单", $"payment:{payment}", reason.Trim(), new { found.State }, new { State = PaymentState.Cancelled });
            (found.State, found.Reason) = (PaymentState.Cancelled, reason.Trim());
            return new StepResult.Done(count);
        },
        cancellation);

    private async Task<Dictionary<long, Payee>> PayeesAsync(List<Award> ready, CancellationToken cancellation)
    {
        var found = new Dictionary<long, Payee>();
        foreach (var chunk in ready.Select(award => award.Subject).Distinct().Chunk(500))
        {
            foreach (var payee in await db.Set<Payee>().AsNoTracking().Where(payee => chunk.Contains(payee.Subject)).ToListAsync(cancellation)) found[payee.Subject] = payee;
        }

        return found;
    }

    private async Task<string> NumberAsync(CancellationToken cancellation)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"ZF-{city.Today(time).Year}-");
        var last = await db.Set<Payment>().Where(payment => payment.Number.StartsWith(prefix))
            // Past 9999 the numbers grow longer, and 10000 comes after 9999.
            .OrderByDescending(payment => payment.Number.Length).ThenByDescending(payment => payment.Number).Select(payment => payment.Number).FirstOrDefaultAsync(cancellation);
        return prefix + ((last is null ? 0 : int.Parse(last[prefix.Length..], CultureInfo.InvariantCulture)) + 1).ToString("0000", CultureInfo.InvariantCulture);
    }
}
