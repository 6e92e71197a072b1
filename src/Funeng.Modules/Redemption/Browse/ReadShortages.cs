using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Browse;

/// <summary>What a batch lacks of money.</summary>
/// <param name="Granted">Enterprises that have their money, or the promise of it.</param>
/// <param name="Queued">Enterprises that wait for money.</param>
/// <param name="LackingFen">What they ask for beyond what is left for them.</param>
/// <param name="Without">The year for which nobody has set any money, while lines want it; null where some is set.</param>
public sealed record Shortage(int Granted, int Queued, long LackingFen, int? Without)
{
    public static Shortage None { get; } = new(0, 0, 0, null);
}

/// <summary>Reads what batches lack: a list that is approved in part is not done, and one without a budget cannot be approved.</summary>
public sealed class ReadShortages(FunengDb db, RedemptionSight sight)
{
    public async Task<IReadOnlyDictionary<long, Shortage>> OfAsync(IReadOnlyCollection<RedemptionBatch> batches, CancellationToken cancellation)
    {
        var open = batches.Where(batch => batch.State is BatchState.Draft or BatchState.Public or BatchState.Approved).ToDictionary(batch => batch.Id);
        if (open.Count == 0) return new Dictionary<long, Shortage>();
        var (ids, policies) = (open.Keys.Select(id => (long?)id).ToList(), open.Values.Select(batch => batch.Policy).Distinct().ToList());
        var wanting = await sight.Awards().Where(award => ids.Contains(award.Batch) && award.Budget == null && award.State != AwardState.Refused)
            .GroupBy(award => new { award.Batch, award.Benefit, award.DecidedOn }).Select(group => new { group.Key.Batch, group.Key.Benefit, group.Key.DecidedOn, Fen = group.Sum(award => award.AmountFen) }).ToListAsync(cancellation);
        var heads = await sight.Awards().Where(award => ids.Contains(award.Batch) && award.State != AwardState.Refused)
            .GroupBy(award => award.Batch).Select(group => new
            {
                Batch = group.Key!.Value, Granted = group.Where(award => award.Budget != null).Select(award => award.Subject).Distinct().Count(),
                Queued = group.Where(award => award.State == AwardState.Queued).Select(award => award.Subject).Distinct().Count(),
            }).ToDictionaryAsync(row => row.Batch, cancellation);
        var budgets = await db.Set<Budget>().AsNoTracking().Where(budget => policies.Contains(budget.Policy)).ToListAsync(cancellation);
        return wanting.GroupBy(row => row.Batch!.Value).ToDictionary(group => group.Key, group =>
        {
            var asked = group.Select(row => (Budget: Of(budgets, open[group.Key].Policy, row.Benefit, row.DecidedOn.Year), row.DecidedOn.Year, row.Fen)).ToList();
            var lacking = asked.Where(one => one.Budget is not null).GroupBy(one => one.Budget!.Id).Sum(own => Math.Max(0, own.Sum(one => one.Fen) - own.First().Budget!.LeftFen));
            return new Shortage(heads[group.Key].Granted, heads[group.Key].Queued, lacking, asked.Where(one => one.Budget is null).Select(one => (int?)one.Year).Min());
        });
    }

    // As BudgetBook.ForAsync finds it: that of the benefit before that of the policy.
    private static Budget? Of(List<Budget> budgets, string policy, string benefit, int year) =>
        budgets.Where(budget => budget.Policy == policy && budget.Year == year && (budget.Benefit == benefit || budget.Benefit.Length == 0)).MaxBy(budget => budget.Benefit.Length);
}
