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
    /// <summary>What these lack, and what all others lack that draw on the same money: it goes to those approved first, then to those public, and what one takes is not left for the next.</summary>
    public async Task<IReadOnlyDictionary<long, Shortage>> OfAsync(IReadOnlyCollection<RedemptionBatch> batches, CancellationToken cancellation)
    {
        var policies = batches.Where(batch => batch.State is BatchState.Draft or BatchState.Public or BatchState.Approved).Select(batch => batch.Policy).Distinct().ToList();
        if (policies.Count == 0) return new Dictionary<long, Shortage>();
        var open = (await sight.Batches().AsNoTracking().Where(batch => policies.Contains(batch.Policy) && (batch.State == BatchState.Draft || batch.State == BatchState.Public || batch.State == BatchState.Approved)).ToListAsync(cancellation))
            .OrderByDescending(batch => batch.State).ThenBy(batch => batch.Id).ToList();
        var ids = open.ConvertAll(batch => (long?)batch.Id);
        var wanting = (await sight.Awards().Where(award => ids.Contains(award.Batch) && award.Budget == null && award.State != AwardState.Refused)
            .GroupBy(award => new { award.Batch, award.Benefit, award.DecidedOn }).Select(group => new { group.Key.Batch, group.Key.Benefit, group.Key.DecidedOn, Fen = group.Sum(award => award.AmountFen) }).ToListAsync(cancellation))
            .ToLookup(row => row.Batch!.Value);
        var heads = await sight.Awards().Where(award => ids.Contains(award.Batch) && award.State != AwardState.Refused)
            .GroupBy(award => award.Batch).Select(group => new
            {
                Batch = group.Key!.Value, Granted = group.Where(award => award.Budget != null).Select(award => award.Subject).Distinct().Count(),
                Queued = group.Where(award => award.State == AwardState.Queued).Select(award => award.Subject).Distinct().Count(),
            }).ToDictionaryAsync(row => row.Batch, cancellation);
        var budgets = await db.Set<Budget>().AsNoTracking().Where(budget => policies.Contains(budget.Policy)).ToListAsync(cancellation);
        var left = budgets.ToDictionary(budget => budget.Id, budget => budget.LeftFen);
        var found = new Dictionary<long, Shortage>();
        foreach (var batch in open.Where(batch => wanting.Contains(batch.Id)))
        {
            var asked = wanting[batch.Id].Select(row => (Budget: Of(budgets, batch.Policy, row.Benefit, row.DecidedOn.Year), row.DecidedOn.Year, row.Fen)).ToList();
            var lacking = asked.Where(one => one.Budget is not null).GroupBy(one => one.Budget!.Id).Sum(own => Take(left, own.Key, own.Sum(one => one.Fen)));
            found[batch.Id] = new Shortage(heads[batch.Id].Granted, heads[batch.Id].Queued, lacking, asked.Where(one => one.Budget is null).Select(one => (int?)one.Year).Min());
        }

        return found;
    }

    // What is not left of what is asked for.
    private static long Take(Dictionary<long, long> left, long budget, long asked)
    {
        var taken = Math.Clamp(left[budget], 0, asked);
        left[budget] -= taken;
        return asked - taken;
    }

    // As BudgetBook.ForAsync finds it: that of the benefit before that of the policy.
    private static Budget? Of(List<Budget> budgets, string policy, string benefit, int year) =>
        budgets.Where(budget => budget.Policy == policy && budget.Year == year && (budget.Benefit == benefit || budget.Benefit.Length == 0)).MaxBy(budget => budget.Benefit.Length);
}
