using System.Data.Common;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Lists;

/// <summary>
/// Brings memberships up to what the facts say today, by difference: who certainly meets a condition and is not on the list enters with
/// reason and evidence, who certainly no longer meets it leaves; while it cannot be said, a member stays and everybody else is pending.
/// </summary>
public sealed class RefreshLists(
    FunengDatabase database, IdSource ids, FactStore facts, ListBook book, IEnumerable<IListTerms> terms, SubjectConclusions conclusions,
    CityProfile city, TimeProvider clock)
{
    private const int ChunkSize = 1000;

    // One refresh at a time in this process; across processes the unique index on open memberships holds.
    private static readonly SemaphoreSlim Gate = new(1);
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly CriteriaEvaluator evaluator = new();

    /// <summary>Every subject there is; a job calls it once a night, because dates pass without any filing.</summary>
    public async Task<ListChanges> RunAllAsync(CancellationToken cancellation)
    {
        var subjects = new List<long>();
        var kinds = string.Join(", ", book.On(city.Today(clock)).Select(list => list.List.Subject).Distinct().Select(kind => $"'{kind}'"));
        await using (var connection = await database.OpenAsync(cancellation))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"select id from subject where kind in ({kinds}) order by id";
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation)) subjects.Add(reader.GetInt64(0));
        }

        return await RunAsync(subjects, cancellation);
    }

    public Task<ListChanges> RunAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation) =>
        RunAsync(subjects, city.Today(clock), null, cancellation);

    /// <summary>
    /// What the lists would have said on a past day, from what was known by the end of it: for records that are brought in with their
    /// history. Days must be given in order, the present one last.
    /// </summary>
    public Task<ListChanges> ReplayAsync(IReadOnlyCollection<long> subjects, DateOnly day, DateTimeOffset known, CancellationToken cancellation) =>
        RunAsync(subjects, day, known, cancellation);

    private async Task<ListChanges> RunAsync(IReadOnlyCollection<long> subjects, DateOnly day, DateTimeOffset? known, CancellationToken cancellation)
    {
        if (subjects.Count == 0)
            return ListChanges.None;

        await Gate.WaitAsync(cancellation);
        try
        {
            var lists = book.On(day);
            await KeepVersionsAsync(lists, cancellation);
            var changes = ListChanges.None;
            foreach (var chunk in subjects.Chunk(ChunkSize))
                changes += await RefreshAsync(chunk, lists, day, known, cancellation);
            return changes;
        }
        finally
        {
            Gate.Release();
        }
    }

    private async Task<ListChanges> RefreshAsync(
        long[] subjects, IReadOnlyList<ReadList> lists, DateOnly today, DateTimeOffset? known, CancellationToken cancellation)
    {
        var kinds = await SubjectKindsAsync(subjects, cancellation);
        var views = await ViewsAsync(subjects, kinds, today, known, cancellation);
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var store = new MembershipWriter(connection, transaction, ids, known ?? clock.GetUtcNow(), today);
        var open = await store.OpenAsync(subjects, cancellation);
        var pending = await store.PendingAsync(subjects, cancellation);
        var takenBack = await Withdrawals.LatestAsync(connection, transaction, [.. open.Keys.Select(key => key.Subject).Distinct()], cancellation);
        foreach (var (subject, view, answers) in views)
        {
            foreach (var list in lists.Where(list => list.Condition is not null && list.List.Subject == kinds[subject]))
            {
                open.TryGetValue((list.List.Id, subject), out var membership);
                var isUnfounded = membership is not null && takenBack.TryGetValue(subject, out var moment) && moment >= membership.LearnedAt;
                Compare(store, list, subject, view, answers, membership, isUnfounded, pending);
            }

            store.LeaveLists(subject, open, pending, lists);
        }

        await store.SaveAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new ListChanges(store.Entered, store.Left);
    }

    private void Compare(
        MembershipWriter store, ReadList list, long subject, FactView view, StoredConclusions answers, OpenMembership? open, bool isUnfounded,
        HashSet<(string, long)> pending)
    {
        var key = (list.List.Id, subject);
        var outcome = evaluator.Outcome(list.Condition!, view);
        if (outcome == Outcome.Unknown)
        {
            // It stays while it cannot be said, but not when what said it was taken back.
            if (isUnfounded)
                store.LeaveUnfounded(list, subject, Evidence(list, view, answers));
            if (!pending.Contains(key))
                store.Pend(list, subject, Missing(list, view));
            return;
        }

        if (pending.Contains(key))
            store.Settle(list, subject);
        if (outcome == Outcome.Met && open is null)
            store.Enter(list, subject, Evidence(list, view, answers));
        else if (outcome == Outcome.NotMet && open is not null)
            store.Leave(list, subject, Evidence(list, view, answers));
        else if (outcome == Outcome.Met && Evidence(list, view, answers) is var evidence && evidence != open!.Evidence)
            store.Stand(list, subject, evidence);
    }

    private async Task<Dictionary<long, string>> SubjectKindsAsync(long[] subjects, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = $"select id, kind from subject where id in ({string.Join(',', subjects.Select(id => id.ToString(CultureInfo.InvariantCulture)))})";
        var kinds = subjects.ToDictionary(id => id, _ => "");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) kinds[reader.GetInt64(0)] = reader.GetString(1);
        return kinds;
    }

    private async Task<List<(long Subject, FactView View, StoredConclusions Answers)>> ViewsAsync(
        long[] subjects, Dictionary<long, string> kinds, DateOnly today, DateTimeOffset? known, CancellationToken cancellation)
    {
        var loaded = new Dictionary<long, SubjectFacts>(subjects.Length);
        await foreach (var (subject, present) in facts.LoadSubjectsAsync(subjects, known, cancellation))
            loaded[subject] = present;

        var answers = await conclusions.ReadAsync(subjects, cancellation);
        var added = new List<(IListTerms Source, IReadOnlyDictionary<long, IReadOnlyList<KeyValuePair<string, FeelValue>>> Values)>();
        foreach (var source in terms)
            added.Add((source, await source.ReadAsync(loaded, today, cancellation)));

        return [.. loaded.Select(pair => (pair.Key, new FactView(With(pair.Key, kinds[pair.Key], pair.Value, added), today, answers[pair.Key]), answers[pair.Key]))];
    }

    /// <summary>The facts under the larger catalogue, which knows the terms, with the values of the terms.</summary>
    private SubjectFacts With(
        long subject, string kind, SubjectFacts present, List<(IListTerms Source, IReadOnlyDictionary<long, IReadOnlyList<KeyValuePair<string, FeelValue>>> Values)> added)
    {
        var builder = new SubjectFacts.Builder(book.Names).TitlesAreKnown(present.TitlesKnown);
        foreach (var fact in present.All) builder.Add(fact);
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

    private string Evidence(ReadList list, FactView view, StoredConclusions answers)
    {
        var verdict = evaluator.Decide(list.Condition!, view);
        var lines = EvidenceLines.Of(verdict);
        // “Does not meet the standard” alone convinces nobody: say which of its conditions fail.
        foreach (var evidence in verdict.Findings.SelectMany(finding => finding.Evidence))
        {
            if (evidence is { Definition.Origin: FactOrigin.SchemeResult result, Fact.Value.IsFalse: true } && answers.Failed(result.Scheme, view.On) is { Length: > 0 } failed)
                lines.Add(new EvidenceLine("failed:" + result.Scheme, "未达到", failed, "", "", ""));
        }

        return JsonSerializer.Serialize(lines, Json);
    }

    private string Missing(ReadList list, FactView view) =>
        string.Join('、', evaluator.Decide(list.Condition!, view).Missing.Select(missing => EvidenceLines.Label(missing.Definition)).Distinct());

    private async Task KeepVersionsAsync(IReadOnlyList<ReadList> lists, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var known = new HashSet<(string, string)>();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "select list, sha256 from list_version";
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation)) known.Add((reader.GetString(0), reader.GetString(1)));
        }

        foreach (var list in lists.Select(list => list.List).Where(list => !known.Contains((list.Id, list.Sha256))))
            await KeepVersionAsync(connection, list, cancellation);
    }

    private async Task KeepVersionAsync(DbConnection connection, LiveList list, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            "insert into list_version (id, list, title, sha256, definition, first_seen) values (@id, @list, @title, @sha256, @definition, @seen) on conflict (list, sha256) do nothing";
        command.AddParameter("id", ids.Next());
        command.AddParameter("list", list.Id);
        command.AddParameter("title", list.Title);
        command.AddParameter("sha256", list.Sha256);
        command.AddParameter("definition", list.Text);
        command.AddParameter("seen", InstantConverter.ToStored(clock.GetUtcNow()));
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>How many entered and left, over all lists.</summary>
public sealed record ListChanges(int Entered, int Left)
{
    public static readonly ListChanges None = new(0, 0);

    public static ListChanges operator +(ListChanges one, ListChanges other) => new(one.Entered + other.Entered, one.Left + other.Left);
}
