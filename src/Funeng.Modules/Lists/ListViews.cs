using System.Collections;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Lists;

/// <summary>
/// Subjects as the conditions of lists see them: their facts, the stored verdicts as answers to 符合…, and the terms that modules add. Facts come
/// from the filings with their sources, or, to decide very many, from the fact table without them.
/// </summary>
public sealed class ListViews(FunengDatabase database, FactReader facts, ListBook book, IEnumerable<IListTerms> terms, SubjectConclusions conclusions, RuleBook rules)
{
    /// <summary>What kind of subject each is.</summary>
    internal async Task<Dictionary<long, string>> KindsAsync(long[] subjects, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = $"select id, kind from subject where id in ({string.Join(',', subjects.Select(id => id.ToString(CultureInfo.InvariantCulture)))})";
        var kinds = subjects.ToDictionary(id => id, _ => "");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) kinds[reader.GetInt64(0)] = reader.GetString(1);
        return kinds;
    }

    /// <summary>From the filings that count, or that counted at a past moment.</summary>
    internal async Task<ListEyes> ReadAsync(
        IReadOnlyCollection<long> subjects, Dictionary<long, string> kinds, DateOnly today, DateTimeOffset? known, CancellationToken cancellation)
    {
        var loaded = new Dictionary<long, SubjectFacts>(subjects.Count);
        await foreach (var (subject, present) in facts.LoadSubjectsAsync(subjects, known, cancellation))
            loaded[subject] = present;
        return await EyesAsync(loaded, kinds, null, today, cancellation);
    }

    /// <summary>Enterprises from the fact table, with the facts the conditions need.</summary>
    internal Task<ListEyes> ReadAsync(
        IReadOnlyCollection<long> subjects, Dictionary<long, string> kinds, DateOnly today, FactTable table, CancellationToken cancellation) =>
        EyesAsync(new TableFacts(table, subjects), kinds, NeededKeys(book.On(today)), today, cancellation);

    private async Task<ListEyes> EyesAsync(
        IReadOnlyDictionary<long, SubjectFacts> loaded, Dictionary<long, string> kinds, HashSet<string>? needed, DateOnly today, CancellationToken cancellation)
    {
        var answers = await conclusions.ReadAsync([.. loaded.Keys], cancellation);
        var added = new List<GivenTerms>();
        foreach (var source in terms)
            added.Add(new GivenTerms(source, await source.ReadAsync(loaded, today, cancellation)));
        return new ListEyes([.. loaded.Keys], subject => new SeenByLists(
            subject, new FactView(With(subject, kinds[subject], loaded[subject], needed, added), today, answers[subject]), answers[subject]));
    }

    /// <summary>The facts under the larger catalogue, which knows the terms, with the values of the terms.</summary>
    private SubjectFacts With(long subject, string kind, SubjectFacts present, HashSet<string>? needed, List<GivenTerms> added)
    {
        var builder = new SubjectFacts.Builder(book.Names).TitlesAreKnown(present.TitlesKnown);
        foreach (var fact in present.All)
        {
            if (needed?.Contains(fact.Definition.Key) != false) builder.Add(fact);
        }

        foreach (var grant in present.Titles) builder.Add(grant);
        foreach (var (source, values) in added)
        {
            var given = values.GetValueOrDefault(subject) ?? [];
            foreach (var term in source.Terms.Where(term => term.Subject == kind))
            {
                var value = given.FirstOrDefault(pair => pair.Key == term.Key) is { Key: not null } found ? found.Value : source.Otherwise(term);
                if (!value.IsNull)
                    builder.Add(new Fact(term, value, Period.State, FilingRef.Computed, DateTimeOffset.UnixEpoch));
            }
        }

        return builder.Build();
    }

    /// <summary>Whether something a membership was founded on has been taken back since; other filings about the subject do not matter.</summary>
    internal async Task<bool> StoodOnWhatWasTakenBackAsync(
        long subject, OpenMembership open, DbConnection connection, DbTransaction transaction, CancellationToken cancellation)
    {
        var lines = JsonSerializer.Deserialize<List<EvidenceLine>>(open.Evidence) ?? [];
        var keys = Followed(lines.Select(line => book.Names.Find(line.Fact)).OfType<FactDefinition>(), followsSchemes: true);
        var titles = await Withdrawals.TitlesAsync(connection, transaction, subject, open.LearnedAt, cancellation);
        if (titles.Any(scheme => keys.Contains(TitleOf(scheme)))) return true;
        return (await facts.HistoryAsync(subject, cancellation)).Any(entry => entry.WithdrawnAt >= open.LearnedAt && keys.Contains(entry.Key));
    }

    private HashSet<string> NeededKeys(IReadOnlyList<ReadList> lists) =>
        Followed(lists.Select(list => list.Condition).OfType<Engines.Criteria.Scheme>().SelectMany(condition => condition.Facts), followsSchemes: false);

    /// <summary>Every filed fact some facts can rest on, formulas followed down by the names in them; rather one too many than one too few.</summary>
    private HashSet<string> Followed(IEnumerable<FactDefinition> start, bool followsSchemes)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal) { SubjectFacts.TitlesChecked };
        var open = new Stack<FactDefinition>(start);
        while (open.TryPop(out var fact))
        {
            if (!keys.Add(fact.Key)) continue;
            foreach (var below in fact.Origin switch
            {
                FactOrigin.View view => book.Names.Find(view.Of) is { } filed ? [filed] : [],
                FactOrigin.Derived derived => book.Names.All.Where(other => derived.Formula.Contains(other.Name, StringComparison.Ordinal)),
                FactOrigin.SchemeResult result when followsSchemes => rules.FindLatest(result.Scheme)?.Scheme.Facts ?? [],
                _ => [],
            })
            {
                open.Push(below);
            }

            if (fact.Origin is FactOrigin.TitleHeld title) keys.Add(TitleOf(title.Scheme));
        }

        return keys;
    }

    private static string TitleOf(string scheme) => "title of " + scheme;

    private sealed record GivenTerms(IListTerms Source, IReadOnlyDictionary<long, IReadOnlyList<KeyValuePair<string, FeelValue>>> Values);
}

/// <summary>Subjects that can be looked at one by one, from any thread: of very many no more than one each thread is held at a time.</summary>
internal sealed record ListEyes(IReadOnlyList<long> Subjects, Func<long, SeenByLists> See);

/// <summary>One subject as conditions see it. A view remembers what it worked out: one thread at a time.</summary>
internal sealed record SeenByLists(long Subject, FactView View, StoredConclusions Answers);

/// <summary>The facts of some subjects in a table, read anew whenever they are asked for.</summary>
internal sealed class TableFacts(FactTable table, IReadOnlyCollection<long> subjects) : IReadOnlyDictionary<long, SubjectFacts>
{
    public IEnumerable<long> Keys => subjects;

    public IEnumerable<SubjectFacts> Values => subjects.Select(subject => this[subject]);

    public int Count => subjects.Count;

    public SubjectFacts this[long key] =>
        table.FindRow(key) is >= 0 and var row ? table.ReadSubject(row) : new SubjectFacts.Builder(table.Catalogue).TitlesAreAsFiled().Build();

    public bool ContainsKey(long key) => subjects.Contains(key);

    public bool TryGetValue(long key, out SubjectFacts value)
    {
        value = this[key];
        return true;
    }

    public IEnumerator<KeyValuePair<long, SubjectFacts>> GetEnumerator() => subjects.Select(subject => KeyValuePair.Create(subject, this[subject])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
