using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>An amount that moves, and what it belongs to.</summary>
/// <param name="Fen">More than nothing.</param>
public sealed record Money(long Fen, string Note)
{
    public long? Award { get; init; }

    public long? Batch { get; init; }

    public long? Payment { get; init; }
}

/// <summary>
/// The only way money of a budget moves. Each movement is one conditional update, so that two at the same moment cannot spend the same yuan,
/// and a row in the ledger. The caller opens a transaction, saves and commits: the update and its row count together or not at all.
/// </summary>
public sealed class BudgetBook(FunengDb db, IdSource ids, AuditTrail audit, CurrentUser user, TimeProvider time)
{
    /// <summary>The money for a benefit in a year: its own, else that of its policy; null when nobody has set any.</summary>
    public async Task<Budget?> ForAsync(string policy, string benefit, int year, CancellationToken cancellation) =>
        await db.Set<Budget>().AsNoTracking().Where(budget => budget.Policy == policy && budget.Year == year && (budget.Benefit == benefit || budget.Benefit == ""))
            .OrderByDescending(budget => budget.Benefit).FirstOrDefaultAsync(cancellation);

    /// <summary>Sets the total of a year, or changes it; never below what is committed and paid.</summary>
    /// <returns>The id; null when the total would be less than what is promised already.</returns>
    public async Task<long?> SetAsync(string policy, string benefit, int year, long totalFen, string source, bool isSynthetic, CancellationToken cancellation)
    {
        RequireTransaction();
        var known = await db.Set<Budget>().AsNoTracking().SingleOrDefaultAsync(budget => budget.Policy == policy && budget.Benefit == benefit && budget.Year == year, cancellation);
        var id = known?.Id ?? ids.Next();
        if (known is null)
        {
            db.Add(new Budget { Id = id, Policy = policy, Benefit = benefit, Year = year, TotalFen = totalFen, Source = source, Who = user.Signature, At = time.GetUtcNow(), IsSynthetic = isSynthetic });
        }
        else if (await db.Set<Budget>().Where(budget => budget.Id == id && budget.TotalFen == known.TotalFen && budget.CommittedFen + budget.PaidFen <= totalFen)
            .ExecuteUpdateAsync(row => row.SetProperty(budget => budget.TotalFen, totalFen).SetProperty(budget => budget.Source, source), cancellation) == 0)
        {
            return null;
        }

        Enter(id, EntryKind.Set, new Money(totalFen - (known?.TotalFen ?? 0), source));
        audit.Record("设定资金盘子", $"budget:{id}", source, known is null ? null : new { known.TotalFen }, new { TotalFen = totalFen, Policy = policy, Benefit = benefit, Year = year });
        return id;
    }

    /// <summary>Promises money: all parts or none.</summary>
    /// <returns>False when so much is not left.</returns>
    public Task<bool> CommitAsync(long budget, IReadOnlyList<Money> parts, CancellationToken cancellation) => MoveAsync(
        EntryKind.Committed, budget, parts,
        (rows, fen) => rows.Where(row => row.TotalFen - row.CommittedFen - row.PaidFen >= fen)
            .ExecuteUpdateAsync(row => row.SetProperty(known => known.CommittedFen, known => known.CommittedFen + fen), cancellation));

    /// <summary>What was committed will not be paid.</summary>
    public Task<bool> ReleaseAsync(long budget, IReadOnlyList<Money> parts, CancellationToken cancellation) => MoveAsync(
        EntryKind.Released, budget, parts,
        (rows, fen) => rows.Where(row => row.CommittedFen >= fen)
            .ExecuteUpdateAsync(row => row.SetProperty(known => known.CommittedFen, known => known.CommittedFen - fen), cancellation));

    /// <summary>What was committed has been paid.</summary>
    public Task<bool> PayAsync(long budget, IReadOnlyList<Money> parts, CancellationToken cancellation) => MoveAsync(
        EntryKind.Paid, budget, parts,
        (rows, fen) => rows.Where(row => row.CommittedFen >= fen).ExecuteUpdateAsync(
            row => row.SetProperty(known => known.CommittedFen, known => known.CommittedFen - fen).SetProperty(known => known.PaidFen, known => known.PaidFen + fen), cancellation));

    /// <summary>Money that is claimed back, and what comes of it, is noted: it goes to the treasury and cannot be spent again from here.</summary>
    public void Note(long budget, EntryKind kind, Money part) =>
        Enter(budget, kind is EntryKind.ClawedBack or EntryKind.Recovered or EntryKind.Interest ? kind : throw new ArgumentException($"{kind} moves money.", nameof(kind)), part);

    private async Task<bool> MoveAsync(EntryKind kind, long budget, IReadOnlyList<Money> parts, Func<IQueryable<Budget>, long, Task<int>> update)
    {
        RequireTransaction();
        foreach (var part in parts) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(part.Fen);
        if (await update(db.Set<Budget>().Where(row => row.Id == budget), parts.Sum(part => part.Fen)) == 0) return false;
        foreach (var part in parts) Enter(budget, kind, part);
        return true;
    }

    private void RequireTransaction()
    {
        if (db.Database.CurrentTransaction is null) throw new InvalidOperationException("Money moves only inside a transaction.");
    }

    private void Enter(long budget, EntryKind kind, Money part) =>
        db.Add(new BudgetEntry { Id = ids.Next(), Budget = budget, Kind = kind, AmountFen = part.Fen, Award = part.Award, Batch = part.Batch, Payment = part.Payment, Note = part.Note, Who = user.Signature, At = time.GetUtcNow() });
}
