using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Schemes.Decide;

/// <summary>The facts of subjects in the order asked for, with the moment they are known at: with it a verdict on them can be decided again.</summary>
internal sealed class SubjectFactsSource(FactReader store, FactTables tables, FunengDatabase database, TimeProvider time)
{
    /// <summary>Read from the filings that count at a moment at which nobody was publishing.</summary>
    public async Task<KnownSubjects> OfFewAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        await using var moment = await PublishingMoment.HoldAsync(database, time, cancellation);
        var facts = new List<SubjectFacts>(subjects.Count);
        await foreach (var (_, known) in store.LoadSubjectsAsync(subjects, moment.At, cancellation)) facts.Add(known);
        return new KnownSubjects(facts.Count, moment.At, index => facts[index]);
    }

    /// <summary>Read from the fact table. It is brought up to date first, so that little is left to do while those who publish wait.</summary>
    public async Task<KnownSubjects> OfManyAsync(IReadOnlyList<long> subjects, CancellationToken cancellation)
    {
        await tables.OpenAsync(Scope.All, Subject.Enterprise, cancellation);
        await using var moment = await PublishingMoment.HoldAsync(database, time, cancellation);
        var table = (await tables.OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table;
        return new KnownSubjects(subjects.Count, moment.At, index => table.FindRow(subjects[index]) is >= 0 and var row ? table.ReadSubject(row) : new SubjectFacts.Builder(table.Catalogue).TitlesAreAsFiled().Build());
    }
}

/// <param name="Count">Number of subjects.</param>
/// <param name="AsOf">The moment the facts are known at.</param>
/// <param name="Read">The facts of one, by its position; may be called from any thread.</param>
internal sealed record KnownSubjects(int Count, DateTimeOffset AsOf, Func<int, SubjectFacts> Read);
