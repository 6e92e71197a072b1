using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Foundation.Jobs;

/// <summary>How far a running job is. Reporting is cheap: watchers of this process hear of it at once, the database every second.</summary>
public sealed class JobProgress : IDisposable
{
    private static readonly TimeSpan BetweenSaves = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenBeats = TimeSpan.FromSeconds(5);

    private readonly IServiceScopeFactory scopes;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stop;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim saving = new(1);
    private TaskCompletionSource changed = NewSignal();
    private long savedAt;

    internal JobProgress(Job job, IServiceScopeFactory scopes, TimeProvider time, CancellationTokenSource stop)
    {
        Job = job;
        this.scopes = scopes;
        this.time = time;
        this.stop = stop;
    }

    /// <summary>The present state; changed by the job's own process only.</summary>
    public Job Job { get; }

    internal CancellationToken Stop => stop.Token;

    /// <summary>Completes with the next change.</summary>
    public Task Changed
    {
        get
        {
            lock (gate)
            {
                return changed.Task;
            }
        }
    }

    /// <param name="counted">How much is done.</param>
    /// <param name="total">How much there is; 0 when not known.</param>
    /// <param name="message">What is being done, for people.</param>
    public async ValueTask ReportAsync(long counted, long total, string message)
    {
        (Job.Counted, Job.Total, Job.Message) = (counted, total, message);
        Signal();
        if (time.GetElapsedTime(savedAt) >= BetweenSaves)
        {
            await SaveAsync();
        }
    }

    public void Dispose()
    {
        stop.Dispose();
        saving.Dispose();
    }

    internal void Cancel()
    {
        if (!Job.IsOver)
        {
            stop.Cancel();
        }
    }

    internal Task BeginAsync()
    {
        (Job.State, Job.StartedAt, Job.Message) = (JobState.Running, time.GetUtcNow(), "开始");
        return SaveAsync();
    }

    internal async Task EndAsync(JobState state, string message, string? link)
    {
        (Job.State, Job.FinishedAt, Job.Message, Job.ResultLink) = (state, time.GetUtcNow(), message, link);
        if (state == JobState.Done && Job.Total > 0)
        {
            Job.Counted = Job.Total;
        }

        await SaveAsync();
    }

    /// <summary>Says every few seconds that the process is alive, also while the work reports nothing.</summary>
    internal ITimer Beat() => time.CreateTimer(_ => _ = SaveAsync(), null, BetweenBeats, BetweenBeats);

    private async Task SaveAsync()
    {
        await saving.WaitAsync();
        try
        {
            savedAt = time.GetTimestamp();
            Job.BeatAt = time.GetUtcNow();
            await using var unit = scopes.CreateAsyncScope();
            var db = unit.ServiceProvider.GetRequiredService<FunengDb>();
            var entry = db.Attach(Job);
            entry.State = EntityState.Modified;
            await db.SaveChangesAsync();
            entry.State = EntityState.Detached;
        }
        finally
        {
            saving.Release();
            Signal();
        }
    }

    private void Signal()
    {
        TaskCompletionSource old;
        lock (gate)
        {
            old = changed;
            changed = NewSignal();
        }

        old.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
