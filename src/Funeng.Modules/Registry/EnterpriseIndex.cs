using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry;

/// <summary>One enterprise found by name or code.</summary>
public sealed record FoundEnterprise(long Id, string Code, string Name, string? MatchedName);

/// <summary>What a search found: the best ones, and how many there are altogether.</summary>
public sealed record FoundEnterprises(IReadOnlyList<FoundEnterprise> Best, long Total)
{
    public static FoundEnterprises None { get; } = new([], 0);
}

/// <summary>
/// Finds enterprises by any part of a name, short or former name, by the pinyin initials of a name, or by a code; in memory, the same on
/// both databases. Every search takes a scope. The index is made at the start, and what changes later is put beside it; only when much has
/// changed is it made anew. What another process changes (an import on the command line) is noticed a few seconds later.
/// </summary>
public sealed class EnterpriseIndex(IDbContextFactory<FunengDb> databases, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private volatile NameTable? table;
    private int version;

    // Up to where the register was read, and when that was last looked at; both belong to the gate.
    private RegisterMark mark = RegisterMark.None;
    private long lookedAt;

    private const int EnoughToSuggest = 4_000;
    private const int MostChanged = 5_000;
    private const int IdsAtOnce = 500;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    /// <summary>Something of the register has changed.</summary>
    public event Action? Changed;

    /// <summary>Names, codes or places of some enterprises have changed, or they are gone.</summary>
    public async Task ChangedAsync(IReadOnlyCollection<long> ids, CancellationToken cancellation)
    {
        Changed?.Invoke();
        if (table is not { } known || ids.Count + known.Changed > MostChanged)
        {
            Forget();
            return;
        }

        await gate.WaitAsync(cancellation);
        try
        {
            Interlocked.Increment(ref version);
            await PatchAsync(ids, cancellation);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Much has changed: the next search reads all names anew.</summary>
    public void Forget()
    {
        Changed?.Invoke();
        Interlocked.Increment(ref version);
        table = null;
    }

    /// <summary>Reads the names, so that the first search does not wait for it.</summary>
    public Task WarmAsync(CancellationToken cancellation) => GetAsync(cancellation);

    public async Task<FoundEnterprises> SearchAsync(string text, Scope scope, int skip, int take, CancellationToken cancellation) =>
        (await GetAsync(cancellation)).Search(text, scope, skip, take);

    /// <summary>A few good hits at once; how many there are altogether is not counted beyond some thousands.</summary>
    public async Task<IReadOnlyList<FoundEnterprise>> SuggestAsync(string text, Scope scope, int take, CancellationToken cancellation) =>
        (await GetAsync(cancellation)).Search(text, scope, 0, take, EnoughToSuggest).Best;

    /// <summary>Whose code was meant, where none is as typed and one slip explains it; the likeliest slip first.</summary>
    public async Task<IReadOnlyList<FoundEnterprise>> NearCodesAsync(string typed, Scope scope, int take, CancellationToken cancellation) =>
        CodeSlips.IsCodeLike(UnifiedSocialCreditCode.Clean(typed)) ? (await GetAsync(cancellation)).NearCodes(typed, scope, take) : [];

    /// <summary>The ids of everything found, or null when there is more than <paramref name="most"/>.</summary>
    public async Task<IReadOnlyList<long>?> FindIdsAsync(string text, Scope scope, int most, CancellationToken cancellation)
    {
        var found = (await GetAsync(cancellation)).Search(text, scope, 0, most, most == int.MaxValue ? most : most + 1);
        return found.Total > most ? null : [.. found.Best.Select(enterprise => enterprise.Id)];
    }

    public void Dispose() => gate.Dispose();

    private async Task<NameTable> GetAsync(CancellationToken cancellation)
    {
        if (table is { } ready && !IsDue())
        {
            return ready;
        }

        await gate.WaitAsync(cancellation);
        try
        {
            if (table is not null && IsDue())
            {
                await CatchUpAsync(cancellation);
            }

            if (table is { } made)
            {
                return made;
            }

            var before = version;
            mark = await LookAsync(null, cancellation);
            var read = await ReadAsync(cancellation);
            table = before == version ? read : null;
            return read;
        }
        finally
        {
            gate.Release();
        }
    }

    private bool IsDue() => (time.GetUtcNow() - new DateTimeOffset(Volatile.Read(ref lookedAt), TimeSpan.Zero)).Duration() >= LookAgain;

    /// <summary>Takes in what this process was not told of; within the gate.</summary>
    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        var now = await LookAsync(mark.Settled, cancellation);
        if (now == mark)
        {
            return;
        }

        var since = mark.Settled;
        mark = await LookAsync(null, cancellation);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var ids = await Enterprises(db).Where(row => row.ChangedAt > since).Select(row => row.Id).OrderBy(id => id).Take(MostChanged + 1).ToListAsync(cancellation);
        if (ids.Count <= MostChanged)
        {
            await PatchAsync(ids, cancellation);
        }

        if (ids.Count > MostChanged || table is not { } patched || patched.Changed > MostChanged || patched.Count != mark.Count)
        {
            // Too much to put beside it, or some are gone.
            Forget();
        }
    }

    private async Task<RegisterMark> LookAsync(DateTimeOffset? settled, CancellationToken cancellation)
    {
        Volatile.Write(ref lookedAt, time.GetUtcNow().UtcTicks);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var count = await Enterprises(db).LongCountAsync(cancellation);
        var last = await Enterprises(db).MaxAsync(row => (DateTimeOffset?)row.ChangedAt, cancellation) ?? DateTimeOffset.UnixEpoch;
        var until = settled ?? last - RegisterMark.Unsettled;
        return new RegisterMark(count, last, until, await Enterprises(db).LongCountAsync(row => row.ChangedAt > until, cancellation));
    }

    private static IQueryable<Organization> Enterprises(FunengDb db) =>
        db.Set<Organization>().AsNoTracking().Where(organization => organization.Kind == OrganizationKind.Enterprise);

    /// <summary>Puts some enterprises as they are now beside the table, unless it was forgotten meanwhile.</summary>
    private async Task PatchAsync(IReadOnlyCollection<long> ids, CancellationToken cancellation)
    {
        if (table is { } known)
        {
            Interlocked.CompareExchange(ref table, known.With(await ReadAsync(ids, cancellation)), known);
        }
    }

    private async Task<List<(long, NameTable.Entry?)>> ReadAsync(IReadOnlyCollection<long> ids, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = new List<(long, NameTable.Entry?)>(ids.Count);
        foreach (var chunk in ids.Chunk(IdsAtOnce))
        {
            var others = (await db.Set<OrganizationName>().AsNoTracking().Where(name => chunk.Contains(name.Organization)).ToListAsync(cancellation))
                .ToLookup(name => name.Organization, name => name.Name);
            var rows = await Enterprises(db).Where(organization => chunk.Contains(organization.Id)).ToDictionaryAsync(row => row.Id, cancellation);
            now.AddRange(chunk.Select(id => (id, rows.TryGetValue(id, out var row)
                ? NameTable.Entry.Of(id, row.Code, row.Name, others[id], row.Region, row.Zone)
                : (NameTable.Entry?)null)));
        }

        return now;
    }

    private async Task<NameTable> ReadAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var others = (await db.Set<OrganizationName>().AsNoTracking().ToListAsync(cancellation)).ToLookup(name => name.Organization, name => name.Name);
        var builder = new NameTable.Builder();
        var rows = Enterprises(db)
            .Select(organization => new { organization.Id, organization.Code, organization.Name, organization.Region, organization.Zone })
            .AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            builder.Add(row.Id, row.Code, row.Name, others[row.Id], row.Region, row.Zone);
        }

        return builder.Build();
    }
}

/// <summary>Enough of the register to tell that names or places have changed in it.</summary>
/// <param name="Count">How many enterprises there are.</param>
/// <param name="Last">When one was last changed.</param>
/// <param name="Settled">Up to when no slower transaction can still change one.</param>
/// <param name="Recent">How many were changed after that.</param>
internal sealed record RegisterMark(long Count, DateTimeOffset Last, DateTimeOffset Settled, long Recent)
{
    public static readonly TimeSpan Unsettled = TimeSpan.FromMinutes(10);

    public static RegisterMark None { get; } = new(0, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 0);
}
