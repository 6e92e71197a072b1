using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Payments;

/// <summary>
/// Signs a payment: as many signatures as its sum needs, in order, each by another person of the roles named for it, and none by who made it.
/// </summary>
public sealed class SignPayment(FunengDb db, PaymentTurn turn, RedemptionSight sight, RedemptionRules rules, AuditTrail audit, CurrentUser user, TimeProvider time)
{
    public Task<StepResult> RunAsync(long payment, CancellationToken cancellation) => turn.RunAsync(
        payment, batch => user.Id is not null && user.Has(Permission.ViewRedemption) && sight.ActsFor(batch.Region), [PaymentState.Signing],
        async found =>
        {
            var signed = await db.Set<PaymentSignature>().AsNoTracking().Where(row => row.Payment == payment).OrderBy(row => row.Step).ToListAsync(cancellation);
            var batch = await db.Set<RedemptionBatch>().AsNoTracking().SingleAsync(row => row.Id == found.Batch, cancellation);
            var needed = await NeededAsync(found, cancellation);
            if (Obstacle(found, batch, needed, signed) is { } reason) return StepResult.Because(reason);
            db.Add(new PaymentSignature { Payment = payment, Step = signed.Count, Account = user.Id!.Value, Who = user.Name, Role = user.Role, At = time.GetUtcNow() });
            if (signed.Count + 1 == needed.Count) found.State = PaymentState.Signed;
            audit.Record("签批支付单", $"payment:{payment}", needed[signed.Count].Title, null, new { found.Number, found.TotalFen, Step = signed.Count + 1, Of = needed.Count });
            return new StepResult.Done();
        },
        cancellation);

    /// <summary>Who must sign: by the sum of everything the batch pays, so that a large one cannot be cut into small ones.</summary>
    public async Task<IReadOnlyList<SignatureRule>> NeededAsync(Payment payment, CancellationToken cancellation)
    {
        var fen = await db.Set<Award>().Where(award => award.Batch == payment.Batch && award.State != AwardState.Refused).SumAsync(award => award.AmountFen, cancellation);
        return rules.SignaturesFor(Math.Max(fen, payment.TotalFen) / 100m);
    }

    /// <summary>Why the user cannot sign it now; null when he can.</summary>
    public string? Obstacle(Payment payment, RedemptionBatch batch, IReadOnlyList<SignatureRule> needed, IReadOnlyList<PaymentSignature> signed)
    {
        if (signed.Count >= needed.Count) return "已经签批完了。";
        if (user.Id == payment.MadeBy) return "支付单是您本人做的，应由另一个人签。";
        if (user.Id is not null && (user.Id == batch.MadeBy || user.Id == batch.SubmittedBy)) return "名单是您本人做的，支付应由另一个人签。";
        if (signed.Any(row => row.Account == user.Id)) return "您已经签过，下一签是另一个人。";
        return needed[signed.Count].By.Contains(user.Role) ? null : $"这一步是“{needed[signed.Count].Title}”，由{string.Join("或", needed[signed.Count].By.Select(role => role.DisplayName()))}签。";
    }
}
