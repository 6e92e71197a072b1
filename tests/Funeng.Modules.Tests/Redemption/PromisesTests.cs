using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Batches;
using Funeng.Modules.Redemption.Clocks;
using Funeng.Modules.Redemption.Payees;
using Funeng.Modules.Redemption.Review;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tasks.Escalate;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>快申快享: what is promised in working days, who is reminded, and where it goes when it is late. The clock begins at Monday 2 March 2026.</summary>
public sealed class PromisesTests
{
    [Theory, OnBothDatabases]
    public async Task A_late_desk_becomes_one_task_of_its_office_goes_to_the_leader_and_is_done_when_nothing_waits(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var office = await city.MakeBodyAsync("某镇");
        await AccountAsync(city, 41, Role.TownshipClerk, "370303001", office.Clerk);
        await AccountAsync(city, 42, Role.Leader, "3703", null);
        long[] ids = [await city.SubmittedAsync(await city.ExporterAsync("A")), await city.SubmittedAsync(await city.ExporterAsync("B"))];
        await city.SubmittedAsync(await city.ExporterAsync("C", "370302001"));

        // Three working days end on Thursday 5 March: on Wednesday the office is asked, for both at once; of the other place nobody is known.
        var opened = new List<int>();
        foreach (var day in new[] { 3, 4, 4 }) opened.Add(await WatchAsync(city, day));
        Assert.Equal([0, 1, 0], opened);
        await using (var unit = city.As())
        {
            var task = await unit.Get<FunengDb>().Set<TaskItem>().AsNoTracking().SingleAsync(Cancellation);
            Assert.Equal((WatchDesks.Kind, office.Id, new DateOnly(2026, 3, 5), "370303001"), (task.Kind, task.LeadBody, task.DueOn, task.Region));
            Assert.StartsWith("2 份申报要在 2026-03-05 前办完", task.Detail, StringComparison.Ordinal);
        }

        foreach (var day in new[] { 5, 6, 9, 10 })
        {
            await using var unit = city.As();
            await unit.Get<ClimbLadders>().RunAsync(new DateOnly(2026, 3, day), Cancellation);
        }

        await using (var leader = city.As(Role.Leader, Scope.OfRegions("3703"), 42, "周市长"))
            Assert.StartsWith("请您顶格协调：镇街初审", Assert.Single(await leader.Get<NotificationBox>().LatestAsync(Cancellation)).Title, StringComparison.Ordinal);

        city.Time.Now = new DateTimeOffset(2026, 3, 10, 1, 0, 0, TimeSpan.Zero);
        foreach (var id in ids)
        {
            await using var clerk = city.As(Role.TownshipClerk, Scope.OfRegions("370303001"), 41, "镇街");
            var version = (await clerk.Get<FunengDb>().Set<Application>().AsNoTracking().SingleAsync(row => row.Id == id, Cancellation)).Version;
            Assert.IsType<ReviewResult.Taken>(await clerk.Get<TakeReviewStep>().RunAsync(new ReviewDecision(id, version, Answers.Pass, "", "", []), Cancellation));
        }

        await WatchAsync(city, 10);
        Assert.Equal("Done", await city.ScalarAsync("select state from task_item where lead_body = " + office.Id));
        await using var seen = city.As(Role.TownshipClerk, Scope.OfRegions("370303001"), 41, "镇街");
        var step = (await seen.Get<ReadPromises>().RunAsync(Cancellation)).Steps.Single(row => row.Title == "镇街初审");
        Assert.Equal((3, 6, 2, 0m), (step.Within, step.Median!.Value, step.Late, step.Kept!.Value));
    }

    [Theory, OnBothDatabases]
    public async Task An_enterprise_that_does_not_confirm_is_reminded_on_each_of_the_days_once_and_then_its_office_is_told(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.BudgetAsync(2_000);
        var batch = await MoneyQueueTests.PublicAsync(city, "DF-1", ("A", 1000, 5), ("B", 1000, 6));
        var (firm, other) = (await city.CountAsync("select subject from redemption_award where code = 'A'"), await city.CountAsync("select subject from redemption_award where code = 'B'"));
        await AccountAsync(city, 51, Role.Enterprise, "", null, firm);
        await AccountAsync(city, 11, Role.BureauOfficer, "3703", null);
        await using (var head = city.AsDirector()) Assert.IsType<StepResult.Done>(await head.Get<ApproveBatch>().RunAsync(batch, Cancellation));
        await using (var own = city.As(Role.Enterprise, Scope.OfOrganization(other), 52))
            await own.Get<ConfirmPayee>().RunAsync(new TypedAccount("齐商银行张店支行", "6230000011"), null, Cancellation);

        var reminded = new List<int>();
        // Working days 3, 8 and 15 after Monday 2 March are 5, 12 and 23 March.
        foreach (var day in new[] { 4, 5, 5, 6, 12, 21, 23, 24 }) reminded.Add(await RemindAsync(city, day));

        Assert.Equal([0, 1, 0, 0, 1, 0, 1, 0], reminded);
        Assert.Equal(3, await city.CountAsync("select count(*) from notification where account = 51 and title like '%等您确认收款账户%'"));
        Assert.Equal(1, await city.CountAsync("select count(*) from notification where account = 11 and title like '%请电话联系%'"));
    }

    [Theory, OnBothDatabases]
    public async Task Money_promised_within_sixty_working_days_is_told_of_before_and_counted_after(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.BudgetAsync(1_000);
        var treasury = await city.MakeBodyAsync("财政局");
        await AccountAsync(city, 61, Role.Treasurer, "3703", treasury.Clerk);
        var batch = await MoneyQueueTests.PublicAsync(city, "DF-1", ("A", 1000, 5));
        await using (var head = city.AsDirector()) await head.Get<ApproveBatch>().RunAsync(batch, Cancellation);
        await using var unit = city.As();
        var award = await unit.Get<FunengDb>().Set<Award>().AsNoTracking().SingleAsync(Cancellation);

        // Sixty working days from 5 January 2026, with the Spring Festival and its make-up days between.
        Assert.Equal(new DateOnly(2026, 4, 3), city.Service<PromiseClock>().DueOf(award));
        city.Time.Now = new DateTimeOffset(2026, 3, 30, 1, 0, 0, TimeSpan.Zero);
        Assert.Equal(0, await unit.Get<WatchPayouts>().RunAsync(Cancellation));
        city.Time.Now = new DateTimeOffset(2026, 3, 31, 1, 0, 0, TimeSpan.Zero);
        Assert.Equal(1, await unit.Get<WatchPayouts>().RunAsync(Cancellation));
        Assert.Equal(treasury.Id, await city.CountAsync("select lead_body from task_item where kind = 'payout'"));

        await city.ExecuteAsync("update redemption_award set state = 'Paid', paid_on = '2026-04-07'");
        city.Time.Now = new DateTimeOffset(2026, 4, 8, 1, 0, 0, TimeSpan.Zero);
        Assert.Equal(1, await unit.Get<WatchPayouts>().RunAsync(Cancellation));
        await using var officer = city.AsOfficer();
        var paid = Assert.Single((await officer.Get<ReadPromises>().RunAsync(Cancellation)).Payments);
        Assert.Equal((60, 61, 1, 0), (paid.Within, paid.Median!.Value, paid.Late, paid.Open));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_approved_and_nobody_has_put_into_a_batch_is_told_of_too(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("商务局");
        await AccountAsync(city, 62, Role.BureauOfficer, "3703", bureau.Clerk);
        Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(Awarding.Of(city, await city.EnterpriseAsync("A")) with { BeganOn = new DateOnly(2026, 1, 5), PromiseWorkdays = 60 }));
        await using var unit = city.As();

        city.Time.Now = new DateTimeOffset(2026, 3, 30, 1, 0, 0, TimeSpan.Zero);
        Assert.Equal(0, await unit.Get<WatchPayouts>().RunAsync(Cancellation));
        city.Time.Now = new DateTimeOffset(2026, 3, 31, 1, 0, 0, TimeSpan.Zero);
        Assert.Equal(1, await unit.Get<WatchPayouts>().RunAsync(Cancellation));
        Assert.Equal(1, await city.CountAsync($"select count(*) from task_item where kind = 'payout' and lead_body = {bureau.Id} and title like '组成兑付批次%'"));
        await city.ExecuteAsync("update redemption_award set state = 'Refused'");
        Assert.Equal(1, await unit.Get<WatchPayouts>().RunAsync(Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task Days_in_which_the_enterprise_corrects_are_not_of_the_promise(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.ExporterAsync("A");
        var id = await city.SubmittedAsync(own);
        Assert.Equal("2026-05-28", await PayByAsync(city, own, id));
        await DecideAsync(city, Role.TownshipClerk, 11, id, Answers.Return);
        // Monday to Monday: five working days.
        city.Time.Advance(TimeSpan.FromDays(7));
        await city.SubmitAsync(own, id);

        Assert.Equal("2026-06-04", await PayByAsync(city, own, id));
        await DecideAsync(city, Role.TownshipClerk, 11, id, Answers.Pass);
        await DecideAsync(city, Role.BureauOfficer, 12, id, Answers.Pass);
        await DecideAsync(city, Role.Treasurer, 13, id, Answers.Approve);
        await using var unit = city.As();
        var award = await unit.Get<FunengDb>().Set<Award>().AsNoTracking().SingleAsync(Cancellation);
        Assert.Equal((new DateOnly(2026, 3, 2), 60, 5, new DateOnly(2026, 6, 4)), (award.BeganOn!.Value, award.PromiseWorkdays!.Value, award.PausedWorkdays, city.Service<PromiseClock>().DueOf(award)));
    }

    private static async Task<string?> PayByAsync(TestInstallation city, long own, long id)
    {
        await using var unit = city.Applicant(own);
        var view = (await unit.Get<ReadApplication>().RunAsync(id, Cancellation))!;
        return (await unit.Get<ReadProgress>().RunAsync(view.Application, Cancellation)).PayBy;
    }

    private static async Task DecideAsync(TestInstallation city, Role role, long account, long id, Answers answer)
    {
        await using var unit = city.As(role, Scope.OfRegions("3703"), account, role.ToString());
        var version = (await unit.Get<FunengDb>().Set<Application>().AsNoTracking().SingleAsync(row => row.Id == id, Cancellation)).Version;
        Assert.IsType<ReviewResult.Taken>(await unit.Get<TakeReviewStep>().RunAsync(new ReviewDecision(id, version, answer, "电话不通，请更正", "", answer == Answers.Return ? ["ask.phone"] : []), Cancellation));
    }

    private static async Task<int> WatchAsync(TestInstallation city, int day)
    {
        city.Time.Now = new DateTimeOffset(2026, 3, day, 1, 0, 0, TimeSpan.Zero);
        await using var unit = city.As(id: null, name: "自动催办");
        return await unit.Get<WatchDesks>().RunAsync(Cancellation);
    }

    private static async Task<int> RemindAsync(TestInstallation city, int day)
    {
        city.Time.Now = new DateTimeOffset(2026, 3, day, 1, 0, 0, TimeSpan.Zero);
        await using var unit = city.As(id: null, name: "自动催办");
        return await unit.Get<RemindPayees>().RunAsync(Cancellation);
    }

    internal static async Task AccountAsync(TestInstallation city, long id, Role role, string regions, long? person, long? organization = null)
    {
        await using var unit = city.As();
        unit.Get<FunengDb>().Add(new Account
        {
            Id = id, UserName = $"a{id}", NormalizedUserName = $"A{id}", DisplayName = $"账号{id}", Role = role, ScopeRegions = regions, Organization = organization, SecurityStamp = "s", ConcurrencyStamp = "c", CreatedAt = city.Time.Now,
        });
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        if (person is { } link) await unit.Get<Callers>().LinkAsync(id, link, Cancellation);
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
    }
}
