using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Lists;

/// <summary>
/// Brings memberships up to what the facts say today, by difference: who certainly meets a condition and is not on the list enters with
/// reason and evidence, who certainly no longer meets it leaves; while it cannot be said, a member stays and everybody else is pending.
/// </summary>
public sealed class RefreshLists(
    FunengDatabase database, IdSource ids, ListViews views, FactTables tables, ListBook book, IEnumerable<IListTerms> terms, CityProfile city, TimeProvider clock)
{
    private const int ChunkSize = 4000;

    /// <summary>From so many subjects on enterprises are decided from the fact table; evidence always names filings and comes from them.</summary>
    internal int Many { get; set; } = 4000;

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

        var lists = book.On(day);
        await KeepVersionsAsync(lists, cancellation);
        var changes = ListChanges.None;
        foreach (var chunk in subjects.Chunk(ChunkSize))
        {
            // Chunk by chunk: whoever files meanwhile waits for one of them and not for the whole city.
            await Gate.WaitAsync(cancellation);
            try
            {
                var table = known is null && subjects.Count >= Many ? (await tables.OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table : null;
                changes += await RefreshAsync(chunk, lists, day, known, table, cancellation);
            }
            finally
            {
                Gate.Release();
            }
        }

        return changes;
    }

    private async Task<ListChanges> RefreshAsync(
        long[] subjects, IReadOnlyList<ReadList> lists, DateOnly today, DateTimeOffset? known, FactTable? table, CancellationToken cancellation)
    {
        var kinds = await views.KindsAsync(subjects, cancellation);
        var waiting = await MembershipWriter.WaitingAsync(database, subjects, cancellation);
        var ofKind = lists.Where(list => list.Condition is not null).ToLookup(list => list.List.Subject);
        var looks = new List<Look[]>(subjects.Length);
        foreach (var eyes in await EyesAsync(subjects, kinds, today, known, table, cancellation))
            looks.AddRange(LookAt(eyes, subject => ofKind[kinds[subject]], waiting, keepsViews: table is null, cancellation));

        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var store = new MembershipWriter(connection, transaction, ids, known ?? clock.GetUtcNow(), today);
        var open = await store.OpenAsync(subjects, cancellation);
        var pending = await store.PendingAsync(subjects, cancellation);
        var takenBack = await Withdrawals.LatestAsync(connection, transaction, [.. open.Keys.Select(key => key.Subject).Distinct()], cancellation);
        foreach (var look in looks.SelectMany(some => some))
        {
            look.Open = open.GetValueOrDefault((look.List.List.Id, look.Subject));
            look.IsUnfounded = look is { Open: not null, Outcome: Outcome.Unknown } && takenBack.TryGetValue(look.Subject, out var moment) && moment >= look.Open.LearnedAt
                && await views.StoodOnWhatWasTakenBackAsync(look.Subject, look.Open, connection, transaction, cancellation);
            look.IsPending = pending.Contains((look.List.List.Id, look.Subject));
        }

        await ExplainAsync(looks, kinds, today, table, cancellation);
        foreach (var look in looks.SelectMany(some => some)) Compare(store, look);
        store.LeaveLists(open, pending, lists);
        await store.SaveAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new ListChanges(store.Entered, store.Left);
    }

    private async Task<IReadOnlyList<ListEyes>> EyesAsync(
        long[] subjects, Dictionary<long, string> kinds, DateOnly today, DateTimeOffset? known, FactTable? table, CancellationToken cancellation)
    {
        if (table is null) return [await views.ReadAsync(subjects, kinds, today, known, cancellation)];
        var enterprises = subjects.Where(subject => kinds[subject] == Subject.Enterprise).ToList();
        var others = subjects.Where(subject => kinds[subject] != Subject.Enterprise).ToList();
        return [await views.ReadAsync(enterprises, kinds, today, table, cancellation), await views.ReadAsync(others, kinds, today, known, cancellation)];
    }

    private Look[][] LookAt(
        ListEyes eyes, Func<long, IEnumerable<ReadList>> lists, HashSet<(string, long)> waiting, bool keepsViews, CancellationToken cancellation)
    {
        var looks = new Look[eyes.Subjects.Count][];
        Parallel.For(0, looks.Length, new ParallelOptions { CancellationToken = cancellation }, index =>
        {
            var seen = eyes.See(eyes.Subjects[index]);
            looks[index] = [.. lists(seen.Subject).Select(list =>
            {
                var look = new Look(list, seen.Subject, evaluator.Outcome(list.Condition!, seen.View)) { Seen = keepsViews ? seen : null };
                if (look.Outcome == Outcome.Unknown && !waiting.Contains((list.List.Id, seen.Subject))) look.Missing = Missing(list, seen.View);
                return look;
            })];
        });
        return looks;
    }

    /// <summary>Writes down what memberships stand on, for those only who enter, leave or stay.</summary>
    private async Task ExplainAsync(List<Look[]> looks, Dictionary<long, string> kinds, DateOnly today, FactTable? table, CancellationToken cancellation)
    {
        var open = looks.Where(some => some.Any(look => look.IsUnexplained)).ToList();
        // The table knows values but not who filed them.
        var eyes = table is null ? null : await views.ReadAsync([.. open.Select(some => some[0].Subject)], kinds, today, (DateTimeOffset?)null, cancellation);
        Parallel.ForEach(open, new ParallelOptions { CancellationToken = cancellation }, some =>
        {
            var seen = eyes?.See(some[0].Subject) ?? some[0].Seen!;
            foreach (var look in some)
            {
                if (look.NeedsEvidence) look.Evidence = Evidence(look.List, seen.View, seen.Answers);
                if (look is { Outcome: Outcome.Unknown, IsPending: false }) look.Missing ??= Missing(look.List, seen.View);
            }
        });
    }

    private static void Compare(MembershipWriter store, Look look)
    {
        if (look.Outcome == Outcome.Unknown)
        {
            // It stays while it cannot be said, but not when what said it was taken back.
            if (look.IsUnfounded)
                store.LeaveUnfounded(look.List, look.Subject, look.Evidence);
            if (!look.IsPending)
                store.Pend(look.List, look.Subject, look.Missing!);
            return;
        }

        if (look.IsPending)
            store.Settle(look.List, look.Subject);
        if (look is { Outcome: Outcome.Met, Open: null })
            store.Enter(look.List, look.Subject, look.Evidence);
        else if (look is { Outcome: Outcome.NotMet, Open: not null })
            store.Leave(look.List, look.Subject, look.Evidence);
        else if (look.Outcome == Outcome.Met && look.Evidence != look.Open!.Evidence)
            store.Stand(look.List, look.Subject, look.Evidence);
    }

    private string Evidence(ReadList list, FactView view, StoredConclusions answers)
    {
        var verdict = evaluator.Decide(list.Condition!, view);
        var lines = EvidenceLines.Of(verdict);
        // “Does not meet the standard” alone convinces nobody: say which of its conditions fail.
        foreach (var evidence in verdict.Findings.SelectMany(finding => finding.Evidence))
        {
            if (evidence is { Definition.Origin: FactOrigin.SchemeResult result, Fact.Value.IsFalse: true } && answers.Failed(result.Scheme, view.On) is { Length: > 0 } failed)
                lines.Add(new EvidenceLine("failed:" + result.Scheme, "不符合的条件", failed, "", "按标准判定", ""));
        }

        foreach (var term in verdict.Findings.SelectMany(finding => finding.Evidence).Select(evidence => evidence.Definition).Distinct())
            lines.AddRange(terms.SelectMany(source => source.Beside(term, view)));

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

/// <summary>One subject under the condition of one list, beside what is stored about the two.</summary>
internal sealed class Look(ReadList list, long subject, Outcome outcome)
{
    public ReadList List => list;

    public long Subject => subject;

    /// <summary>What it was found from; null where that is not kept.</summary>
    public SeenByLists? Seen { get; init; }

    public Outcome Outcome => outcome;

    public OpenMembership? Open { get; set; }

    /// <summary>What said that it belongs was taken back.</summary>
    public bool IsUnfounded { get; set; }

    public bool IsPending { get; set; }

    public string Evidence { get; set; } = "";

    /// <summary>The facts for want of which it is open; null until somebody asks.</summary>
    public string? Missing { get; set; }

    public bool IsUnexplained => NeedsEvidence || (outcome == Outcome.Unknown && !IsPending && Missing is null);

    public bool NeedsEvidence => outcome switch
    {
        Outcome.Met => true,
        Outcome.NotMet => Open is not null,
        _ => IsUnfounded,
    };
}

/// <summary>How many entered and left, over all lists.</summary>
public sealed record ListChanges(int Entered, int Left)
{
    public static readonly ListChanges None = new(0, 0);

    public static ListChanges operator +(ListChanges one, ListChanges other) => new(one.Entered + other.Entered, one.Left + other.Left);
}
