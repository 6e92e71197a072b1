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
/// changed is it made anew.
/// </summary>
public sealed class EnterpriseIndex(IDbContextFactory<FunengDb> databases) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private volatile NameTable? table;
    private int version;

    private const int EnoughToSuggest = 4_000;
    private const int MostChanged = 5_000;
    private const int IdsAtOnce = 500;

    /// <summary>Names, codes or places of some enterprises have changed, or they are gone.</summary>
    public async Task ChangedAsync(IReadOnlyCollection<long> ids, CancellationToken cancellation)
    {
        if (table is not { } known || ids.Count + known.Changed > MostChanged)
        {
            Forget();
            return;
        }

        await gate.WaitAsync(cancellation);
        try
        {
            Interlocked.Increment(ref version);
            table = (table ?? known).With(await ReadAsync(ids, cancellation));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Much has changed: the next search reads all names anew.</summary>
    public void Forget()
    {
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

    /// <summary>The ids of everything found, or null when there is more than <paramref name="most"/>.</summary>
    public async Task<IReadOnlyList<long>?> FindIdsAsync(string text, Scope scope, int most, CancellationToken cancellation)
    {
        var found = (await GetAsync(cancellation)).Search(text, scope, 0, most, most + 1);
        return found.Total > most ? null : [.. found.Best.Select(enterprise => enterprise.Id)];
    }

    public void Dispose() => gate.Dispose();

    private async Task<NameTable> GetAsync(CancellationToken cancellation)
    {
        if (table is { } ready)
        {
            return ready;
        }

        await gate.WaitAsync(cancellation);
        try
        {
            if (table is { } made)
            {
                return made;
            }

            var before = version;
            var read = await ReadAsync(cancellation);
            table = before == version ? read : null;
            return read;
        }
        finally
        {
            gate.Release();
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
            var rows = await db.Set<Organization>().AsNoTracking()
                .Where(organization => organization.Kind == OrganizationKind.Enterprise && chunk.Contains(organization.Id)).ToDictionaryAsync(row => row.Id, cancellation);
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
        var rows = db.Set<Organization>().AsNoTracking()
            .Where(organization => organization.Kind == OrganizationKind.Enterprise)
            .Select(organization => new { organization.Id, organization.Code, organization.Name, organization.Region, organization.Zone })
            .AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            builder.Add(row.Id, row.Code, row.Name, others[row.Id], row.Region, row.Zone);
        }

        return builder.Build();
    }
}
