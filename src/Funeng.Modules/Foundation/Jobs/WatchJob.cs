using System.Runtime.CompilerServices;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Jobs;

/// <summary>Shows a job to its owner and to administrators; for anybody else there is no such job.</summary>
public sealed class WatchJob(FunengDb db, JobRunner runner, CurrentUser user, TimeProvider time)
{
    private static readonly TimeSpan ElsewhereLookedAt = TimeSpan.FromSeconds(1);

    public async Task<Job?> FindAsync(long id, CancellationToken cancellation)
    {
        var job = runner.Find(id)?.Job ?? await db.Set<Job>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellation);
        return job is not null && (job.Owner == user.Id || user.Has(Permission.ManageUsers)) ? job : null;
    }

    /// <summary>The job now and after each change, until it is over.</summary>
    public async IAsyncEnumerable<JobNews> FollowAsync(long id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            // The signal first, then the state: a change between the two is not missed.
            var next = runner.Find(id)?.Changed ?? Task.Delay(ElsewhereLookedAt, time, cancellation);
            if (await FindAsync(id, cancellation) is not { } job)
            {
                yield break;
            }

            // A live job goes on changing while the news is read.
            var news = JobNews.Of(job);
            yield return news;
            if (news.Done)
            {
                yield break;
            }

            await next.WaitAsync(cancellation);
        }
    }

    /// <summary>False when there is nothing to stop.</summary>
    public async Task<bool> CancelAsync(long id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) is { IsOver: false } && runner.Cancel(id);
}

/// <summary>What the page's progress bar is told.</summary>
public sealed record JobNews(int Percent, string Message, bool Done)
{
    public static JobNews Of(Job job) => new(
        job.State == JobState.Done ? 100 : job.Total == 0 ? 0 : (int)Math.Clamp(job.Counted * 100 / job.Total, 0, 100),
        job.Message,
        job.IsOver);
}
