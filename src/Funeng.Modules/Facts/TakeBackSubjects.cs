using System.Globalization;
using System.Text;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Funeng.Modules.Facts;

/// <summary>A table of some module that speaks of subjects; every module names its own when it is registered.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">Its column with the subject's id.</param>
/// <param name="IsDerived">True when its rows are only worked out from facts, false when people made them.</param>
public sealed record SubjectRows(string Table, string Column, bool IsDerived)
{
    /// <summary>Which of its rows are meant, in SQL.</summary>
    public string Where { get; init; } = "1 = 1";
}

/// <summary>
/// Takes back subjects that were registered by mistake: those about which nobody has said or done anything that still counts. What was
/// worked out about them goes with them; withdrawn filings stay, under an id nobody bears any more.
/// </summary>
public sealed class TakeBackSubjects(FunengDb db, IEnumerable<SubjectRows> tables)
{
    private const int IdsAtOnce = 500;

    /// <summary>The subjects that may go; nothing is changed.</summary>
    public async Task<IReadOnlySet<long>> UnusedAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        var unused = subjects.ToHashSet();
        foreach (var table in tables.Where(table => !table.IsDerived))
        {
            foreach (var chunk in subjects.Chunk(IdsAtOnce))
            {
                unused.ExceptWith(await QueryAsync($"select distinct {table.Column} from {table.Table} where {table.Where} and {table.Column} in ({List(chunk)})", cancellation));
            }
        }

        return unused;
    }

    /// <summary>Deletes subjects and what was worked out about them; in the caller's transaction.</summary>
    public async Task RunAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        foreach (var chunk in subjects.Chunk(IdsAtOnce))
        {
            foreach (var table in tables.Where(table => table.IsDerived))
            {
                await ExecuteAsync($"delete from {table.Table} where {table.Where} and {table.Column} in ({List(chunk)})", cancellation);
            }

            await db.Set<Subject>().Where(subject => chunk.Contains(subject.Id)).ExecuteDeleteAsync(cancellation);
        }
    }

    private async Task<List<long>> QueryAsync(string sql, CancellationToken cancellation)
    {
        await using var command = Command(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<long>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(reader.GetInt64(0));
        }

        return found;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    // Names of tables and columns come from the modules' registrations, the rest are numbers.
    private System.Data.Common.DbCommand Command(string sql)
    {
        var transaction = db.Database.CurrentTransaction ?? throw new InvalidOperationException("Subjects are taken back within a transaction.");
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        command.CommandText = sql;
        return command;
    }

    private static string List(IEnumerable<long> ids) => new StringBuilder().AppendJoin(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture))).ToString();
}
