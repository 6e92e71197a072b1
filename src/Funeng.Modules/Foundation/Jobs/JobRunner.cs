using System.Collections.Concurrent;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Foundation.Jobs;

/// <summary>The work of a job. It acts as whoever started it; what it returns is the address of its result, or null.</summary>
public delegate Task<string?> JobWork(IServiceProvider services, JobProgress progress, CancellationToken cancellation);

/// <param name="Kind">import, re-decide…</param>
/// <param name="Title">What people read: 导入 规上工业2025.xlsx.</param>
public sealed record NewJob(string Kind, string Title);

/// <summary>The work cannot be done, for a reason people can mend; the message is Chinese and says what to do.</summary>
/// <param name="message">What to do.</param>
/// <param name="link">The page where it is done; null where there is none.</param>
public sealed class JobRefusedException(string message, string? link = null) : Exception(message)
{
    public string? Link { get; } = link;
}

/// <summary>
/// Runs long work in this process, two at a time, in a unit of work of its own. Its row tells everybody how far it is; when the process
/// dies, <see cref="JobSweeper"/> marks it interrupted.
/// </summary>
public sealed class JobRunner(IServiceScopeFactory scopes, IdSource ids, TimeProvider time, ILogger<JobRunner> log) : IHostedService, IDisposable
{
    private const int AtOnce = 2;
    private readonly SemaphoreSlim slots = new(AtOnce);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<long, JobProgress> live = new();
    private readonly ConcurrentDictionary<long, Task> running = new();

    /// <summary>Queues work of the user who acts now.</summary>
    /// <returns>Id of the job; its page is /jobs/{id}.</returns>
    public async Task<long> StartAsync(CurrentUser user, NewJob job, JobWork work, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var row = new Job { Id = ids.Next(), Kind = job.Kind, Title = job.Title, Owner = user.Id, CreatedAt = now, BeatAt = now, Message = "排队中" };
        await using (var unit = scopes.CreateAsyncScope())
        {
            var db = unit.ServiceProvider.GetRequiredService<FunengDb>();
            db.Add(row);
            await db.SaveChangesAsync(cancellation);
        }

        var progress = new JobProgress(row, scopes, time, CancellationTokenSource.CreateLinkedTokenSource(stopping.Token));
        var owner = (user.Id, user.Name, user.Role, user.Scope);
        live[row.Id] = progress;
        running[row.Id] = Task.Run(
            () => RunAsync(progress, services => services.GetRequiredService<CurrentUser>().ActAs(owner.Id, owner.Name, owner.Role, owner.Scope), work),
            CancellationToken.None);
        return row.Id;
    }

    /// <summary>The job's present state if it runs in this process.</summary>
    public JobProgress? Find(long job) => live.GetValueOrDefault(job);

    /// <summary>Waits until a job of this process is over.</summary>
    public Task WaitAsync(long job) => running.GetValueOrDefault(job) ?? Task.CompletedTask;

    /// <summary>Asks a job to stop; what it had published stays, what it had not is never seen.</summary>
    public bool Cancel(long job)
    {
        if (Find(job) is not { } progress)
        {
            return false;
        }

        progress.Cancel();
        return true;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await Task.WhenAll(running.Values).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        slots.Dispose();
        stopping.Dispose();
    }

    private async Task RunAsync(JobProgress progress, Action<IServiceProvider> act, JobWork work)
    {
        try
        {
            // Said to be alive from the start: a job that waits for others is not one whose process died.
            using var beat = progress.Beat();
            await slots.WaitAsync(progress.Stop);
            try
            {
                await progress.BeginAsync();
                await using var unit = scopes.CreateAsyncScope();
                act(unit.ServiceProvider);
                var link = await work(unit.ServiceProvider, progress, progress.Stop);
                await progress.EndAsync(JobState.Done, "已完成", link);
            }
            finally
            {
                slots.Release();
            }
        }
        catch (OperationCanceledException) when (progress.Stop.IsCancellationRequested)
        {
            var isShutdown = stopping.IsCancellationRequested;
            await progress.EndAsync(isShutdown ? JobState.Interrupted : JobState.Cancelled, isShutdown ? "服务停止，任务已中断" : "已取消", null);
        }
        catch (JobRefusedException refusal)
        {
            await progress.EndAsync(JobState.Failed, refusal.Message, refusal.Link);
        }
        catch (Exception problem)
        {
            log.LogError(problem, "Job {Kind} {Id} failed", progress.Job.Kind, progress.Job.Id);
            await progress.EndAsync(JobState.Failed, "任务出错，未完成的部分没有保存；请重试，仍不成功时把任务编号告诉管理员", null);
        }
        finally
        {
            live.TryRemove(progress.Job.Id, out _);
            await TellAsync(progress.Job);
            running.TryRemove(progress.Job.Id, out _);
            progress.Dispose();
        }
    }

    /// <summary>Whoever started the job need not stay on its page.</summary>
    private async Task TellAsync(Job job)
    {
        if (job.Owner is not { } owner || job.State == JobState.Interrupted)
        {
            return;
        }

        try
        {
            await using var unit = scopes.CreateAsyncScope();
            unit.ServiceProvider.GetRequiredService<NotificationBox>().Tell(owner, $"{job.Title}：{job.State.DisplayName()}", job.ResultLink ?? $"/jobs/{job.Id}");
            await unit.ServiceProvider.GetRequiredService<FunengDb>().SaveChangesAsync();
        }
        catch (Exception problem)
        {
            // The job itself is over and its page says how.
            log.LogWarning(problem, "The end of job {Id} could not be told", job.Id);
        }
    }
}

/// <summary>Marks jobs whose process is gone, as after a crash or a kill.</summary>
internal sealed class JobSweeper(IServiceScopeFactory scopes, TimeProvider time, ILogger<JobSweeper> log) : BackgroundService
{
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    public static async Task SweepAsync(FunengDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var before = now - LongestSilence;
        await db.Set<Job>().Where(job => (job.State == JobState.Queued || job.State == JobState.Running) && job.BeatAt < before).ExecuteUpdateAsync(
            row => row.SetProperty(job => job.State, JobState.Interrupted)
                .SetProperty(job => job.FinishedAt, now)
                .SetProperty(job => job.Message, "服务中途停止，任务已中断；未完成的部分没有保存，请重新发起"),
            cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10), time);
        try
        {
            do
            {
                await SweepOnceAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The site stops.
        }
    }

    private async Task SweepOnceAsync(CancellationToken cancellation)
    {
        try
        {
            await using var unit = scopes.CreateAsyncScope();
            await SweepAsync(unit.ServiceProvider.GetRequiredService<FunengDb>(), time.GetUtcNow(), cancellation);
        }
        catch (System.Data.Common.DbException problem)
        {
            log.LogWarning(problem, "Interrupted jobs could not be looked for now");
        }
    }
}
