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
/// both databases. Every search takes a scope. The index is made when first needed and again after names have changed.
/// </summary>
public sealed class EnterpriseIndex(IDbContextFactory<FunengDb> databases) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private volatile NameTable? table;
    private int version;

    /// <summary>Names have changed: the next search reads them anew.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref version);
        table = null;
    }

    public async Task<FoundEnterprises> SearchAsync(string text, Scope scope, int skip, int take, CancellationToken cancellation) =>
        (await GetAsync(cancellation)).Search(text, scope, skip, take);

    /// <summary>The ids of everything found, or null when there is more than <paramref name="most"/>.</summary>
    public async Task<IReadOnlyList<long>?> FindIdsAsync(string text, Scope scope, int most, CancellationToken cancellation)
    {
        var found = (await GetAsync(cancellation)).Search(text, scope, 0, most);
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
