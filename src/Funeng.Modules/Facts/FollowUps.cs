using System.Collections.Concurrent;
using System.Data.Common;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Facts;

/// <summary>
/// Does what follows a publishing (figures, verdicts, lists) with a token of its own: a caller may wait for it and may go away. What is
/// not done stays in the database and is taken up by <see cref="SweepFollowUps"/>, in this process or the next. A listener that fails
/// holds up neither the others nor the other subjects; it is told again later.
/// </summary>
public sealed partial class FollowUps : IAsyncDisposable
{
    private readonly IServiceScopeFactory scopes;
    private readonly FollowUpRows rows;
    private readonly IdSource ids;
    private readonly ILogger<FollowUps> log;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim sweeping = new(1);
    private readonly ConcurrentDictionary<long, Task> live = new();

    public FollowUps(IServiceScopeFactory scopes, FunengDatabase database, IdSource ids, TimeProvider time, ILogger<FollowUps> log)
    {
        this.scopes = scopes;
        this.log = log;
        this.ids = ids;
        rows = new FollowUpRows(database, ids, time);
    }

    internal FollowUpRows Rows => rows;

    /// <summary>How many subjects have facts that figures, verdicts or lists do not follow yet.</summary>
    public Task<long> CountAsync(CancellationToken cancellation) => rows.CountAsync(cancellation);

    /// <summary>A number under which one caller's <see cref="Owe"/> rows are followed together.</summary>
    public long NewPublication() => ids.Next();

    /// <summary>
    /// Writes into a unit of work that something other than a fact changed on which verdicts or lists of a subject lean; they follow even when
    /// the process dies right after the unit is saved.
    /// </summary>
    public void Owe(FunengDb unit, long publication, long subject) => unit.Add(rows.New(publication, subject));

    /// <summary>Begins what was owed and saved, and waits for it as long as the caller lives.</summary>
    public async Task FollowAsync(long publication, CancellationToken cancellation) =>
        await Begin(publication).WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Begins with the rows of a publishing that is committed.</summary>
    /// <returns>Ends when every row was tried once, or the product stops; it never fails.</returns>
    internal Task Begin(long publication)
    {
        var work = Task.Run(() => GuardAsync(() => EmptyAsync(() => rows.OfAsync(publication, stopping.Token))), CancellationToken.None);
        live[publication] = work;
        return ForgetAsync(publication, work);
    }

    /// <summary>Takes up whatever is due and nobody is at work on.</summary>
    internal async Task SweepAsync()
    {
        await sweeping.WaitAsync(stopping.Token);
        try
        {
            await GuardAsync(() => EmptyAsync(() => rows.DueAsync([.. live.Keys], stopping.Token)));
        }
        finally
        {
            sweeping.Release();
        }
    }

    internal Task WhenIdleAsync() => Task.WhenAll(live.Values);

    internal async Task StopAsync()
    {
        await stopping.CancelAsync();
        await WhenIdleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        sweeping.Dispose();
    }

    private async Task ForgetAsync(long publication, Task work)
    {
        await work;
        live.TryRemove(publication, out _);
    }

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The rows stay for the next start.
        }
        catch (DbException problem)
        {
            Postponed(log, problem);
        }
    }

    private async Task EmptyAsync(Func<Task<IReadOnlyList<FollowUp>>> next)
    {
        while (await next() is { Count: > 0 } some)
        {
            var again = new List<FollowUp>();
            foreach (var (index, name) in Listeners())
            {
                var concerned = some.Where(row => row.Listener.Length == 0 || row.Listener == name).ToList();
                again.AddRange(await TellAsync(index, name, concerned));
            }

            await rows.SettleAsync(some, again, stopping.Token);
        }
    }

    private List<(int Index, string Name)> Listeners()
    {
        using var unit = scopes.CreateScope();
        return [.. unit.ServiceProvider.GetServices<IFilingListener>().Select((listener, index) => (index, listener.GetType().Name))];
    }

    /// <returns>What has to be tried again.</returns>
    private async Task<IReadOnlyList<FollowUp>> TellAsync(int listener, string name, IReadOnlyList<FollowUp> concerned)
    {
        if (concerned.Count == 0)
            return [];
        var subjects = concerned.Select(row => row.Subject).Distinct().ToList();
        try
        {
            await using var unit = scopes.CreateAsyncScope();
            unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
            await unit.ServiceProvider.GetServices<IFilingListener>().ElementAt(listener).PublishedAsync(subjects, stopping.Token);
            return [];
        }
        catch (Exception problem) when (!stopping.IsCancellationRequested)
        {
            if (subjects.Count > 1 && problem is not DbException { IsTransient: true })
                return await TellHalvesAsync(listener, name, concerned, subjects);
            Failed(log, name, subjects[0], problem);
            return [.. subjects.Select(subject => rows.Again(
                subject, name, 1 + concerned.Where(row => row.Subject == subject).Max(row => row.Attempts), $"{problem.GetType().Name}: {problem.Message}"))];
        }
    }

    /// <summary>One subject that cannot be followed up must not hold up the others it happened to be told with.</summary>
    private async Task<IReadOnlyList<FollowUp>> TellHalvesAsync(int listener, string name, IReadOnlyList<FollowUp> concerned, List<long> subjects)
    {
        var first = subjects.Take(subjects.Count / 2).ToHashSet();
        var halves = concerned.ToLookup(row => first.Contains(row.Subject));
        return
        [
            .. await TellAsync(listener, name, [.. halves[true]]),
            .. await TellAsync(listener, name, [.. halves[false]]),
        ];
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Listener} could not follow what was published about subject {Subject}; it is tried again later")]
    private static partial void Failed(ILogger log, string listener, long subject, Exception problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What follows a publishing cannot be done now; it is taken up again later")]
    private static partial void Postponed(ILogger log, Exception problem);
}
