using System.Runtime.CompilerServices;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Audit;

/// <summary>The audit rows that fit a search, newest first.</summary>
public sealed class BrowseAudit(FunengDb db, AuditObjects objects)
{
    private const int AtOnce = 500;

    public async Task<AuditPageContent> RunAsync(AuditSearch search, CancellationToken cancellation)
    {
        var rows = await FindAsync(search, cancellation);
        var total = await rows.LongCountAsync(cancellation);
        var shown = await rows.OrderByDescending(entry => entry.Id).Skip((search.Page - 1) * search.Size).Take(search.Size).ToListAsync(cancellation);
        return new AuditPageContent(shown, total, await ActionsAsync(cancellation));
    }

    /// <summary>How many rows fit a search.</summary>
    public async Task<long> CountAsync(AuditSearch search, CancellationToken cancellation) => await (await FindAsync(search, cancellation)).LongCountAsync(cancellation);

    /// <summary>All rows that fit, newest first, some hundreds at a time.</summary>
    public async IAsyncEnumerable<IReadOnlyList<AuditEntry>> AllAsync(AuditSearch search, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = await FindAsync(search, cancellation);
        for (var below = long.MaxValue; ;)
        {
            var last = below;
            var part = await rows.Where(entry => entry.Id < last).OrderByDescending(entry => entry.Id).Take(AtOnce).ToListAsync(cancellation);
            if (part.Count == 0)
            {
                yield break;
            }

            yield return part;
            below = part[^1].Id;
        }
    }

    private async Task<IQueryable<AuditEntry>> FindAsync(AuditSearch search, CancellationToken cancellation)
    {
        IReadOnlyList<string> named = search.Text is { Length: > 0 } text ? await objects.FindAsync(text, cancellation) : [];
        return Filter(db.Set<AuditEntry>().AsNoTracking(), search, named);
    }

    // From one action to the next by the index: the table only grows.
    private Task<List<string>> ActionsAsync(CancellationToken cancellation) => db.Database.SqlQueryRaw<string>(
        """
        with recursive known(action) as (
            select min(action) from audit
            union all select (select min(a.action) from audit a where a.action > known.action) from known where known.action is not null)
        select action as "Value" from known where action is not null
        """).ToListAsync(cancellation);

    private static IQueryable<AuditEntry> Filter(IQueryable<AuditEntry> rows, AuditSearch search, IReadOnlyList<string> named)
    {
        if (search.Text is { Length: > 0 } text)
        {
            rows = rows.Where(entry => entry.Subject.Contains(text) || named.Contains(entry.Subject) || entry.Who.Contains(text) || entry.Reason.Contains(text));
        }

        if (search.Who is { Length: > 0 } who)
        {
            rows = rows.Where(entry => entry.Who.Contains(who));
        }

        if (search.Kind is { Length: > 0 } kind)
        {
            rows = rows.Where(entry => entry.Subject.StartsWith(kind + ":"));
        }

        if (search.Action is { Length: > 0 } action)
        {
            rows = rows.Where(entry => entry.Action == action);
        }

        if (search.From is { } from)
        {
            rows = rows.Where(entry => entry.At >= from);
        }

        if (search.Before is { } before)
        {
            rows = rows.Where(entry => entry.At < before);
        }

        return rows;
    }
}

/// <param name="Text">Part of a subject, of its name, of the acting person's name or of a reason.</param>
/// <param name="Action">Exactly this action.</param>
/// <param name="From">From this moment on.</param>
/// <param name="Before">Before this moment.</param>
public sealed record AuditSearch(string? Text, string? Action, DateTimeOffset? From, DateTimeOffset? Before, int Page, int Size)
{
    /// <summary>Part of the name of who acted.</summary>
    public string? Who { get; init; }

    /// <summary>Only objects of this kind: enterprise, account.</summary>
    public string? Kind { get; init; }
}

public sealed record AuditPageContent(IReadOnlyList<AuditEntry> Entries, long Total, IReadOnlyList<string> Actions);
