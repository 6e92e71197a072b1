using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Jobs;
using Funeng.Modules.Policies.Follow;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Policies.Library;

/// <summary>
/// Puts the policies that the database keeps into the library: at each start, after each change, and every minute where another process of the same
/// database has changed some. A policy whose file is gone is found by its last text, so that what was applied for under it stays readable.
/// </summary>
internal sealed partial class ReadLibrary(IServiceScopeFactory scopes, PolicyBook book, ILogger<ReadLibrary> log) : IStartStep
{
    private const string Removed = "已从政策库移出";

    private int versions = -1;

    public async Task RunAsync(CancellationToken cancellation)
    {
        versions = -1;
        await RefreshAsync(cancellation);
    }

    /// <summary>Reads anew if there are versions that were not read yet.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await using var unit = scopes.CreateAsyncScope();
        var db = unit.ServiceProvider.GetRequiredService<FunengDb>();
        var count = await db.Set<LibraryPolicy>().CountAsync(cancellation);
        if (count == versions) return;
        var rows = await db.Set<LibraryPolicy>().AsNoTracking().Where(row => !db.Set<LibraryPolicy>().Any(later => later.Policy == row.Policy && later.Version > row.Version))
            .Select(row => new { row.Policy, row.Content }).ToListAsync(cancellation);
        var ids = rows.Select(row => row.Policy).ToHashSet();
        var past = await db.Set<PolicyVersion>().AsNoTracking().Where(version => version.IsCurrent).Select(version => new { version.Policy, version.Content }).ToListAsync(cancellation);
        book.Take(
            [.. rows.Select(row => Read(row.Policy, row.Content)).OfType<PolicyFile>()],
            [.. past.Where(version => !ids.Contains(version.Policy)).Select(version => Read(version.Policy, version.Content)).OfType<PolicyFile>().Select(Gone)]);
        versions = count;
    }

    private static PolicyFile Gone(PolicyFile file) => file with { Policy = file.Policy with { Withdrawn = file.Policy.Withdrawn.Length > 0 ? file.Policy.Withdrawn : Removed } };

    private PolicyFile? Read(string id, string text)
    {
        try
        {
            return new PolicyFile(PolicyReader.Read(id, text), text);
        }
        catch (FormatException fault)
        {
            Unreadable(log, id, fault.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The policy {Policy} of the database cannot be read: {Problem}")]
    private static partial void Unreadable(ILogger log, string policy, string problem);
}

/// <summary>What another process put into the library is in this one's a minute later.</summary>
internal sealed class FollowLibrary(ReadLibrary library, TimeProvider time, ILogger<FollowLibrary> log) : ClockWork(TimeSpan.FromMinutes(1), atStart: false, time, log)
{
    protected override Task RoundAsync(CancellationToken cancellation) => library.RefreshAsync(cancellation);
}
