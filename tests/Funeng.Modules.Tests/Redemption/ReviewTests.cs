using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Review;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>An application goes from desk to desk; clocks run in working days, stand still while the enterprise corrects, and nobody decides twice.</summary>
public sealed class ReviewTests
{
    private static readonly (Role Role, Scope Scope, long Id, string Name) Clerk = (Role.TownshipClerk, Scope.OfRegions("370303"), 11, "镇街"),
        Officer = (Role.BureauOfficer, Scope.OfRegions("3703"), 12, "科室"), Treasurer = (Role.Treasurer, Scope.All, 13, "财政");

    [Theory, OnBothDatabases]
    public async Task From_township_to_treasury_it_becomes_one_award_with_the_amount_of_the_registered_facts(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var id = await city.SubmittedAsync(await city.ExporterAsync("A"));

        foreach (var who in new[] { Clerk, Officer }) Assert.IsType<ReviewResult.Taken>(await DecideAsync(city, who, id, Answers.Pass));
        Assert.IsType<ReviewResult.Taken>(await DecideAsync(city, Treasurer, id, Answers.Approve));

        var application = await FindAsync(city, id);
        Assert.Equal((ApplicationState.Approved, (DateOnly?)null), (application.State, application.DueOn));
        await using var unit = city.As();
        var award = Assert.Single(await unit.Get<AwardBook>().OfOriginAsync(AwardOrigin.Application, application.Number!, Cancellation));
        Assert.Equal((500_000L, "2026", Booth), (award.AmountFen, award.Period, award.Benefit));
    }

    [Theory, OnBothDatabases]
    public async Task Returned_it_says_what_to_correct_and_the_clock_stands_until_it_comes_back(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.ExporterAsync("A");
        // Monday 2 March 2026: three working days end on Thursday.
        var id = await city.SubmittedAsync(own);
        Assert.Equal(new DateOnly(2026, 3, 5), (await FindAsync(city, id)).DueOn);
        city.Time.Advance(TimeSpan.FromDays(1));

        Assert.IsType<ReviewResult.Taken>(await DecideAsync(city, Clerk, id, Answers.Return, "发票抬头应为本企业全称", "material:" + Invoice, "ask.phone"));

        Assert.Equal((ApplicationState.Returned, (DateOnly?)null), ((await FindAsync(city, id)).State, (await FindAsync(city, id)).DueOn));
        await using (var unit = city.Applicant(own))
        {
            var progress = await unit.Get<ReadProgress>().RunAsync(await FindAsync(city, id), Cancellation);
            Assert.Equal(["material:" + Invoice, "ask.phone"], progress.Corrections);
            Assert.Equal("发票抬头应为本企业全称", progress.CorrectionOf("ask.phone"));
            Assert.IsType<PaperResult.Kept>(await unit.Get<KeepPapers>().RunAsync(id, Invoice, "新发票.jpg", Jpeg, null, Cancellation));
        }

        // Seven days pass with the enterprise, five of them worked: the last day moves by five working days.
        city.Time.Advance(TimeSpan.FromDays(7));
        var first = (await city.SubmitAsync(own, id)).Number;
        var application = await FindAsync(city, id);
        Assert.Equal((ApplicationState.InReview, 0, new DateOnly(2026, 3, 12), first), (application.State, application.Step, application.DueOn!.Value, application.Number));
        Assert.Equal(2L, Count(await city.ScalarAsync("select count(*) from application_submission")));
    }

    [Theory, OnBothDatabases]
    public async Task Refused_it_names_reason_and_clause_and_another_round_may_be_begun(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.ExporterAsync("A");
        var id = await city.SubmittedAsync(own);

        Assert.Equal(["Reason", "Clause"], Assert.IsType<ReviewResult.Refused>(await DecideAsync(city, Clerk, id, Answers.Refuse)).Problems.Select(problem => problem.Field));
        var clause = city.Service<PolicyBook>().FindBenefit(Booth)!.Policy.Clauses[0];
        await using (var unit = city.As(Clerk.Role, Clerk.Scope, Clerk.Id, Clerk.Name))
            Assert.IsType<ReviewResult.Taken>(await unit.Get<TakeReviewStep>().RunAsync(new ReviewDecision(id, (await FindAsync(city, id)).Version, Answers.Refuse, "展会不在目录内", clause.Id, []), Cancellation));

        await using (var unit = city.As())
            Assert.Contains(await unit.Get<FunengDb>().Set<ReviewAct>().ToListAsync(Cancellation), act => act.Kind == ReviewActKind.Refused && act.Clause.EndsWith(clause.Heading, StringComparison.Ordinal));
        Assert.NotEqual(id, await city.BeginAsync(own));
    }

    [Theory, OnBothDatabases]
    public async Task However_many_decide_at_one_moment_there_is_one_decision(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var id = await city.SubmittedAsync(await city.ExporterAsync("A"));
        foreach (var who in new[] { Clerk, Officer }) await DecideAsync(city, who, id, Answers.Pass);
        var version = (await FindAsync(city, id)).Version;

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(at => Task.Run(async () =>
        {
            await using var unit = city.As(Role.Treasurer, Scope.All, 20 + (at % 2), $"财政{at % 2}");
            return await unit.Get<TakeReviewStep>().RunAsync(new ReviewDecision(id, version, at % 3 == 0 ? Answers.Return : Answers.Approve, "请核对电话", "", at % 3 == 0 ? ["ask.phone"] : []), Cancellation);
        })));

        Assert.Single(results.OfType<ReviewResult.Taken>());
        Assert.Equal(5, results.OfType<ReviewResult.Changed>().Count());
        Assert.Equal(4L, Count(await city.ScalarAsync("select count(*) from review_act")));
        var approved = (await FindAsync(city, id)).State == ApplicationState.Approved;
        Assert.Equal(approved ? 1L : 0L, Count(await city.ScalarAsync("select count(*) from redemption_award")));
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_decides_at_a_step_that_is_not_his_nor_twice_in_a_row(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var id = await city.SubmittedAsync(await city.ExporterAsync("A"));

        Assert.IsType<ReviewResult.NotAllowed>(await DecideAsync(city, Officer, id, Answers.Pass));
        Assert.IsType<ReviewResult.NotFound>(await DecideAsync(city, (Role.TownshipClerk, Scope.OfRegions("370302"), 14, "别处"), id, Answers.Pass));
        Assert.IsType<ReviewResult.NotFound>(await DecideAsync(city, (Role.Leader, Scope.All, 15, "领导"), id, Answers.Pass));
        // A clerk who has become an officer meanwhile may not pass what he passed himself.
        await DecideAsync(city, Clerk, id, Answers.Pass);
        Assert.Contains("另一个人", Assert.IsType<ReviewResult.NotAllowed>(await DecideAsync(city, (Officer.Role, Officer.Scope, Clerk.Id, "镇街"), id, Answers.Pass)).Why, StringComparison.Ordinal);
        // Approving is for the last step alone.
        Assert.IsType<ReviewResult.Refused>(await DecideAsync(city, Officer, id, Answers.Approve));
    }

    [Theory, OnBothDatabases]
    public async Task Money_is_not_approved_on_what_was_only_typed(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A", "370303001", ("boothFee", 10_000), ("notOnDishonestyList", true));
        var id = await city.FilledAsync(own);
        await using (var unit = city.Applicant(own)) await unit.Get<SaveFields>().RunAsync(id, [new TypedField("exportValueY1", "", "500")], Cancellation);
        await city.SubmitAsync(own, id);
        foreach (var who in new[] { Clerk, Officer }) await DecideAsync(city, who, id, Answers.Pass);

        var refused = Assert.IsType<ReviewResult.Refused>(await DecideAsync(city, Treasurer, id, Answers.Approve));

        Assert.Contains("先在企业页更正事实", Assert.Single(refused.Problems).Message, StringComparison.Ordinal);
        Assert.Equal(0L, Count(await city.ScalarAsync("select count(*) from redemption_award")));
    }

    [Theory, OnBothDatabases]
    public async Task An_enterprise_takes_back_what_is_not_decided_and_may_begin_again(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.ExporterAsync("A");
        var id = await city.SubmittedAsync(own);
        await using (var unit = city.Applicant(await city.ExporterAsync("B"))) Assert.NotNull(await unit.Get<WithdrawApplication>().RunAsync(id, "别家的", Cancellation));
        await using (var unit = city.Applicant(own)) Assert.Null(await unit.Get<WithdrawApplication>().RunAsync(id, "填错了", Cancellation));

        Assert.Equal(ApplicationState.Withdrawn, (await FindAsync(city, id)).State);
        Assert.IsType<ReviewResult.NotAllowed>(await DecideAsync(city, Clerk, id, Answers.Pass));
        Assert.NotEqual(id, await city.BeginAsync(own));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_returned_on_the_last_day_does_not_come_back_overdue(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.ExporterAsync("A");
        var id = await city.SubmittedAsync(own);
        city.Time.Now = new DateTimeOffset(2026, 3, 5, 1, 0, 0, TimeSpan.Zero);
        await DecideAsync(city, Clerk, id, Answers.Return, "电话不通，请更正", "ask.phone");
        city.Time.Now = new DateTimeOffset(2026, 3, 16, 1, 0, 0, TimeSpan.Zero);

        await city.SubmitAsync(own, id);

        Assert.Equal(new DateOnly(2026, 3, 17), (await FindAsync(city, id)).DueOn);
    }

    [Theory, OnBothDatabases]
    public async Task A_review_that_goes_on_over_new_year_decides_the_year_it_was_handed_in_for(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        city.Time.Now = new DateTimeOffset(2026, 12, 8, 1, 0, 0, TimeSpan.Zero);
        var id = await city.SubmittedAsync(await city.ExporterAsync("A"));
        city.Time.Now = new DateTimeOffset(2027, 1, 12, 1, 0, 0, TimeSpan.Zero);

        foreach (var who in new[] { Clerk, Officer }) Assert.IsType<ReviewResult.Taken>(await DecideAsync(city, who, id, Answers.Pass));
        Assert.IsType<ReviewResult.Taken>(await DecideAsync(city, Treasurer, id, Answers.Approve));

        Assert.Equal(500_000L, Count(await city.ScalarAsync("select amount_fen from redemption_award where period = '2026' and decided_on = '2026-12-08'")));
    }

    [Theory, OnBothDatabases]
    public async Task The_inbox_shows_what_is_at_my_step_with_the_most_overdue_first(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var late = await city.SubmittedAsync(await city.ExporterAsync("A"));
        city.Time.Advance(TimeSpan.FromDays(5));
        var fresh = await city.SubmittedAsync(await city.ExporterAsync("B"));
        await city.SubmittedAsync(await city.ExporterAsync("C", "370302001"));

        await using var clerk = city.As(Clerk.Role, Clerk.Scope, Clerk.Id, Clerk.Name);
        var list = await clerk.Get<ListReviews>().RunAsync("", "", 1, Cancellation);
        await using var officer = city.As(Officer.Role, Officer.Scope, Officer.Id, Officer.Name);
        var his = await officer.Get<ListReviews>().RunAsync("", "", 1, Cancellation);

        Assert.Equal([late, fresh], list.Rows.Select(row => row.Application.Id));
        Assert.Equal((2, 1), (list.Waiting, list.Late));
        Assert.Equal((0, 3), (his.Waiting, (await officer.Get<ListReviews>().RunAsync("all", "", 1, Cancellation)).Count));
    }

    [Theory]
    [InlineData("routes: []", "no route")]
    [InlineData("routes: [{ id: a, steps: [{ id: x, roles: [treasurer], within: 3, may: [pass] }] }]", "last step")]
    [InlineData("routes: [{ id: a, steps: [{ id: x, roles: [treasurer], within: 3, may: [approve] }, { id: y, roles: [treasurer], within: 3, may: [approve] }] }]", "last step")]
    [InlineData("routes: [{ id: a, steps: [{ id: x, roles: [], within: 3, may: [approve] }] }]", "nobody's")]
    [InlineData("routes: [{ id: a, steps: [{ id: x, roles: [treasurer], within: 0, may: [approve] }] }]", "limit")]
    [InlineData("routes: [{ id: a, steps: [{ id: x, roles: [king], within: 3, may: [approve] }] }]", "king")]
    public void A_route_that_could_promise_money_halfway_or_to_nobody_is_refused(string text, string why)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);

        Assert.Contains(why, Assert.Throws<InvalidDataException>(() => RouteBook.Read(file)).Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    private static async Task<ReviewResult> DecideAsync(TestInstallation city, (Role Role, Scope Scope, long Id, string Name) who, long id, Answers answer, string reason = "", params IReadOnlyList<string> corrections)
    {
        await using var unit = city.As(who.Role, who.Scope, who.Id, who.Name);
        return await unit.Get<TakeReviewStep>().RunAsync(new ReviewDecision(id, (await FindAsync(city, id)).Version, answer, reason, "", corrections), Cancellation);
    }

    private static async Task<Application> FindAsync(TestInstallation city, long id)
    {
        await using var unit = city.As();
        return await unit.Get<FunengDb>().Set<Application>().AsNoTracking().SingleAsync(row => row.Id == id, Cancellation);
    }

    private static long Count(object? scalar) => Convert.ToInt64(scalar, CultureInfo.InvariantCulture);
}
