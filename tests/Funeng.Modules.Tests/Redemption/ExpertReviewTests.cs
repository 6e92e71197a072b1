using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Review;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>Experts score without knowing whose it is and what the others gave; who has to do with an applicant is given nothing of it.</summary>
public sealed class ExpertReviewTests
{
    private const string Reward = "zb-equipment-reward/reward";

    [Theory, OnBothDatabases]
    public async Task Harsh_and_lenient_experts_are_corrected_raw_scores_stay_and_who_must_stand_aside_is_not_asked(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var firms = await WaitingAsync(city, 3);
        await ExpertAsync(city, 71, "甲", firms[0].Firm);
        await ExpertAsync(city, 72, "乙", null);
        await ExpertAsync(city, 73, "丙", null);
        await using (var expert = Expert(city, 72)) Assert.Null(await expert.Get<GiveScores>().DeclareAsync("F1", "曾任顾问", Cancellation));

        // Without a round nobody passes it on.
        Assert.Contains("专家还没有评完", Assert.Single(Assert.IsType<ReviewResult.Refused>(await PassAsync(city, Role.BureauOfficer, 12, firms[0].Id)).Problems).Message, StringComparison.Ordinal);

        ScoreRound round;
        await using (var officer = city.As(Role.BureauOfficer, Scope.OfRegions("3703"), 12, "科室"))
            round = Assert.IsType<RoundResult.Done>(await officer.Get<KeepRounds>().OpenAsync(Reward, [71, 72, 73], Cancellation)).Round;
        Assert.Equal([(71L, firms[1].Id), (71, firms[2].Id), (72, firms[0].Id), (72, firms[2].Id), (73, firms[0].Id), (73, firms[1].Id), (73, firms[2].Id)], await GivenAsync(city));

        // 丙 takes ten points off everything; the worth of the three is 90, 80 and 60.
        foreach (var (expert, application, points) in new[] { (71L, 1, 80), (71, 2, 60), (72, 0, 90), (72, 2, 60), (73, 0, 80), (73, 1, 70), (73, 2, 50) })
            await GiveAsync(city, expert, firms[application].Id, points);
        await using (var officer = city.As(Role.BureauOfficer, Scope.OfRegions("3703"), 12, "科室"))
        {
            // Until it is closed nobody sees a score, and who decides is told with whom it is.
            Assert.Equal((round.Id, true), (await officer.Get<KeepRounds>().OfAsync(firms[0].Id, Cancellation)) is { } open ? (open.Round.Id, open.Panel is null) : default);
            Assert.Null((await officer.Get<KeepRounds>().ReadAsync(round.Id, Cancellation))!.Panel);
            Assert.IsType<RoundResult.Done>(await officer.Get<KeepRounds>().CloseAsync(round.Id, "", Cancellation));
            var view = (await officer.Get<KeepRounds>().ReadAsync(round.Id, Cancellation))!;

            Assert.Equal(["F0", "F1", "F2"], view.Panel!.Items.Select(item => view.Enterprises[view.Items.Single(one => KeepRounds.ItemKey(one.Number) == item.Item).Application].Code));
            Assert.True(view.Panel.Reviewers.Single(reviewer => reviewer.Reviewer == "73").Effect < -3);
            Assert.Equal([85.0, 75, 170 / 3.0], view.Panel.Items.Select(item => item.Raw));
            Assert.Equal(3, (await officer.Get<KeepRounds>().OfAsync(firms[0].Id, Cancellation))!.Panel!.Items.Count);
        }
    }

    [Theory, OnBothDatabases]
    public async Task What_a_round_came_to_is_kept_and_a_score_of_who_has_an_interest_counts_no_more_once_he_says_so(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var firms = await WaitingAsync(city, 2);
        await ExpertAsync(city, 71, "甲", null);
        await ExpertAsync(city, 72, "乙", null);
        ScoreRound round;
        await using (var officer = city.As(Role.BureauOfficer, Scope.OfRegions("3703"), 12, "科室"))
            round = Assert.IsType<RoundResult.Done>(await officer.Get<KeepRounds>().OpenAsync(Reward, [71, 72], Cancellation)).Round;
        foreach (var (expert, application, points) in new[] { (71L, 0, 95), (71, 1, 60), (72, 0, 55), (72, 1, 65) }) await GiveAsync(city, expert, firms[application].Id, points);
        await using (var officer = city.As(Role.BureauOfficer, Scope.OfRegions("3703"), 12, "科室"))
        {
            await officer.Get<KeepRounds>().CloseAsync(round.Id, "", Cancellation);
            Assert.Equal(["F0", "F1"], await RankedAsync(officer, round.Id));
        }

        // What was kept stands, whatever becomes of the rows below it.
        await city.ExecuteAsync("update score_assignment set state = 'Open' where expert = 72");
        await using (var officer = city.As(Role.BureauOfficer, Scope.OfRegions("3703"), 12, "科室"))
            Assert.Equal(["F0", "F1"], await RankedAsync(officer, round.Id));
        await city.ExecuteAsync("update score_assignment set state = 'Scored' where expert = 72");

        await using (var expert = Expert(city, 71)) Assert.Null(await expert.Get<GiveScores>().DeclareAsync("F0", "持有股份", Cancellation));

        await using (var officer = city.As(Role.BureauOfficer, Scope.OfRegions("3703"), 12, "科室"))
        {
            Assert.Equal(["F1", "F0"], await RankedAsync(officer, round.Id));
            var view = (await officer.Get<KeepRounds>().ReadAsync(round.Id, Cancellation))!;
            Assert.Equal([2, 1], view.Revisions.Select(panel => panel.Revision));
            Assert.Equal([1, 2], view.Panel!.Items.OrderBy(item => item.Count).Select(item => item.Count));
            // What he gave is kept as it was given.
            Assert.Equal(95, view.Rows.Single(row => row.Expert == 71 && row.Application == firms[0].Id).Points.Values.Sum());
            var numbers = await officer.Get<FunengDb>().Set<Application>().Select(row => row.Number!).ToListAsync(Cancellation);
            Assert.Equal(2, (await officer.Get<ReadScores>().OfNumbersAsync(numbers, Cancellation)).Count);
        }
    }

    private static async Task<IEnumerable<string>> RankedAsync(AsyncServiceScope officer, long round)
    {
        var view = (await officer.Get<KeepRounds>().ReadAsync(round, Cancellation))!;
        return view.Panel!.Items.Select(item => view.Enterprises[view.Items.Single(one => KeepRounds.ItemKey(one.Number) == item.Item).Application].Code);
    }

    [Theory, OnBothDatabases]
    public async Task An_expert_sees_the_content_and_neither_whose_it_is_nor_what_others_gave_and_scores_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (firm, id) = (await WaitingAsync(city, 1))[0];
        await ExpertAsync(city, 71, "甲", null);
        await ExpertAsync(city, 72, "乙", null);
        await using (var officer = city.As(Role.BureauOfficer, Scope.OfRegions("3703"), 12, "科室")) await officer.Get<KeepRounds>().OpenAsync(Reward, [71, 72], Cancellation);
        await using var expert = Expert(city, 71);
        var desk = Assert.Single(await expert.Get<GiveScores>().ListAsync(Cancellation));

        var view = (await expert.Get<GiveScores>().ReadAsync(desk.Row.Id, Cancellation))!;

        Assert.Contains(view.Fields, field => field.Shown == "两条旧线换成一条自动线。");
        Assert.DoesNotContain(view.Fields, field => field.Label is "企业名称" or "统一社会信用代码" or "所在地" or "联系人" or "联系电话" || field.Shown.Contains("F0", StringComparison.Ordinal));
        Assert.Null(await expert.Get<ReadApplication>().RunAsync(id, Cancellation));
        Assert.Equal(["need", "plan"], Assert.IsType<ScoreResult.Refused>(await expert.Get<GiveScores>().RunAsync(desk.Row.Id, new Dictionary<string, string> { ["need"] = "31", ["plan"] = "", ["effect"] = "20", ["base"] = "9.5" }, "", Cancellation)).Problems.Select(problem => problem.Field));

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(at => Task.Run(async () =>
        {
            await using var unit = Expert(city, 71);
            return await unit.Get<GiveScores>().RunAsync(desk.Row.Id, Points(60 + at), "", Cancellation);
        })));
        Assert.Single(results.OfType<ScoreResult.Given>());
        Assert.Equal(3, results.OfType<ScoreResult.Over>().Count());
        await using var other = Expert(city, 72);
        Assert.Null(await other.Get<GiveScores>().ReadAsync(desk.Row.Id, Cancellation));
        Assert.IsType<ScoreResult.NotFound>(await other.Get<GiveScores>().RunAsync(desk.Row.Id, Points(10), "", Cancellation));
        // Who says afterwards that he has to do with it stands aside in what lies before him already.
        Assert.Null(await other.Get<GiveScores>().DeclareAsync("F0", "近三年合作", Cancellation));
        var his = Assert.Single(await other.Get<GiveScores>().ListAsync(Cancellation));
        Assert.Equal(AssignmentState.Excused, his.Row.State);
        Assert.IsType<ScoreResult.Over>(await other.Get<GiveScores>().RunAsync(his.Row.Id, Points(10), "", Cancellation));
        foreach (var role in new[] { Role.Enterprise, Role.Leader, Role.Administrator })
        {
            await using var unit = city.As(role, role == Role.Enterprise ? Scope.OfOrganization(firm) : Scope.All, 71);
            Assert.Null(await unit.Get<GiveScores>().ReadAsync(desk.Row.Id, Cancellation));
        }
    }

    private static async Task<IReadOnlyList<(long Firm, long Id)>> WaitingAsync(TestInstallation city, int count)
    {
        var firms = new List<(long, long)>();
        for (var at = 0; at < count; at++)
        {
            var firm = await city.FirmAsync($"F{at}", "370303001", ("equipmentInvestment", 30_000_000), ("notOnDishonestyList", true), ("isInRenovationGuidance", true), ("isRenovationCompleted", true), ("isZeroLandRenovation", false));
            var id = await city.SubmittedAsync(firm, Reward);
            foreach (var (role, account) in new[] { (Role.TownshipClerk, 11L), (Role.BureauOfficer, 12) })
            {
                Assert.IsType<ReviewResult.Taken>(await PassAsync(city, role, account, id));
            }

            firms.Add((firm, id));
        }

        return firms;
    }

    private static async Task<ReviewResult> PassAsync(TestInstallation city, Role role, long account, long id)
    {
        await using var unit = city.As(role, Scope.OfRegions("3703"), account, role.ToString());
        var version = (await unit.Get<FunengDb>().Set<Application>().AsNoTracking().SingleAsync(row => row.Id == id, Cancellation)).Version;
        return await unit.Get<TakeReviewStep>().RunAsync(new ReviewDecision(id, version, Answers.Pass, "", "", []), Cancellation);
    }

    private static async Task ExpertAsync(TestInstallation city, long id, string name, long? organization)
    {
        await using var unit = city.As();
        unit.Get<FunengDb>().Add(new Account
        {
            Id = id, UserName = $"expert{id}", NormalizedUserName = $"EXPERT{id}", DisplayName = name, Role = Role.Expert, Organization = organization, SecurityStamp = "s", ConcurrencyStamp = "c", CreatedAt = city.Time.GetUtcNow(),
        });
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
    }

    private static AsyncServiceScope Expert(TestInstallation city, long id) => city.As(Role.Expert, Scope.OfRegions("3703"), id, $"专家{id}");

    private static async Task GiveAsync(TestInstallation city, long expert, long application, int points)
    {
        await using var unit = Expert(city, expert);
        var row = await unit.Get<FunengDb>().Set<ScoreAssignment>().AsNoTracking().SingleAsync(one => one.Expert == expert && one.Application == application, Cancellation);
        Assert.IsType<ScoreResult.Given>(await unit.Get<GiveScores>().RunAsync(row.Id, Points(points), "", Cancellation));
    }

    private static Dictionary<string, string> Points(int points)
    {
        var given = new Dictionary<string, string>();
        foreach (var (item, most) in new[] { ("need", 30), ("plan", 25), ("effect", 25), ("base", 20) })
        {
            var part = Math.Min(most, points);
            given[item] = part.ToString(CultureInfo.InvariantCulture);
            points -= part;
        }

        return given;
    }

    private static async Task<IEnumerable<(long, long)>> GivenAsync(TestInstallation city)
    {
        await using var unit = city.As();
        return [.. (await unit.Get<FunengDb>().Set<ScoreAssignment>().AsNoTracking().OrderBy(row => row.Expert).ThenBy(row => row.Application).ToListAsync(Cancellation)).Select(row => (row.Expert, row.Application))];
    }
}
