using System.Data.Common;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Cultivation.Compare;

/// <summary>Decides the same facts by a standard and by the one it replaced, and keeps both answers with what fails, for every enterprise.</summary>
public sealed class CompareStandards(
    FunengDatabase database, FactReader facts, FactTables tables, TierStandards standards, LibraryCatalogue libraries, RuleBook rules, CityProfile city,
    TimeProvider clock)
{
    private const int ChunkSize = 4000;

    private static readonly SemaphoreSlim Gate = new(1);

    /// <summary>From so many subjects on they are read from the fact table instead of their filings.</summary>
    internal int Many { get; set; } = 4000;

    private static readonly BulkColumn[] Columns =
    [
        new("old_scheme", BulkType.Text), new("new_scheme", BulkType.Text), new("subject", BulkType.Long), new("old_outcome", BulkType.Text),
        new("new_outcome", BulkType.Text), new("holds_title", BulkType.Boolean), new("old_failed", BulkType.Text), new("new_failed", BulkType.Text),
        new("compared_on", BulkType.Date),
    ];

    private readonly CriteriaEvaluator evaluator = new();

    public async Task RunAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        var today = city.Today(clock);
        var pairs = Pairs(libraries, standards, today);
        foreach (var chunk in subjects.Chunk(ChunkSize))
        {
            // Reading facts and storing what they say are one step: the slower of two runs must not have the last word.
            await Gate.WaitAsync(cancellation);
            try
            {
                var table = subjects.Count >= Many ? (await tables.OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table : null;
                var known = table is null ? await LoadAsync(chunk, cancellation) : null;
                var compared = new List<Compared>[chunk.Length];
                Parallel.For(0, chunk.Length, new ParallelOptions { CancellationToken = cancellation }, index =>
                    compared[index] = Compare(pairs, chunk[index], known is null ? Read(table!, chunk[index]) : known[index], today));
                await SaveAsync(chunk, [.. compared.SelectMany(some => some)], today, cancellation);
            }
            finally
            {
                Gate.Release();
            }
        }
    }

    /// <summary>Every library whose standard in force replaced another one.</summary>
    public static IReadOnlyList<StandardPair> Pairs(LibraryCatalogue libraries, TierStandards standards, DateOnly day) =>
        [.. libraries.Libraries
            .Select(library => (library, Old: standards.SchemeBefore(library, day), New: standards.SchemeOn(library, day)))
            .Where(pair => pair.Old is not null && pair.New is not null)
            .Select(pair => new StandardPair(pair.library, pair.Old!, pair.New!))];

    private async Task<List<SubjectFacts>> LoadAsync(long[] subjects, CancellationToken cancellation)
    {
        var known = new List<SubjectFacts>(subjects.Length);
        await foreach (var (_, present) in facts.LoadSubjectsAsync(subjects, null, cancellation)) known.Add(present);
        return known;
    }

    private static SubjectFacts Read(FactTable table, long subject) =>
        table.FindRow(subject) is >= 0 and var row ? table.ReadSubject(row) : new SubjectFacts.Builder(table.Catalogue).TitlesAreAsFiled().Build();

    private List<Compared> Compare(IReadOnlyList<StandardPair> pairs, long subject, SubjectFacts present, DateOnly today)
    {
        // One view for all of them: what follows from the facts is worked out once.
        var view = rules.View(present, today);
        return [.. pairs.Select(pair => new Compared(
            pair, subject, evaluator.Survey(pair.Old, view), evaluator.Survey(pair.New, view),
            pair.Library.Schemes.Any(scheme => present.FindTitle(scheme, today) is not null)))];
    }

    private async Task SaveAsync(
        long[] subjects, IReadOnlyList<Compared> rows, DateOnly today, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var (old, present) in await StoredPairsAsync(connection, transaction, cancellation))
        {
            // By the whole key: by subject alone every row there is would be looked at.
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"delete from standard_comparison where old_scheme = @old and new_scheme = @new and subject in ({string.Join(',', subjects)})";
            command.AddParameter("old", old);
            command.AddParameter("new", present);
            await command.ExecuteNonQueryAsync(cancellation);
        }

        await using (var writer = await BulkWriter.BeginAsync(connection, transaction, "standard_comparison", Columns, cancellation))
        {
            foreach (var row in rows)
            {
                writer.Write(
                    row.Pair.Old.Id, row.Pair.New.Id, row.Subject, row.Old.Outcome.ToString(), row.New.Outcome.ToString(), row.Holds,
                    Failed(row.Old), Failed(row.New), today);
            }

            await writer.CompleteAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Which two standards there are rows of, found key by key: a city has millions of rows.</summary>
    private static async Task<List<(string Old, string New)>> StoredPairsAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellation)
    {
        var pairs = new List<(string Old, string New)>();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            "select old_scheme, new_scheme from standard_comparison where (old_scheme, new_scheme) > (@old, @new) order by old_scheme, new_scheme limit 1";
        var old = command.AddParameter("old", "");
        var present = command.AddParameter("new", "");
        while (true)
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            if (!await reader.ReadAsync(cancellation)) return pairs;
            pairs.Add((reader.GetString(0), reader.GetString(1)));
            (old.Value, present.Value) = pairs[^1];
        }
    }

    /// <summary>What stands against the subject: conditions, not the conclusions drawn from them.</summary>
    internal static string Failed(Verdict verdict) => string.Join(';', verdict.Failed
        .Where(finding => finding.Criterion.Kind is CriterionKind.Gate or CriterionKind.Exclusion or CriterionKind.Structure or CriterionKind.Pass or CriterionKind.Standard)
        .Select(finding => finding.Criterion.Key));

    private sealed record Compared(StandardPair Pair, long Subject, Verdict Old, Verdict New, bool Holds);
}

/// <summary>A standard in force and the one it replaced.</summary>
public sealed record StandardPair(LibraryDefinition Library, Scheme Old, Scheme New);
