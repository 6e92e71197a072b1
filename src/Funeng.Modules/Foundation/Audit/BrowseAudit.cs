using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Audit;

/// <summary>The audit rows that fit a search, newest first.</summary>
public sealed class BrowseAudit(FunengDb db, AuditObjects objects)
{
    public async Task<AuditPageContent> RunAsync(AuditSearch search, CancellationToken cancellation)
    {
        IReadOnlyList<string> named = search.Text is { Length: > 0 } text ? await objects.FindAsync(text, cancellation) : [];
        var rows = Filter(db.Set<AuditEntry>().AsNoTracking(), search, named);
        var total = await rows.LongCountAsync(cancellation);
        var shown = await rows.OrderByDescending(entry => entry.Id).Skip((search.Page - 1) * search.Size).Take(search.Size).ToListAsync(cancellation);
        var actions = await db.Set<AuditEntry>().Select(entry => entry.Action).Distinct().OrderBy(action => action).ToListAsync(cancellation);
        return new AuditPageContent(shown, total, actions);
    }

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
