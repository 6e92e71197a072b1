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
    FunengDatabase database, FactStore facts, FactTables tables, TierStandards standards, LibraryCatalogue libraries, RuleBook rules, CityProfile city,
    TimeProvider clock)
{
    private const int ChunkSize = 1000;

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
        var table = subjects.Count >= Many ? (await tables.OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table : null;
        foreach (var chunk in subjects.Chunk(ChunkSize))
        {
            var known = table is null ? await LoadAsync(chunk, cancellation) : Read(table, chunk);
            var compared = new List<Compared>[known.Count];
            Parallel.For(0, known.Count, new ParallelOptions { CancellationToken = cancellation }, index =>
                compared[index] = [.. pairs.Select(pair => Compare(pair, known[index].Subject, known[index].Present, today))]);
            await SaveAsync(chunk, [.. compared.SelectMany(some => some)], today, cancellation);
        }
    }

    /// <summary>Every library whose standard in force replaced another one.</summary>
    public static IReadOnlyList<StandardPair> Pairs(LibraryCatalogue libraries, TierStandards standards, DateOnly day) =>
        [.. libraries.Libraries
            .Select(library => (library, Old: standards.SchemeBefore(library, day), New: standards.SchemeOn(library, day)))
            .Where(pair => pair.Old is not null && pair.New is not null)
            .Select(pair => new StandardPair(pair.library, pair.Old!, pair.New!))];

    private async Task<List<(long Subject, SubjectFacts Present)>> LoadAsync(long[] subjects, CancellationToken cancellation)
    {
        var known = new List<(long, SubjectFacts)>(subjects.Length);
        await foreach (var pair in facts.LoadSubjectsAsync(subjects, null, cancellation)) known.Add(pair);
        return known;
    }

    private static List<(long Subject, SubjectFacts Present)> Read(FactTable table, long[] subjects) =>
        [.. subjects.Select(subject => (subject, table.FindRow(subject)))
            .Select(pair => (pair.subject, pair.Item2 < 0 ? new SubjectFacts.Builder(table.Catalogue).TitlesAreAsFiled().Build() : table.ReadSubject(pair.Item2)))];

    private Compared Compare(StandardPair pair, long subject, SubjectFacts present, DateOnly today)
    {
        var view = rules.View(present, today);
        var holds = pair.Library.Schemes.Any(scheme => present.FindTitle(scheme, today) is not null);
        return new Compared(pair, subject, evaluator.Survey(pair.Old, view), evaluator.Survey(pair.New, view), holds);
    }

    private async Task SaveAsync(
        long[] subjects, IReadOnlyList<Compared> rows, DateOnly today, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var command = connection.CreateCommand())
        {
            command.Transaction = transaction;
            command.CommandText = $"delete from standard_comparison where subject in ({string.Join(',', subjects)})";
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

    /// <summary>What stands against the subject: conditions, not the conclusions drawn from them.</summary>
    internal static string Failed(Verdict verdict) => string.Join(';', verdict.Failed
        .Where(finding => finding.Criterion.Kind is CriterionKind.Gate or CriterionKind.Exclusion or CriterionKind.Structure or CriterionKind.Pass or CriterionKind.Standard)
        .Select(finding => finding.Criterion.Key));

    private sealed record Compared(StandardPair Pair, long Subject, Verdict Old, Verdict New, bool Holds);
}

/// <summary>A standard in force and the one it replaced.</summary>
public sealed record StandardPair(LibraryDefinition Library, Scheme Old, Scheme New);
