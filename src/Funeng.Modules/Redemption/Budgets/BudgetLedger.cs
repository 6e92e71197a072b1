using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Batches;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Budgets;

/// <summary>A movement with the enterprise it is for; those of a total have none.</summary>
public sealed record LedgerLine(BudgetEntry Entry, string? Code, string? Name);

/// <summary>Part of the ledger of a budget.</summary>
/// <param name="Lines">The latest first.</param>
/// <param name="Total">How many there are of the kind asked for.</param>
/// <param name="Sums">By kind over the whole ledger, whatever was asked for.</param>
public sealed record BudgetLedgerOf(Budget Budget, string Title, IReadOnlyList<LedgerLine> Lines, int Total, IReadOnlyDictionary<EntryKind, (int Count, long Fen)> Sums)
{
    /// <summary>What the movements come to: it is what the budget says is left, or the ledger is wrong.</summary>
    public long LeftFen => Fen(EntryKind.Set) - Fen(EntryKind.Committed) + Fen(EntryKind.Released);

    private long Fen(EntryKind kind) => Sums.GetValueOrDefault(kind).Fen;
}

/// <summary>The ledger of a budget, every movement of it, for whoever has the region of its policy under him.</summary>
public sealed class BudgetLedger(FunengDb db, PolicyBook book, RedemptionSight sight, CurrentUser user)
{
    public const int Size = 20;

    /// <param name="page">From 1; one beyond the last is the last.</param>
    public async Task<BudgetLedgerOf?> RunAsync(long id, EntryKind? kind, int page, int size, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewRedemption) || await db.Set<Budget>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { } budget
            || book.Find(budget.Policy) is not { } policy || !sight.ActsFor(CollectAwards.RegionOf(policy))) return null;
        var all = db.Set<BudgetEntry>().AsNoTracking().Where(entry => entry.Budget == id);
        var sums = await all.GroupBy(entry => entry.Kind).Select(group => new { group.Key, Count = group.Count(), Fen = group.Sum(entry => entry.AmountFen) }).ToDictionaryAsync(group => group.Key, group => (group.Count, group.Fen), cancellation);
        var total = kind is { } one ? sums.GetValueOrDefault(one).Count : sums.Values.Sum(sum => sum.Count);
        var skipped = Math.Min(page - 1, Math.Max(0, total - 1) / size) * size;
        var lines = await (
            from entry in all
            where kind == null || entry.Kind == kind
            join award in db.Set<Award>() on entry.Award equals (long?)award.Id into awards
            from award in awards.DefaultIfEmpty()
            orderby entry.Id descending
            select new { entry, Code = (string?)award.Code, Name = (string?)award.Name }).Skip(skipped).Take(size).ToListAsync(cancellation);
        return new BudgetLedgerOf(budget, BudgetWords.Title(budget, book), lines.ConvertAll(line => new LedgerLine(line.entry, line.Code, line.Name)), total, sums);
    }
}

internal static class BudgetWords
{
    public static string Title(Budget budget, PolicyBook book) =>
        (book.Find(budget.Policy)?.Title ?? budget.Policy) + (budget.Benefit.Length > 0 ? "：" + (book.FindBenefit(budget.Benefit)?.Benefit.Title ?? budget.Benefit) : "");
}
