using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Audit;

/// <summary>The audit rows that fit a search, newest first.</summary>
public sealed class BrowseAudit(FunengDb db)
{
    public async Task<AuditPageContent> RunAsync(AuditSearch search, CancellationToken cancellation)
    {
        var rows = Filter(db.Set<AuditEntry>().AsNoTracking(), search);
        var total = await rows.LongCountAsync(cancellation);
        var shown = await rows.OrderByDescending(entry => entry.Id).Skip((search.Page - 1) * search.Size).Take(search.Size).ToListAsync(cancellation);
        var actions = await db.Set<AuditEntry>().Select(entry => entry.Action).Distinct().OrderBy(action => action).ToListAsync(cancellation);
        return new AuditPageContent(shown, total, actions);
    }

    private static IQueryable<AuditEntry> Filter(IQueryable<AuditEntry> rows, AuditSearch search)
    {
        if (search.Text is { Length: > 0 } text)
        {
            rows = rows.Where(entry => entry.Subject.Contains(text) || entry.Who.Contains(text) || entry.Reason.Contains(text));
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

/// <param name="Text">Part of a subject, a name or a reason.</param>
/// <param name="Action">Exactly this action.</param>
/// <param name="From">From this moment on.</param>
/// <param name="Before">Before this moment.</param>
public sealed record AuditSearch(string? Text, string? Action, DateTimeOffset? From, DateTimeOffset? Before, int Page, int Size);

public sealed record AuditPageContent(IReadOnlyList<AuditEntry> Entries, long Total, IReadOnlyList<string> Actions);
