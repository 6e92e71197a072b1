using System.Collections.Concurrent;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Jobs;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Foundation.Jobs;

public sealed class JobRunnerTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task A_job_acts_as_who_started_it_and_leaves_its_result(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        string? actor = null;

        var job = await RunAsync(city, async (services, progress, _) =>
        {
            actor = services.GetRequiredService<CurrentUser>().Name;
            await progress.ReportAsync(3, 10, "第 3 行");
            return "/import/7";
        });

        Assert.Equal("王敏", actor);
        Assert.Equal((JobState.Done, "/import/7", 10L), (job.State, job.ResultLink, job.Counted));
        Assert.NotNull(job.FinishedAt);
    }

    [Theory, OnBothDatabases]
    public async Task A_job_that_throws_is_marked_failed_with_words_for_people(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);

        var job = await RunAsync(city, (_, _, _) => throw new InvalidOperationException("secret detail"));

        Assert.Equal(JobState.Failed, job.State);
        Assert.DoesNotContain("secret", job.Message, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_cancelled_job_stops(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var started = new TaskCompletionSource();

        var job = await RunAsync(
            city,
            async (_, _, cancellation) =>
            {
                started.SetResult();
                await Task.Delay(Timeout.Infinite, cancellation);
                return null;
            },
            async id =>
            {
                await started.Task;
                await using var owner = Officer(city);
                Assert.True(await owner.Get<WatchJob>().CancelAsync(id, None));
            });

        Assert.Equal(JobState.Cancelled, job.State);
    }

    [Theory, OnBothDatabases]
    public async Task Only_its_owner_and_administrators_see_a_job(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var job = await RunAsync(city, (_, _, _) => Task.FromResult<string?>(null));

        await using var colleague = city.As(Role.BureauOfficer, id: 8);
        await using var administrator = city.As(Role.Administrator, id: 9);

        Assert.Null(await colleague.Get<WatchJob>().FindAsync(job.Id, None));
        Assert.False(await colleague.Get<WatchJob>().CancelAsync(job.Id, None));
        Assert.NotNull(await administrator.Get<WatchJob>().FindAsync(job.Id, None));
    }

    [Theory, OnBothDatabases]
    public async Task A_watcher_hears_every_step_until_the_end(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var step = new TaskCompletionSource();
        var heard = new List<JobNews>();

        await RunAsync(
            city,
            async (_, progress, _) =>
            {
                await progress.ReportAsync(1, 4, "第 1 步");
                await step.Task;
                return null;
            },
            async id =>
            {
                await using var owner = Officer(city);
                await foreach (var news in owner.Get<WatchJob>().FollowAsync(id, None))
                {
                    heard.Add(news);
                    if (news.Percent == 25)
                    {
                        step.TrySetResult();
                    }
                }
            });

        Assert.Contains(heard, news => news is { Percent: 25, Message: "第 1 步", Done: false });
        Assert.Equal(new JobNews(100, "已完成", true), heard[^1]);
    }

    [Theory, OnBothDatabases]
    public async Task A_job_whose_process_died_is_marked_interrupted(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        unit.Get<FunengDb>().Add(new Job
        {
            Id = 5, Kind = "import", Title = "导入", Owner = 1, CreatedAt = city.Time.Now, BeatAt = city.Time.Now, State = JobState.Running,
        });
        await unit.Get<FunengDb>().SaveChangesAsync(None);

        await JobSweeper.SweepAsync(unit.Get<FunengDb>(), city.Time.Now.AddSeconds(10), None);
        var alive = await StateAsync(city, 5);
        await JobSweeper.SweepAsync(unit.Get<FunengDb>(), city.Time.Now.AddSeconds(31), None);

        Assert.Equal((JobState.Running, JobState.Interrupted), (alive, await StateAsync(city, 5)));
    }

    [Fact]
    public async Task A_job_that_waits_for_others_says_that_it_is_alive()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using var unit = Officer(city);
        var (time, free) = (new Beats(), new TaskCompletionSource());
        using var runner = new JobRunner(city.Service<IServiceScopeFactory>(), city.Service<IdSource>(), time, city.Service<ILogger<JobRunner>>());
        JobWork wait = async (_, _, _) =>
        {
            await free.Task;
            return null;
        };

        var jobs = new List<long>();
        for (var number = 1; number <= 3; number++) jobs.Add(await runner.StartAsync(unit.Get<CurrentUser>(), new NewJob("test", $"第 {number} 个"), wait, None));
        while (time.Count < 3) await Task.Yield();
        var heard = runner.Find(jobs[2])!.Changed;
        time.Now += TimeSpan.FromMinutes(1);
        time.BeatAll();
        await heard;

        Assert.Equal(time.Now, (await unit.Get<FunengDb>().Set<Job>().AsNoTracking().SingleAsync(job => job.Id == jobs[2], None)).BeatAt);
        free.SetResult();
        await Task.WhenAll(jobs.Select(runner.WaitAsync));
    }

    private static async Task<Job> RunAsync(TestInstallation city, JobWork work, Func<long, Task>? meanwhile = null)
    {
        await using var unit = Officer(city);
        var runner = city.Service<JobRunner>();
        var id = await runner.StartAsync(unit.Get<CurrentUser>(), new NewJob("test", "试验"), work, None);
        var end = runner.WaitAsync(id);
        if (meanwhile is not null)
        {
            await meanwhile(id);
        }

        await end;
        return (await unit.Get<WatchJob>().FindAsync(id, None))!;
    }

    private static AsyncServiceScope Officer(TestInstallation city) => city.As(Role.BureauOfficer, id: 7, name: "王敏");

    /// <summary>A clock whose timers strike when the test says so.</summary>
    private sealed class Beats : TimeProvider
    {
        private readonly ConcurrentBag<Action> strikes = [];

        public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

        public int Count => strikes.Count;

        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            strikes.Add(() => callback(state));
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void BeatAll()
        {
            foreach (var strike in strikes) strike();
        }
    }

    private static async Task<JobState> StateAsync(TestInstallation city, long id)
    {
        await using var unit = city.As();
        return (await unit.Get<FunengDb>().Set<Job>().AsNoTracking().SingleAsync(job => job.Id == id, None)).State;
    }
}
