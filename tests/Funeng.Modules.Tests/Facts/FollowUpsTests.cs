using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Facts;

/// <summary>What follows a publishing happens, whatever becomes of the caller, of the process, or of one listener.</summary>
public sealed class FollowUpsTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task A_caller_who_goes_away_after_the_commit_leaves_no_facts_undecided(DatabaseKind kind)
    {
        using var caller = new CancellationTokenSource();
        await using var city = await TestInstallation.StartAsync(kind, more: First(new Leaving(caller)));

        var subject = await FileAsync(city, "A", caller.Token);
        await city.Service<FollowUps>().WhenIdleAsync();

        Assert.True(caller.IsCancellationRequested);
        await AssertFollowedAsync(city, subject);
    }

    [Theory, OnBothDatabases]
    public async Task A_batch_whose_caller_goes_away_after_the_commit_is_decided_whole(DatabaseKind kind)
    {
        using var caller = new CancellationTokenSource();
        await using var city = await TestInstallation.StartAsync(kind, more: First(new Leaving(caller)));

        var ids = await ImportAsync(city, 900, caller.Token);
        await city.Service<FollowUps>().WhenIdleAsync();

        await AssertFollowedAsync(city, [.. ids]);
    }

    [Theory, OnBothDatabases]
    public async Task A_process_killed_between_publishing_and_deciding_is_followed_up_by_the_next_one(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        // Its worker does nothing any more, as that of a process that dies right after the commit.
        await city.Service<FollowUps>().StopAsync();
        var one = await FileAsync(city, "one", Cancellation);
        var many = await ImportAsync(city, 3, Cancellation);
        Assert.Equal(4, await city.Service<FollowUps>().CountAsync(Cancellation));

        await using var next = city.Next();
        await SweepFollowUps.TakeUpAsync(next.Service<FollowUps>(), Cancellation);

        await AssertFollowedAsync(next, [one, .. many]);
    }

    [Theory, OnBothDatabases]
    public async Task A_unit_of_work_that_was_saved_without_being_published_is_decided_a_little_later(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        var subject = await RecordAsync(unit, "A");
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);

        city.Time.Advance(TimeSpan.FromMinutes(6));
        await city.Service<FollowUps>().SweepAsync();

        await AssertFollowedAsync(city, subject);
    }

    [Theory, OnBothDatabases]
    public async Task A_listener_that_fails_over_one_subject_holds_up_nobody_and_is_told_again(DatabaseKind kind)
    {
        var refusing = new Refusing();
        await using var city = await TestInstallation.StartAsync(kind, more: First(refusing));
        await using (var unit = city.As())
        {
            refusing.Refused = (await unit.Get<SubjectDirectory>().EnsureAsync(new NewSubject(Subject.Enterprise, "code1", "code1", "370303001"), Cancellation)).Id;
            await unit.Get<FactStore>().PublishAsync(Cancellation);
        }

        var ids = await ImportAsync(city, 5, Cancellation);

        Assert.Equal(ids.Where(id => id != refusing.Refused).Order(), refusing.Heard.Order());
        Assert.Equal(1, await city.Service<FollowUps>().CountAsync(Cancellation));
        Assert.Contains("broken", (string?)await city.ScalarAsync("select problem from follow_up"), StringComparison.Ordinal);
        await AssertDecidedAsync(city, [.. ids]);
        var failed = refusing.Refused;
        refusing.Refused = 0;
        city.Time.Advance(TimeSpan.FromMinutes(1));
        await city.Service<FollowUps>().SweepAsync();
        Assert.Contains(failed, refusing.Heard);
        await AssertFollowedAsync(city, [.. ids]);
    }

    private static Action<IServiceCollection> First(IFilingListener listener) =>
        services => services.Insert(0, ServiceDescriptor.Singleton(listener));

    private static async Task AssertFollowedAsync(TestInstallation city, params IReadOnlyList<long> subjects)
    {
        Assert.Equal(0, await city.Service<FollowUps>().CountAsync(Cancellation));
        await AssertDecidedAsync(city, subjects);
        await using var unit = city.As();
        var members = await unit.Get<ListMembers>().ReadAsync(
            "small-to-above-scale", new ListFilter(null, null, ListView.Members, null, new DateOnly(2026, 1, 1), 1, 5000), Cancellation);
        Assert.Equal(subjects.Order(), members.Rows.Select(row => row.Membership.Subject).Order());
    }

    private static async Task AssertDecidedAsync(TestInstallation city, IReadOnlyList<long> subjects)
    {
        await using var unit = city.As();
        var verdicts = await unit.Get<VerdictStore>().OfSubjectsAsync(subjects, Cancellation);
        Assert.Equal(subjects.Order(), verdicts.Select(verdict => verdict.Subject).Distinct().Order());
    }

    private static async Task<long> FileAsync(TestInstallation city, string code, CancellationToken caller)
    {
        await using var unit = city.As();
        var subject = await RecordAsync(unit, code);
        await unit.Get<FactStore>().PublishAsync(caller);
        return subject;
    }

    private static async Task<long> RecordAsync(AsyncServiceScope unit, string code)
    {
        var subject = await unit.Get<SubjectDirectory>().EnsureAsync(new NewSubject(Subject.Enterprise, code, code, "370303001"), Cancellation);
        var facts = unit.Get<FactStore>();
        await facts.RecordAsync(new NewFiling(subject.Id, Period.State, "enterprise", [new("industryCode", FeelValue.From("3073"))]), Cancellation);
        await facts.RecordAsync(new NewFiling(subject.Id, new Period(2025), "enterprise", [new("revenue", FeelValue.From(16_000_000))]), Cancellation);
        return subject.Id;
    }

    private static async Task<IReadOnlyCollection<long>> ImportAsync(TestInstallation city, int enterprises, CancellationToken caller)
    {
        await using var unit = city.As();
        await using var batch = await unit.Get<FactStore>().BeginBatchAsync(new NewBatch("企业.xlsx", "enterprise"), Cancellation);
        var ids = (await batch.SubjectsAsync(
            [.. Enumerable.Range(0, enterprises).Select(index => new NewSubject(Subject.Enterprise, $"code{index}", $"企业{index}", "370303001"))], Cancellation)).Values.ToList();
        foreach (var id in ids)
        {
            await batch.WriteAsync(new NewFiling(id, Period.State, "enterprise", [new("industryCode", FeelValue.From("3073"))]), Cancellation);
            await batch.WriteAsync(new NewFiling(id, new Period(2025), "enterprise", [new("revenue", FeelValue.From(16_000_000))]), Cancellation);
        }

        await batch.PublishAsync(caller);
        return ids;
    }

    private sealed class Leaving(CancellationTokenSource caller) : IFilingListener
    {
        public Task PublishedAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation) => caller.CancelAsync();
    }

    private sealed class Refusing : IFilingListener
    {
        public long Refused { get; set; }

        public List<long> Heard { get; } = [];

        public Task PublishedAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
        {
            if (subjects.Contains(Refused))
                throw new InvalidOperationException("broken");
            Heard.AddRange(subjects);
            return Task.CompletedTask;
        }
    }
}
