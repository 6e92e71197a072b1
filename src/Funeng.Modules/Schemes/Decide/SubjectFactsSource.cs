using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;

namespace Funeng.Modules.Schemes.Decide;

/// <summary>The facts of subjects in the order asked for, with the moment they are known at: with it a verdict on them can be decided again.</summary>
internal sealed class SubjectFactsSource(FactStore store, FactTables tables, TimeProvider time)
{
    /// <summary>Read from the filings that count at a moment.</summary>
    public async Task<KnownSubjects> OfFewAsync(IReadOnlyCollection<long> subjects, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var facts = new List<SubjectFacts>(subjects.Count);
        await foreach (var (_, known) in store.LoadSubjectsAsync(subjects, asOf, cancellation)) facts.Add(known);
        return new KnownSubjects(facts.Count, asOf, index => facts[index]);
    }

    /// <summary>
    /// Read from the fact table, which is brought up to date first. The moment is taken afterwards: a filing committed in between is not seen,
    /// but whoever filed it decides its subject next.
    /// </summary>
    public async Task<KnownSubjects> OfManyAsync(IReadOnlyList<long> subjects, CancellationToken cancellation)
    {
        var table = (await tables.OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table;
        var asOf = time.GetUtcNow();
        return new KnownSubjects(subjects.Count, asOf, index => table.FindRow(subjects[index]) is >= 0 and var row ? table.ReadSubject(row) : new SubjectFacts.Builder(table.Catalogue).Build());
    }
}

/// <param name="Count">Number of subjects.</param>
/// <param name="AsOf">The moment the facts are known at.</param>
/// <param name="Read">The facts of one, by its position; may be called from any thread.</param>
internal sealed record KnownSubjects(int Count, DateTimeOffset AsOf, Func<int, SubjectFacts> Read);
