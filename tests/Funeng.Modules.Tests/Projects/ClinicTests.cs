using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Projects.Clinic;
using Funeng.Modules.Projects.Officers;
using Funeng.Modules.Projects.Problems;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tasks.Escalate;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Projects.ProjectsInTests;

namespace Funeng.Modules.Tests.Projects;

/// <summary>An urgent problem on its way through the clinic: who sees it, whose clock runs, how it ends.</summary>
public sealed class ClinicTests
{
    private const long Owner = 77;

    [Theory, OnBothDatabases]
    public async Task A_problem_goes_from_the_enterprise_over_two_offices_and_a_prescription_to_its_rating(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (land, power, lead) = await PrepareAsync(city);
        var id = await ReportAsync(city);

        await TriageAsync(city, id, lead, [land, power]);
        Assert.Equal(2, (await ItemsAsync(city, id, "consult-")).Count);
        Assert.All(await ItemsAsync(city, id, "consult-"), item => Assert.Equal(new DateOnly(2026, 3, 5), item.DueOn));
        await AnswerAsync(city, id, land, Stance.Possible, "用地指标由市级统筹，可以落实");
        Assert.Equal([TaskState.Done, TaskState.Open], (await ItemsAsync(city, id, "consult-")).Select(item => item.State).Order().Reverse());
        await AnswerAsync(city, id, power, Stance.Conditional, "需先完成通道勘察");

        await DoAsync(city, id, (unit, version) => unit.Get<PrescribeCase>().RunAsync(id, version, "接入点没有人定", [new("完成通道勘察", Body(power), "2026-03-12"), new("", "", ""), new("批复供电方案", Body(power), "2026-03-20")], Cancellation));
        Assert.Equal(ClinicState.Treating, (await CaseAsync(city, id)).State);
        foreach (var step in await StepsAsync(city, id))
            await DoAsync(city, id, (unit, version) => unit.Get<FollowUpCase>().ConfirmAsync(id, version, step.Id, true, "已经办成", Cancellation));
        var review = await CaseAsync(city, id);
        Assert.Equal((ClinicState.Review, new DateOnly(2026, 3, 9)), (review.State, review.RevisitOn!.Value));
        await DoAsync(city, id, (unit, version) => unit.Get<FollowUpCase>().RevisitAsync(id, version, true, "现场查看，电源已接入", Cancellation));

        await using (var unit = AsEnterprise(city))
            Assert.Empty((await unit.Get<FollowUpCase>().RateAsync(id, (await CaseAsync(city, id)).Version, nameof(ClinicRating.Satisfied), "", Cancellation))!);
        var closed = await CaseAsync(city, id);
        Assert.Equal((ClinicState.Closed, ClinicRating.Satisfied, "现场查看，电源已接入", 0), (closed.State, closed.Rating!.Value, closed.Result, closed.Workdays!.Value));
        Assert.All(await ItemsAsync(city, id, ""), item => Assert.True(item.IsOver));
        await using var look = city.As();
        Assert.Equal("现场查看，电源已接入", (await look.Get<FunengDb>().Set<ProjectProblem>().SingleAsync(Cancellation)).Result);
    }

    [Theory, OnBothDatabases]
    public async Task An_enterprise_sees_its_own_cases_an_office_those_it_is_asked_about_and_nobody_others(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (land, power, lead) = await PrepareAsync(city);
        var id = await ReportAsync(city);
        async Task<int> SeenAsync(AsyncServiceScope unit) => await (await unit.Get<ClinicSight>().VisibleAsync(Cancellation)).CountAsync(Cancellation);

        await using (var own = AsEnterprise(city)) Assert.Equal(1, await SeenAsync(own));
        await using (var other = city.As(Role.Enterprise, Scope.OfOrganization(78), 901)) Assert.Equal(0, await SeenAsync(other));
        await using (var zone = city.As(Role.ZoneOfficer, Scope.OfZones("370300-GX"), 902)) Assert.Equal(0, await SeenAsync(zone));
        await using (var expert = city.As(Role.Expert, Scope.All, 903)) Assert.Equal(0, await SeenAsync(expert));
        await using (var unasked = city.AsClerk(land)) Assert.Equal(0, await SeenAsync(unasked));

        await TriageAsync(city, id, lead, [land]);
        await using (var asked = city.AsClerk(land))
        {
            Assert.Equal(1, await SeenAsync(asked));
            Assert.False((await asked.Get<ClinicSight>().RightsAsync(await CaseAsync(city, id), Cancellation)).Runs);
            Assert.Null(await asked.Get<TriageCase>().AskAsync(id, (await CaseAsync(city, id)).Version, [Body(power)], "", Cancellation));
        }

        await using (var notAsked = city.AsClerk(power)) Assert.Equal(0, await SeenAsync(notAsked));
        await using var enterprise = AsEnterprise(city);
        Assert.Null(await enterprise.Get<TriageCase>().RunAsync(id, new TypedTriage(1, "consult", "", "", "", "", [], "", "", ""), Cancellation));
        Assert.Empty(await (await enterprise.Get<TaskSight>().VisibleAsync(Cancellation)).ToListAsync(Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task An_office_that_stays_silent_climbs_the_ladder_and_one_that_answers_as_a_task_has_answered(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (land, power, lead) = await PrepareAsync(city);
        var id = await ReportAsync(city);
        await TriageAsync(city, id, lead, [land, power]);

        city.Time.Advance(TimeSpan.FromDays(8));
        await using (var clock = city.As()) await clock.Get<ClimbLadders>().RunAsync(Cancellation);
        Assert.All(await ItemsAsync(city, id, "consult-"), item => Assert.Equal(TaskLight.Red, item.Light));

        var item = (await ItemsAsync(city, id, "consult-")).Single(row => row.LeadBody == land.Id);
        await using (var office = city.AsClerk(land))
        {
            Assert.IsType<TaskResult.Done>(await office.Get<TaskBook>().ActAsync(item.Id, new TaskAct.Submit("指标已经下达"), Cancellation));
            await office.Get<FunengDb>().SaveChangesAsync(Cancellation);
        }

        await using var unit = city.As();
        var answered = await unit.Get<FunengDb>().Set<Consultation>().SingleAsync(row => row.Office == land.Id, Cancellation);
        Assert.Equal(("指标已经下达", new DateOnly(2026, 3, 10)), (answered.Opinion, answered.AnsweredOn!.Value));
        var late = Assert.Single(await unit.Get<BrowseCases>().ReadAsync(new ClinicQuery(), Cancellation));
        Assert.True(late.IsLate(new DateOnly(2026, 3, 10)));
    }

    [Fact]
    public async Task A_leader_is_given_the_case_decides_it_and_the_time_to_his_decision_is_measured()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var (_, power, lead) = await PrepareAsync(city);
        var id = await ReportAsync(city);
        await TriageAsync(city, id, lead, [], "leader", Holder.Post(power.HeadPost).ToString());
        Assert.Equal(new DateOnly(2026, 3, 4), Assert.Single(await ItemsAsync(city, id, "reception-")).DueOn);

        city.Time.Advance(TimeSpan.FromDays(2));
        await using (var leader = city.As(Role.Leader, Scope.Nothing, power.HeadAccount, "分管领导"))
        {
            var it = Assert.Single(await leader.Get<BrowseCases>().ReadAsync(new ClinicQuery { Tab = ClinicQuery.Leader }, Cancellation)).Case;
            Assert.Empty((await leader.Get<PrescribeCase>().RunAsync(id, it.Version, "由市里统一协调", [new("专题会明确接入点", Body(power), "2026-03-10")], Cancellation))!);
        }

        await using var unit = city.As();
        var rows = await unit.Get<BrowseCases>().ReadAsync(new ClinicQuery { Tab = ClinicQuery.Figures }, Cancellation);
        var figures = await unit.Get<CountCases>().RunAsync(rows, new DateOnly(2026, 3, 4), Cancellation);
        Assert.Equal((1, 2m), (figures.Raised, figures.Decision!.Value));
        Assert.Equal(TaskState.Done, Assert.Single(await ItemsAsync(city, id, "reception-")).State);
    }

    [Fact]
    public async Task A_case_taken_to_another_leader_or_to_the_same_one_again_is_a_task_of_his_and_of_nobody_else()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var (land, power, lead) = await PrepareAsync(city);
        var id = await ReportAsync(city);
        await TriageAsync(city, id, lead, [], "leader", Holder.Post(power.HeadPost).ToString());

        // The first leader sees the case no more, so nothing of it waits for him.
        await DoAsync(city, id, (unit, version) => unit.Get<TriageCase>().RaiseAsync(id, version, Holder.Post(land.HeadPost).ToString(), "请另一位领导协调", Cancellation));
        Assert.Equal([TaskState.Cancelled, TaskState.Open], (await ItemsAsync(city, id, "reception-")).OrderBy(item => item.Id).Select(item => item.State));

        await DoAsync(city, id, (unit, version) => unit.Get<PrescribeCase>().RunAsync(id, version, "由市里统一协调", [new("专题会明确接入点", Body(power), "2026-03-10")], Cancellation));
        Assert.NotNull((await CaseAsync(city, id)).DecidedOn);
        city.Time.Advance(TimeSpan.FromDays(2));
        await DoAsync(city, id, (unit, version) => unit.Get<TriageCase>().RaiseAsync(id, version, Holder.Post(land.HeadPost).ToString(), "决定没有落实，再请协调", Cancellation));

        Assert.Equal((new DateOnly(2026, 3, 4), null), ((await CaseAsync(city, id)).RaisedOn!.Value, (await CaseAsync(city, id)).DecidedOn));
        Assert.Equal([TaskState.Cancelled, TaskState.Done, TaskState.Open], (await ItemsAsync(city, id, "reception-")).OrderBy(item => item.Id).Select(item => item.State));
    }

    [Fact]
    public async Task The_office_that_leads_a_case_does_not_stop_its_clock_on_the_page_of_tasks()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var (land, _, lead) = await PrepareAsync(city);
        var id = await ReportAsync(city);
        await TriageAsync(city, id, lead, [land]);
        var main = Assert.Single(await ItemsAsync(city, id, "case-"));

        await using var office = city.AsHead(lead);
        foreach (var act in new TaskAct[] { new TaskAct.FinishStage("办完了"), new TaskAct.Submit("办完了") })
            Assert.Contains("请到病例里办理", Assert.Single(Assert.IsType<Modules.Tasks.Handle.TakeTaskResult.Refused>(await office.Get<Modules.Tasks.Handle.TakeTaskStep>().RunAsync(main.Id, act, null, Cancellation)).Problems).Message, StringComparison.Ordinal);
        Assert.Equal(TaskState.Open, Assert.Single(await ItemsAsync(city, id, "case-")).State);
    }

    [Fact]
    public async Task Whoever_is_not_content_has_it_taken_up_again_and_who_solved_it_does_not_rate_it()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var (_, power, lead) = await PrepareAsync(city);
        var id = await ReportAsync(city);
        await TriageAsync(city, id, lead, []);
        await DoAsync(city, id, (unit, version) => unit.Get<PrescribeCase>().RunAsync(id, version, "接入点没有人定", [new("批复供电方案", Body(power), "2026-03-20")], Cancellation));
        await DoAsync(city, id, (unit, version) => unit.Get<FollowUpCase>().ConfirmAsync(id, version, StepsAsync(city, id).Result[0].Id, true, "方案已批复", Cancellation));
        await DoAsync(city, id, (unit, version) => unit.Get<FollowUpCase>().RevisitAsync(id, version, true, "方案已经批复", Cancellation));
        var version = (await CaseAsync(city, id)).Version;

        await using (var doer = city.As(Role.BureauOfficer, Scope.OfRegions("3703"), lead.ClerkAccount)) Assert.Null(await doer.Get<FollowUpCase>().RateAsync(id, version, nameof(ClinicRating.Satisfied), "", Cancellation));
        await using (var early = city.As()) Assert.Single((await early.Get<FollowUpCase>().CloseUnratedAsync(id, version, Cancellation))!);
        await using (var asker = AsEnterprise(city))
        {
            Assert.Equal("Note", Assert.Single((await asker.Get<FollowUpCase>().RateAsync(id, version, nameof(ClinicRating.Dissatisfied), "", Cancellation))!).Field);
            Assert.Empty((await asker.Get<FollowUpCase>().RateAsync(id, version, nameof(ClinicRating.Dissatisfied), "电还没有通", Cancellation))!);
        }

        var again = await CaseAsync(city, id);
        Assert.Equal((ClinicState.Reported, 2), (again.State, again.Course));
        await using var unit = city.As();
        Assert.Null((await unit.Get<FunengDb>().Set<ProjectProblem>().SingleAsync(Cancellation)).ClosedOn);
        Assert.Contains(await ItemsAsync(city, id, "case-2"), item => item.State == TaskState.Open);
    }

    [Fact]
    public async Task What_is_typed_badly_is_said_beside_its_field_and_the_same_problem_is_not_taken_in_twice()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await PrepareAsync(city);
        await ReportAsync(city);
        await using var unit = AsEnterprise(city);

        var wrong = Assert.IsType<RegisterCaseResult.Refused>(await unit.Get<RegisterCase>().RunAsync(new TypedCase("没有这个", "短", "", "", "", "", "abc"), Cancellation));
        Assert.Equal(["Title", "Class", "Urgency", "Contact", "Phone", "Project"], wrong.Problems.Select(problem => problem.Field));
        var twice = Assert.IsType<RegisterCaseResult.Refused>(await unit.Get<RegisterCase>().RunAsync(Typed, Cancellation));
        Assert.Contains("已经报过", Assert.Single(twice.Problems).Message, StringComparison.Ordinal);
        await using var expert = city.As(Role.Expert);
        Assert.IsType<RegisterCaseResult.Refused>(await expert.Get<RegisterCase>().RunAsync(Typed, Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task A_case_shows_those_like_it_that_were_cured_and_says_why(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (_, power, lead) = await PrepareAsync(city);
        var id = await ReportAsync(city);
        await TriageAsync(city, id, lead, []);
        await DoAsync(city, id, (unit, version) => unit.Get<PrescribeCase>().RunAsync(id, version, "接入点没有人定", [new("批复供电方案", Body(power), "2026-03-20")], Cancellation));
        await DoAsync(city, id, (unit, version) => unit.Get<FollowUpCase>().ConfirmAsync(id, version, StepsAsync(city, id).Result[0].Id, true, "方案已批复", Cancellation));
        await DoAsync(city, id, (unit, version) => unit.Get<FollowUpCase>().RevisitAsync(id, version, true, "方案已经批复", Cancellation));
        await using (var asker = AsEnterprise(city)) await asker.Get<FollowUpCase>().RateAsync(id, (await CaseAsync(city, id)).Version, nameof(ClinicRating.Acceptable), "", Cancellation);

        await using var unit = city.As();
        var made = Assert.IsType<RegisterCaseResult.Registered>(await unit.Get<RegisterCase>().RunAsync(Typed with { Title = "二期电源接入点没有确定" }, Cancellation));
        var like = Assert.Single((await unit.Get<ReadCase>().RunAsync(made.Case.Id, Cancellation))!.Like);
        Assert.Equal(id, like.Case.Id);
        Assert.Contains("电源接入点没有确定", like.Reason, StringComparison.Ordinal);
        Assert.Equal(["供电公司：批复供电方案"], like.Measures);
    }

    [Theory, OnBothDatabases]
    public async Task A_measure_that_is_cancelled_no_longer_holds_the_case_and_with_none_left_offices_are_asked_again(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (land, power, lead) = await PrepareAsync(city);
        var id = await ReportAsync(city);
        await TriageAsync(city, id, lead, [land]);
        await DoAsync(city, id, (unit, version) => unit.Get<PrescribeCase>().RunAsync(id, version, "接入点没有人定", [new("完成通道勘察", Body(power), "2026-03-12"), new("批复供电方案", Body(land), "2026-03-20")], Cancellation));
        // Whoever was not waited for any longer is not counted as late for ever.
        await using (var later = city.As())
        {
            Assert.Equal(Today, (await later.Get<FunengDb>().Set<Consultation>().SingleAsync(Cancellation)).ReleasedOn);
            var figures = await later.Get<CountCases>().RunAsync(await later.Get<BrowseCases>().ReadAsync(new ClinicQuery { Tab = ClinicQuery.Figures }, Cancellation), Today.AddDays(60), Cancellation);
            Assert.Equal(0, figures.Offices.Sum(office => office.Late));
        }

        var version = (await CaseAsync(city, id)).Version;
        await ActAsync(city, id, "step-", 0, new TaskAct.Cancel("改由企业自行勘察"));
        Assert.Equal((ClinicState.Treating, true), ((await CaseAsync(city, id)).State, (await CaseAsync(city, id)).Version > version));
        var second = (await StepsAsync(city, id))[1];
        await DoAsync(city, id, (unit, at) => unit.Get<FollowUpCase>().ConfirmAsync(id, at, second.Id, true, "方案已批复", Cancellation));
        Assert.Equal(ClinicState.Review, (await CaseAsync(city, id)).State);

        await DoAsync(city, id, (unit, at) => unit.Get<FollowUpCase>().RevisitAsync(id, at, false, "电还没有通", Cancellation));
        await DoAsync(city, id, (unit, at) => unit.Get<PrescribeCase>().RunAsync(id, at, "还差电缆", [new("敷设电缆", Body(power), "2026-03-12")], Cancellation));
        await ActAsync(city, id, "step-", 0, new TaskAct.Cancel("改为架空线路"));
        Assert.Equal(ClinicState.Review, (await CaseAsync(city, id)).State);
    }

    [Fact]
    public async Task Where_every_measure_is_cancelled_the_case_is_consulted_again()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var (_, power, lead) = await PrepareAsync(city);
        var id = await ReportAsync(city);
        await TriageAsync(city, id, lead, []);
        await DoAsync(city, id, (unit, version) => unit.Get<PrescribeCase>().RunAsync(id, version, "接入点没有人定", [new("完成通道勘察", Body(power), "2026-03-12")], Cancellation));
        await ActAsync(city, id, "step-", 0, new TaskAct.Cancel("改由企业自行勘察"));
        Assert.Equal(ClinicState.Consulting, (await CaseAsync(city, id)).State);
    }

    [Fact]
    public async Task Nobody_who_had_a_part_in_a_case_and_nobody_who_only_looks_on_rates_it()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var (land, power, lead) = await PrepareAsync(city);
        var id = await ReportAsync(city);
        await TriageAsync(city, id, lead, [land], "leader", Holder.Post(power.HeadPost).ToString());
        await CureAsync(city, id, power);

        var it = await CaseAsync(city, id);
        async Task<ClinicRights> RightsAsync(AsyncServiceScope unit) => await unit.Get<ClinicSight>().RightsAsync(it, Cancellation);
        await using (var same = city.As()) Assert.Null(await same.Get<FollowUpCase>().RateAsync(id, it.Version, nameof(ClinicRating.Satisfied), "", Cancellation));
        await using (var consulted = city.As(Role.BureauOfficer, Scope.All, land.ClerkAccount)) Assert.False((await RightsAsync(consulted)).CallsBack);
        await using (var leader = city.As(Role.Leader, Scope.All, power.HeadAccount)) Assert.False((await RightsAsync(leader)).CallsBack);
        await using (var auditor = city.As(Role.Auditor, Scope.All, 904)) Assert.Equal((false, false), ((await RightsAsync(auditor)).CallsBack, (await RightsAsync(auditor)).SeesContact));
        await using (var apart = city.As(Role.SupervisionOffice, Scope.All, 905)) Assert.True((await RightsAsync(apart)).CallsBack);
        var stranger = await city.MakeBodyAsync("镇政府");
        await using (var unasked = city.As(Role.TownshipClerk, Scope.All, stranger.ClerkAccount)) Assert.False((await RightsAsync(unasked)).SeesContact);
        await using var asked = city.AsClerk(land);
        Assert.True((await RightsAsync(asked)).SeesContact);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_asked_is_told_that_a_rating_is_awaited_of_him_and_has_it_among_his_work_until_he_rates(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (_, power, lead) = await PrepareAsync(city);
        var (asker, other) = (await AccountAsync(city, "asker", Owner), await AccountAsync(city, "other", 78));
        var id = await ReportAsync(city);
        await TriageAsync(city, id, lead, []);
        await CureAsync(city, id, power);

        await using (var unit = city.As(Role.Enterprise, Scope.OfOrganization(Owner), asker))
        {
            var message = Assert.Single(await unit.Get<NotificationBox>().LatestAsync(Cancellation));
            Assert.Equal(("请您评价：“厂区外电源接入点没有确定”（诊〔2026〕1号）复诊认为已解决，2026-03-12 以前可以评价，不满意会重新办理", $"/projects/clinic/{id}"), (message.Title, message.Link));
            var work = Assert.Single((await unit.Get<OpenWorkbench>().RunAsync(Cancellation)).Work, item => item.Kind == "评价");
            Assert.Equal((new DateOnly(2026, 3, 12), $"/projects/clinic/{id}#f-Rating"), (work.Due!.Value, work.Href));
            Assert.Empty((await unit.Get<FollowUpCase>().RateAsync(id, (await CaseAsync(city, id)).Version, nameof(ClinicRating.Satisfied), "", Cancellation))!);
        }

        await using (var rated = city.As(Role.Enterprise, Scope.OfOrganization(Owner), asker)) Assert.DoesNotContain((await rated.Get<OpenWorkbench>().RunAsync(Cancellation)).Work, item => item.Kind == "评价");
        await using var stranger = city.As(Role.Enterprise, Scope.OfOrganization(78), other);
        Assert.Empty(await stranger.Get<NotificationBox>().LatestAsync(Cancellation));
        Assert.DoesNotContain((await stranger.Get<OpenWorkbench>().RunAsync(Cancellation)).Work, item => item.Kind == "评价");
    }

    [Fact]
    public async Task A_refusal_and_an_end_without_a_rating_are_told_to_whoever_asked()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var (_, power, lead) = await PrepareAsync(city);
        var asker = await AccountAsync(city, "asker", Owner);
        var (refused, solved) = (await ReportAsync(city), await ReportAsync(city, Typed with { Title = "变电站的电接不进来" }));
        await DoAsync(city, refused, (unit, version) => unit.Get<TriageCase>().RunAsync(refused, new TypedTriage(version, TriageCase.Refuse, "", "", "", "", [], "", "", "这是民事纠纷，请找法院"), Cancellation));
        await TriageAsync(city, solved, lead, []);
        await CureAsync(city, solved, power);
        city.Time.Advance(TimeSpan.FromDays(11));
        await DoAsync(city, solved, (unit, version) => unit.Get<FollowUpCase>().CloseUnratedAsync(solved, version, Cancellation));

        await using var unit = city.As(Role.Enterprise, Scope.OfOrganization(Owner), asker);
        var told = (await unit.Get<NotificationBox>().LatestAsync(Cancellation)).Select(message => message.Title).Order().ToList();
        Assert.Equal(["已结案", "没有受理", "请您评价"], told.Select(title => title[..title.IndexOf('：', StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        Assert.Contains(told, title => title.Contains("这是民事纠纷，请找法院", StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task Only_leaders_posts_are_offered_and_taken_where_a_case_goes_to_a_leader(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (_, power, lead) = await PrepareAsync(city);
        var id = await ReportAsync(city);

        await using (var unit = city.As())
        {
            var offered = (await unit.Get<FindHolders>().GovernmentPostsAsync(null, unit.Get<LeaderTitles>().Has, Cancellation)).Select(post => post.Holder).ToList();
            Assert.Contains(Holder.Post(power.HeadPost), offered);
            Assert.DoesNotContain(Holder.Post(power.ClerkPost), offered);
            var it = await CaseAsync(city, id);
            var typed = new TypedTriage(it.Version, TriageCase.Leader, nameof(ProblemClass.Utilities), nameof(ClinicUrgency.Urgent), "", Body(lead), [], "", Holder.Post(power.ClerkPost).ToString(), "请协调接入点");
            Assert.Equal("Leader", Assert.Single((await unit.Get<TriageCase>().RunAsync(id, typed, Cancellation))!).Field);
        }
    }

    [Theory]
    [InlineData("副市长", true)]
    [InlineData("市委常委、副市长", true)]
    [InlineData("党组书记、局长", true)]
    [InlineData("管委会主任", true)]
    [InlineData("常务副区长", true)]
    [InlineData("中小企业科科长", false)]
    [InlineData("企业服务专员", false)]
    [InlineData("代市长", true)]
    [InlineData("市人民政府副市长", true)]
    [InlineData("工委书记", true)]
    [InlineData("街道办事处主任", true)]
    [InlineData("街道党工委书记", true)]
    [InlineData("区政协主席", true)]
    [InlineData("局长（主持工作）", true)]
    [InlineData("副局长(正处级)", true)]
    [InlineData("乡长", true)]
    [InlineData("周村区副区长", true)]
    [InlineData("办公室副主任", false)]
    [InlineData("村党支部书记", false)]
    [InlineData("社区党委书记", false)]
    [InlineData("办公室主任", false)]
    public void A_title_is_a_leaders_by_its_last_word(string title, bool isLeaders) => Assert.Equal(isLeaders, new LeaderTitles(new ClinicTerms()).Has(title));

    [Fact]
    public void An_empty_list_of_leaders_in_the_file_names_none() => Assert.False(new LeaderTitles(new ClinicTerms { Leaders = null! }).Has("市长"));

    [Fact]
    public async Task An_official_who_reported_a_case_and_runs_it_is_not_asked_to_rate_it()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var (_, power, lead) = await PrepareAsync(city);
        var official = await OfficialAsync(city);
        long id;
        await using (var unit = city.As(Role.BureauOfficer, Scope.OfRegions("3703"), official))
            id = Assert.IsType<RegisterCaseResult.Registered>(await unit.Get<RegisterCase>().RunAsync(Typed, Cancellation)).Case.Id;
        await TriageAsync(city, id, lead, []);
        await CureAsync(city, id, power);

        await using var told = city.As(Role.BureauOfficer, Scope.OfRegions("3703"), official);
        Assert.StartsWith("等待评价：", Assert.Single(await told.Get<NotificationBox>().LatestAsync(Cancellation)).Title, StringComparison.Ordinal);
        Assert.False((await told.Get<ClinicSight>().RightsAsync(await CaseAsync(city, id), Cancellation)).Asks);
    }

    [Fact]
    public async Task Whoever_asked_hears_that_his_case_was_merged_and_that_the_other_is_solved()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var (_, power, lead) = await PrepareAsync(city);
        var official = await OfficialAsync(city);
        long second;
        await using (var unit = city.As(Role.BureauOfficer, Scope.OfRegions("3703"), official))
            second = Assert.IsType<RegisterCaseResult.Registered>(await unit.Get<RegisterCase>().RunAsync(Typed with { Title = "变电站的电接不进来" }, Cancellation)).Case.Id;
        var first = await ReportAsync(city);
        await DoAsync(city, second, (unit, version) => unit.Get<MergeCase>().RunAsync(second, version, first.ToString(System.Globalization.CultureInfo.InvariantCulture), "都是供电接入点", Cancellation));
        await TriageAsync(city, first, lead, []);
        await CureAsync(city, first, power);

        await using var told = city.As(Role.BureauOfficer, Scope.OfRegions("3703"), official);
        var messages = await told.Get<NotificationBox>().LatestAsync(Cancellation);
        Assert.Equal(["已并入", "已解决"], messages.Select(message => message.Title[..message.Title.IndexOf('：', StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        Assert.All(messages, message => Assert.Equal($"/projects/clinic/{second}", message.Link));
    }

    [Fact]
    public async Task A_case_taken_up_again_says_nothing_of_the_course_before_and_the_askers_time_is_not_the_offices()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var (land, power, lead) = await PrepareAsync(city);
        var id = await ReportAsync(city);
        await TriageAsync(city, id, lead, [], "leader", Holder.Post(land.HeadPost).ToString());
        await CureAsync(city, id, power);
        city.Time.Advance(TimeSpan.FromDays(7));
        await using (var asker = AsEnterprise(city)) Assert.Empty((await asker.Get<FollowUpCase>().RateAsync(id, (await CaseAsync(city, id)).Version, nameof(ClinicRating.Dissatisfied), "电还没有通", Cancellation))!);

        var again = await CaseAsync(city, id);
        Assert.Equal((null, "", "", null, null, null, "", ""), (again.Rating, again.RatingNote, again.RatedBy, again.RatedOn, again.RaisedOn, again.DecidedOn, again.LeaderName, again.Diagnosis));
        await using (var leader = city.As(Role.Leader, Scope.Nothing, land.HeadAccount)) Assert.Null(await leader.Get<ClinicSight>().FindAsync(id, Cancellation));

        await TriageAsync(city, id, lead, []);
        await CureAsync(city, id, power);
        city.Time.Advance(TimeSpan.FromDays(7));
        await using (var asker = AsEnterprise(city)) Assert.Empty((await asker.Get<FollowUpCase>().RateAsync(id, (await CaseAsync(city, id)).Version, nameof(ClinicRating.Satisfied), "", Cancellation))!);
        Assert.Equal(0, (await CaseAsync(city, id)).Workdays);
    }

    [Theory, OnBothDatabases]
    public async Task What_the_clinic_refuses_is_not_solved_and_what_it_cures_ends_with_its_tasks(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (_, power, lead) = await PrepareAsync(city);
        await using (var unit = city.As())
            Assert.Empty((await unit.Get<KeepProblems>().AddAsync(new TypedProblem("A", "杆线没有迁", nameof(ProblemClass.Utilities), "", power.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), "2026-03-20", "迁杆线"), Cancellation))!);
        var row = (await RowsAsync(city)).Single();
        var first = await ReportAsync(city, Typed with { Row = row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        await using (var unit = AsEnterprise(city))
        {
            var twice = Assert.IsType<RegisterCaseResult.Refused>(await unit.Get<RegisterCase>().RunAsync(Typed with { Title = "杆线还没有迁走", Row = row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) }, Cancellation));
            Assert.Contains("已经转到项目诊所", Assert.Single(twice.Problems).Message, StringComparison.Ordinal);
        }

        await DoAsync(city, first, (unit, version) => unit.Get<TriageCase>().RunAsync(first, new TypedTriage(version, TriageCase.Refuse, "", "", "", "", [], "", "", "请先找供电公司办理"), Cancellation));
        Assert.Null((await RowsAsync(city)).Single().ClosedOn);

        var second = await ReportAsync(city, Typed with { Row = row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        await TriageAsync(city, second, lead, []);
        await CureAsync(city, second, power);
        await using (var asker = AsEnterprise(city)) Assert.Empty((await asker.Get<FollowUpCase>().RateAsync(second, (await CaseAsync(city, second)).Version, nameof(ClinicRating.Satisfied), "", Cancellation))!);
        Assert.Equal(("方案已经批复", Today), ((await RowsAsync(city)).Single().Result, (await RowsAsync(city)).Single().ClosedOn!.Value));
        await using var look = city.As();
        Assert.All(await look.Get<FunengDb>().Set<TaskItem>().ToListAsync(Cancellation), item => Assert.True(item.IsOver));
    }

    [Theory, OnBothDatabases]
    public async Task A_report_nobody_has_triaged_in_time_is_late_also_where_no_office_drives_the_project(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await PrepareAsync(city);
        var id = await ReportAsync(city);
        Assert.Empty(await ItemsAsync(city, id, ""));
        city.Time.Advance(TimeSpan.FromDays(3));
        await using var unit = city.As();
        var row = Assert.Single(await unit.Get<BrowseCases>().ReadAsync(new ClinicQuery(), Cancellation));
        Assert.Equal((new DateOnly(2026, 3, 3), true), (row.DueOn!.Value, row.IsLate(new DateOnly(2026, 3, 5))));
        Assert.Equal(new DateOnly(2026, 3, 3), (await unit.Get<ReadCase>().RunAsync(id, Cancellation))!.TriageDue);
    }

    [Fact]
    public async Task An_opinion_given_as_a_task_ends_the_stage_of_the_consultation_and_a_stale_page_of_the_case_is_told()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var (land, _, lead) = await PrepareAsync(city);
        var id = await ReportAsync(city);
        await TriageAsync(city, id, lead, [land]);
        var version = (await CaseAsync(city, id)).Version;
        await ActAsync(city, id, "consult-", 0, new TaskAct.Submit("指标已经下达"));
        Assert.Equal(2, Assert.Single(await ItemsAsync(city, id, "case-")).Stage);
        Assert.True((await CaseAsync(city, id)).Version > version);
    }

    [Theory, OnBothDatabases]
    public async Task Two_cases_of_one_problem_become_one_that_has_the_photos_of_both(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (land, power, lead) = await PrepareAsync(city);
        var first = await ReportAsync(city);
        var second = await ReportAsync(city, Typed with { Title = "变电站的电接不进来", Photos = [Photo(1), Photo(1), Photo(2)] });
        await TriageAsync(city, second, lead, [land, power]);
        await using (var asker = AsEnterprise(city))
        {
            Assert.Empty((await asker.Get<AddPhotos>().RunAsync(first, [Photo(2)], Cancellation))!);
            Assert.Contains("不是照片", Assert.Single((await asker.Get<AddPhotos>().RunAsync(first, [new("a.exe", [0x4D, 0x5A, 0, 0])], Cancellation))!).Message, StringComparison.Ordinal);
            Assert.Contains("已经有了", Assert.Single((await asker.Get<AddPhotos>().RunAsync(first, [Photo(2)], Cancellation))!).Message, StringComparison.Ordinal);
            Assert.Null(await asker.Get<MergeCase>().RunAsync(second, (await CaseAsync(city, second)).Version, first.ToString(System.Globalization.CultureInfo.InvariantCulture), "都是供电接入点", Cancellation));
        }

        await using (var other = city.As(Role.Enterprise, Scope.OfOrganization(99))) Assert.Null(await other.Get<AddPhotos>().RunAsync(first, [Photo(3)], Cancellation));
        await using (var unit = city.As()) Assert.Equal(["Into", "MergeReason"], (await unit.Get<MergeCase>().RunAsync(second, (await CaseAsync(city, second)).Version, second.ToString(System.Globalization.CultureInfo.InvariantCulture), "", Cancellation))!.Select(problem => problem.Field));
        await DoAsync(city, second, (unit, version) => unit.Get<MergeCase>().RunAsync(second, version, first.ToString(System.Globalization.CultureInfo.InvariantCulture), "都是供电接入点", Cancellation));

        var merged = await CaseAsync(city, second);
        Assert.Equal((ClinicState.Merged, first, true), (merged.State, merged.MergedInto!.Value, merged.IsOver));
        Assert.All(await ItemsAsync(city, second, ""), item => Assert.True(item.IsOver));
        Assert.Equal([false, true], (await RowsAsync(city)).OrderBy(row => row.Id).Select(row => row.ClosedOn is not null));
        await using var look = city.As();
        var profile = (await look.Get<ReadCase>().RunAsync(first, Cancellation))!;
        Assert.Equal((2, true, 0), (profile.Photos.Count, profile.Entries.Any(entry => entry.Text.Contains("变电站的电接不进来", StringComparison.Ordinal)), profile.Twins.Count));
        Assert.Equal(first, (await look.Get<ReadCase>().RunAsync(second, Cancellation))!.MergedInto!.Id);
        var figures = await look.Get<CountCases>().RunAsync(await look.Get<BrowseCases>().ReadAsync(new ClinicQuery { Tab = ClinicQuery.Figures }, Cancellation), Today, Cancellation);
        Assert.Equal((1, 1, 1), (figures.Cases, figures.Open, figures.Merged));
        Assert.Equal(first, Assert.Single(await look.Get<BrowseCases>().ReadAsync(new ClinicQuery(), Cancellation)).Case.Id);

        // What was one is two again where it is taken up again.
        await DoAsync(city, second, (unit, version) => unit.Get<FollowUpCase>().ReopenAsync(second, version, "不是一个接入点", Cancellation));
        Assert.Equal((ClinicState.Reported, null), ((await CaseAsync(city, second)).State, (await CaseAsync(city, second)).MergedInto));
        await using var again = city.As();
        Assert.Equal((1, 2), ((await again.Get<ReadCase>().RunAsync(first, Cancellation))!.Photos.Count, (await again.Get<ReadCase>().RunAsync(second, Cancellation))!.Photos.Count));
    }

    [Fact]
    public async Task Rounds_are_opened_for_the_city_or_ones_own_zone_and_by_nobody_else()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using (var county = city.As(Role.BureauOfficer, Scope.OfRegions("370303"))) Assert.Null(await county.Get<KeepRounds>().AddAsync("2026-03-10", "2026-03-12", Cancellation));
        await using (var two = city.As(Role.ZoneOfficer, Scope.OfZones("370300-GX", "370300-JK"))) Assert.Null(await two.Get<KeepRounds>().AddAsync("2026-03-10", "2026-03-12", Cancellation));
        await using (var zone = city.As(Role.ZoneOfficer, Scope.OfZones("370300-GX"))) Assert.Empty((await zone.Get<KeepRounds>().AddAsync("2026-03-10", "2026-03-12", Cancellation))!);
        await using var whole = city.As(Role.BureauOfficer, Scope.OfRegions("3703"));
        Assert.Empty((await whole.Get<KeepRounds>().AddAsync("2026-03-10", "2026-03-12", Cancellation))!);
        Assert.Equal(["", "370300-GX"], (await whole.Get<KeepRounds>().ReadAsync(Cancellation)).Select(round => round.Zone).Order());
    }

    private static TypedCase Typed => new("A", "厂区外电源接入点没有确定", "供电方案没有批复", nameof(ProblemClass.Utilities), nameof(ClinicUrgency.Urgent), "张经理", "13800000000");

    private static SentFile Photo(byte mark) => new("现场.jpg", ReportProgressTests.SmallPhoto(mark));

    private static string Body(MadeBody body) => Holder.Body(body.Id).ToString();

    private static AsyncServiceScope AsEnterprise(TestInstallation city) => city.As(Role.Enterprise, Scope.OfOrganization(Owner), 900, "业主");

    private static async Task<long> OfficialAsync(TestInstallation city)
    {
        await using var unit = city.As();
        return Assert.IsType<CreateUserResult.Created>(
            await unit.Get<CreateUser>().RunAsync(new NewUser("reports", "reports", Role.BureauOfficer, Scope.OfRegions("3703"), "abcdef12345", "测试"), Cancellation)).Account;
    }

    private static async Task<(MadeBody Land, MadeBody Power, MadeBody Lead)> PrepareAsync(TestInstallation city)
    {
        await city.AddProjectsAsync(Row("A", "落地", Today.AddDays(-5)) with { Owner = Owner });
        return (await city.MakeBodyAsync("自然资源局"), await city.MakeBodyAsync("供电公司"), await city.MakeBodyAsync("发改委"));
    }

    private static async Task<long> AccountAsync(TestInstallation city, string name, long organization)
    {
        await using var unit = city.As();
        var made = await unit.Get<CreateUser>().RunAsync(new NewUser(name, name, Role.Enterprise, Scope.OfOrganization(organization), "abcdef12345", "测试"), Cancellation);
        return Assert.IsType<CreateUserResult.Created>(made).Account;
    }

    private static async Task<long> ReportAsync(TestInstallation city, TypedCase? typed = null)
    {
        await using var unit = AsEnterprise(city);
        return Assert.IsType<RegisterCaseResult.Registered>(await unit.Get<RegisterCase>().RunAsync(typed ?? Typed, Cancellation)).Case.Id;
    }

    /// <summary>From the prescription to the asker.</summary>
    private static async Task CureAsync(TestInstallation city, long id, MadeBody office)
    {
        await DoAsync(city, id, (unit, version) => unit.Get<PrescribeCase>().RunAsync(id, version, "接入点没有人定", [new("批复供电方案", Body(office), "2026-03-20")], Cancellation));
        var step = (await StepsAsync(city, id))[^1];
        await DoAsync(city, id, (unit, version) => unit.Get<FollowUpCase>().ConfirmAsync(id, version, step.Id, true, "方案已批复", Cancellation));
        await DoAsync(city, id, (unit, version) => unit.Get<FollowUpCase>().RevisitAsync(id, version, true, "方案已经批复", Cancellation));
    }

    /// <summary>Acts on an open item, as its page does.</summary>
    private static async Task ActAsync(TestInstallation city, long id, string start, int index, TaskAct act)
    {
        var item = (await ItemsAsync(city, id, start)).Where(row => !row.IsOver).OrderBy(row => row.Id).ElementAt(index);
        await using var unit = city.As();
        Assert.IsType<TaskResult.Done>(await unit.Get<TaskBook>().ActAsync(item.Id, act, Cancellation));
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
    }

    private static async Task<List<ProjectProblem>> RowsAsync(TestInstallation city)
    {
        await using var unit = city.As();
        return await unit.Get<FunengDb>().Set<ProjectProblem>().AsNoTracking().ToListAsync(Cancellation);
    }

    private static Task TriageAsync(TestInstallation city, long id, MadeBody lead, IReadOnlyList<MadeBody> offices, string way = "consult", string leader = "") =>
        DoAsync(city, id, (unit, version) => unit.Get<TriageCase>().RunAsync(
            id, new TypedTriage(version, way, nameof(ProblemClass.Utilities), nameof(ClinicUrgency.Urgent), "", Body(lead), [.. offices.Select(Body)], "", leader, "请协调接入点"), Cancellation));

    private static async Task AnswerAsync(TestInstallation city, long id, MadeBody office, Stance stance, string opinion)
    {
        await using var unit = city.AsClerk(office);
        var asked = await unit.Get<FunengDb>().Set<Consultation>().AsNoTracking().SingleAsync(row => row.ClinicCase == id && row.Office == office.Id, Cancellation);
        Assert.Empty((await unit.Get<AnswerConsultation>().RunAsync(id, asked.Id, stance.ToString(), opinion, Cancellation))!);
    }

    private static async Task DoAsync(TestInstallation city, long id, Func<AsyncServiceScope, long, Task<IReadOnlyList<Modules.Foundation.Ui.Problem>?>> act)
    {
        var version = (await CaseAsync(city, id)).Version;
        await using var unit = city.As();
        Assert.Empty((await act(unit, version))!);
    }

    private static async Task<ClinicCase> CaseAsync(TestInstallation city, long id)
    {
        await using var unit = city.As();
        return await unit.Get<FunengDb>().Set<ClinicCase>().AsNoTracking().SingleAsync(row => row.Id == id, Cancellation);
    }

    private static async Task<List<TaskItem>> ItemsAsync(TestInstallation city, long id, string start)
    {
        await using var unit = city.As();
        return [.. (await unit.Get<TaskBook>().OfAsync(ClinicCase.SourceKind, id.ToString(System.Globalization.CultureInfo.InvariantCulture), Cancellation)).Where(item => item.Key.StartsWith(start, StringComparison.Ordinal))];
    }

    private static async Task<List<PrescriptionStep>> StepsAsync(TestInstallation city, long id)
    {
        await using var unit = city.As();
        return await unit.Get<FunengDb>().Set<PrescriptionStep>().AsNoTracking().Where(row => row.ClinicCase == id).OrderBy(row => row.Position).ToListAsync(Cancellation);
    }
}
