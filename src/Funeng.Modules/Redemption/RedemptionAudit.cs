using System.Globalization;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Payments;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption;

/// <summary>Awards in the audit, by enterprise and benefit.</summary>
internal sealed class AwardAudit(FunengDb db) : IAuditNames
{
    public string Kind => "award";

    public string Title => "兑付事项";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        return (await db.Set<Award>().Where(award => ids.Contains(award.Id)).Select(award => new { award.Id, award.Name, award.Title }).ToListAsync(cancellation))
            .ToDictionary(award => award.Id.ToString(CultureInfo.InvariantCulture), award => new AuditName($"{award.Name}：{award.Title}", $"/redemption/awards/{award.Id}"));
    }
}

/// <summary>Batches in the audit, by their titles.</summary>
internal sealed class BatchAudit(FunengDb db) : IAuditNames
{
    public string Kind => "redemption";

    public string Title => "兑付批次";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        return (await db.Set<RedemptionBatch>().Where(batch => ids.Contains(batch.Id)).Select(batch => new { batch.Id, batch.Title, batch.Number }).ToListAsync(cancellation))
            .ToDictionary(batch => batch.Id.ToString(CultureInfo.InvariantCulture), batch => new AuditName($"{batch.Title}（{batch.Number}）", $"/redemption/{batch.Id}"));
    }
}

/// <summary>Budgets in the audit, by policy and year.</summary>
internal sealed class BudgetAudit(FunengDb db, PolicyBook book) : IAuditNames
{
    public string Kind => "budget";

    public string Title => "资金盘子";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        return (await db.Set<Budget>().Where(budget => ids.Contains(budget.Id)).ToListAsync(cancellation))
            .ToDictionary(budget => budget.Id.ToString(CultureInfo.InvariantCulture), budget => new AuditName($"{book.Find(budget.Policy)?.Title ?? budget.Policy} {budget.Year} 年", $"/redemption/budgets/{budget.Id}"));
    }
}

/// <summary>Payments in the audit, by their numbers.</summary>
internal sealed class PaymentAudit(FunengDb db) : IAuditNames
{
    public string Kind => "payment";

    public string Title => "支付单";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        return (await db.Set<Payment>().Where(payment => ids.Contains(payment.Id)).Select(payment => new { payment.Id, payment.Number }).ToListAsync(cancellation))
            .ToDictionary(payment => payment.Id.ToString(CultureInfo.InvariantCulture), payment => new AuditName(payment.Number, $"/redemption/payments/{payment.Id}"));
    }
}
