using Funeng.Engines.Criteria;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Browse;
using Funeng.Modules.Redemption.Items;
using Funeng.Modules.Redemption.NoApplication;
using Funeng.Modules.Redemption.Review;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>每项一次: a standard, a scene, a project is applied for and paid by itself, and once.</summary>
public sealed class ItemsTests
{
    private const string Standard = "zb-standard-award/award", Scene = "zb-new-economy-12/scene", Energy = "zb-green-factory-award/energy";

    [Theory, OnBothDatabases]
    public async Task Each_standard_is_applied_for_and_awarded_by_itself_and_no_more_than_are_on_file(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A", "370303001", ("standardsLedCount", 2));

        var first = await city.SubmittedAsync(own, Standard, "GB/T 1001—2025");
        var second = await city.SubmittedAsync(own, Standard, "GB/T 1002—2025");
        Assert.NotEqual(first, second);
        Assert.Equal(first, await city.BeginAsync(own, Standard, "ＧＢ/T1001—2025"));
        foreach (var id in new[] { first, second }) await ApproveAsync(city, id);

        await using (var unit = city.As())
        {
            var awards = await unit.Get<FunengDb>().Set<Award>().AsNoTracking().OrderBy(award => award.Id).ToListAsync(Cancellation);
            Assert.Equal([("GB/T1001-2025", 100_000m), ("GB/T1002-2025", 100_000m)], awards.Select(award => (award.ItemKey!, award.Amount)));
        }

        // Two are on file: the third is open until an office files it.
        await using var applicant = city.Applicant(own);
        var third = await city.BeginAsync(own, Standard, "GB/T 1003—2025");
        Assert.Equal(Outcome.Unknown, (await applicant.Get<ReadApplication>().RunAsync(third, Cancellation))!.Registered.Outcome);
    }

    [Theory, OnBothDatabases]
    public async Task What_one_enterprise_was_granted_for_an_item_nobody_else_is_granted_again(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (one, other) = (await city.FirmAsync("A", "370303001", ("standardsLedCount", 1)), await city.FirmAsync("B", "370303001", ("standardsLedCount", 1)));
        // Both began before either was granted.
        var (first, second) = (await city.SubmittedAsync(one, Standard, "GB/T 7—2025"), await city.SubmittedAsync(other, Standard, "gb/t 7-2025"));
        await ApproveAsync(city, first);

        foreach (var who in new[] { Role.TownshipClerk, Role.BureauOfficer }) Assert.IsType<ReviewResult.Taken>(await DecideAsync(city, second, who, Answers.Pass));
        var refused = Assert.IsType<ReviewResult.Refused>(await DecideAsync(city, second, Role.Treasurer, Answers.Approve));

        Assert.Contains("每项只给一次", refused.Problems[0].Message, StringComparison.Ordinal);
        await using var applicant = city.Applicant(await city.FirmAsync("C", "370303001", ("standardsLedCount", 1)));
        Assert.Contains("别的企业", Assert.IsType<StartResult.Refused>(await applicant.Get<StartApplication>().RunAsync(Standard, Cancellation, named: new NamedItem("GB/T7–2025", ""))).Reason, StringComparison.Ordinal);
        Assert.IsType<StartResult.AsksItem>(await applicant.Get<StartApplication>().RunAsync(Standard, Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task The_figures_of_one_scene_are_not_those_of_the_next(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A", "370303001", ("isSceneAccepted", true), ("sceneInvestment", 3_000_000));
        var first = await city.SubmittedAsync(own, Scene, "CJ-01");
        Assert.Equal(600_000m, (await ReadAsync(city, own, first)).Registered.Sure);

        // Of a second scene nothing is on file. What is only begun may be a slip and takes nothing from the first; once it is handed in,
        // what stood about the enterprise does not say any more of which it speaks.
        var second = await city.BeginAsync(own, Scene, "CJ-02");
        Assert.Equal([Outcome.Met, Outcome.Unknown], new[] { (await ReadAsync(city, own, first)).Registered.Outcome, (await ReadAsync(city, own, second)).Registered.Outcome });
        await HandedInAsync(city, second);
        Assert.Equal([Outcome.Unknown, Outcome.Unknown], new[] { (await ReadAsync(city, own, first)).Registered.Outcome, (await ReadAsync(city, own, second)).Registered.Outcome });

        await RegisterAsync(city, Scene, "A", "CJ-02", ("isSceneAccepted", "是"), ("sceneInvestment", "100"));
        await RegisterAsync(city, Scene, "A", "CJ-01", ("isSceneAccepted", "是"), ("sceneInvestment", "300"));
        Assert.Equal([600_000m, 200_000m], new[] { (await ReadAsync(city, own, first)).Registered.Sure, (await ReadAsync(city, own, second)).Registered.Sure });
        await using var officer = city.AsOfficer();
        Assert.Equal(800_000m, Assert.Single((await officer.Get<Entitled>().RunAsync(officer.Get<PolicyBook>().FindBenefit(Scene)!, Scope.All, new DateOnly(2026, 3, 2), Cancellation)).Met).Amount!.Low);
    }

    [Theory, OnBothDatabases]
    public async Task A_list_without_applications_names_each_registered_item_once_in_all_years(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.FirmAsync("A", "370303001");
        await city.FirmAsync("B", "370303001");
        await RegisterAsync(city, Energy, "A", "JN-1", ("energySavedY1", "1000"));
        await RegisterAsync(city, Energy, "A", "JN-2", ("energySavedY1", "600"));
        await RegisterAsync(city, Energy, "B", "JN-3", ("energySavedY1", "100"));
        await using (var officer = city.AsOfficer())
            Assert.Contains("别的企业", Assert.Single(Assert.IsType<StepResult.Refused>(await officer.Get<KeepItems>().RunAsync(Typed(Energy, "B", " jn-1 "), Cancellation)).Problems).Message, StringComparison.Ordinal);

        var batch = Assert.IsType<StepResult.Done>(await ComputeAsync(city, "2026")).Id;

        await using var unit = city.AsOfficer();
        var lines = await unit.Get<RedemptionSight>().Awards().AsNoTracking().Where(award => award.Batch == batch).OrderBy(award => award.Item).ToListAsync(Cancellation);
        Assert.Equal([("JN-1", 200_000m), ("JN-2", 120_000m)], lines.Select(line => (line.Item, line.Amount)));
        Assert.All(lines, line => Assert.Contains(line.Evidence, fact => fact.Source.Contains("主管部门", StringComparison.Ordinal)));
        Assert.Equal(0, (await unit.Get<ChangedSince>().RunAsync(batch, Cancellation)).Count);
        await RegisterAsync(city, Energy, "A", "JN-2", ("energySavedY1", "400"));
        Assert.StartsWith("不符合", Assert.Single((await unit.Get<ChangedSince>().RunAsync(batch, Cancellation)).First).What, StringComparison.Ordinal);
        // Of items the whole city keeps no answers: they are read one by one, however many there are.
        Assert.Equal(lines[1].Id, Assert.Single((await unit.Get<ChangedSince>().RunAsync(batch, Cancellation, many: 1)).First).Award.Id);
        // Another period is no other project.
        Assert.IsType<StepResult.Refused>(await ComputeAsync(city, "2026上半年"));
        await RegisterAsync(city, Energy, "A", "JN-4", ("energySavedY1", "500"));
        Assert.Equal(1, Assert.IsType<StepResult.Done>(await ComputeAsync(city, "2026上半年")).Count);
    }

    [Theory, OnBothDatabases]
    public async Task What_was_paid_before_items_were_told_apart_stands_in_the_way_of_each(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        await using (var unit = city.As())
        {
            var old = Assert.IsType<AwardResult.Proposed>(await unit.Get<AwardBook>().ProposeAsync(Awarding.Of(city, enterprise, 1000, Scene, "CJ-1") with { Period = "2020" }, Cancellation)).Award;
            await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
            Assert.Equal(1, await city.ExecuteAsync($"update redemption_award set item = '', item_key = null where id = {old.Id}"));
        }

        await using var again = city.As();
        var refused = Assert.IsType<AwardResult.Refused>(await again.Get<AwardBook>().ProposeAsync(Awarding.Of(city, enterprise, 1000, Scene, "CJ-2") with { Period = "2021" }, Cancellation));
        Assert.Contains("没有写明是哪一个场景", refused.Problems[0].Message, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_mistyped_draft_stands_in_nobodys_way_and_what_an_office_has_registered_is_approved(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A", "370303001", ("standardsLedCount", 1));
        var slip = await city.BeginAsync(own, Standard, "GB/T 10001");
        var right = await city.SubmittedAsync(own, Standard, "GB/T 1001");
        Assert.Equal(Outcome.Met, (await ReadAsync(city, own, right)).Registered.Outcome);

        await HandedInAsync(city, slip);
        foreach (var who in new[] { Role.TownshipClerk, Role.BureauOfficer }) Assert.IsType<ReviewResult.Taken>(await DecideAsync(city, right, who, Answers.Pass));
        var refused = Assert.IsType<ReviewResult.Refused>(await DecideAsync(city, right, Role.Treasurer, Answers.Approve));
        Assert.Contains("“按项兑付的事项”登记这一标准（GB/T1001）", refused.Problems[0].Message, StringComparison.Ordinal);
        await RegisterAsync(city, Standard, "A", "GB/T 1001");
        Assert.IsType<ReviewResult.Taken>(await DecideAsync(city, right, Role.Treasurer, Answers.Approve));
    }

    [Theory, OnBothDatabases]
    public async Task An_application_from_before_items_waits_to_be_returned_is_then_named_and_none_is_opened_beside_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A", "370303001", ("standardsLedCount", 1));
        var old = await city.SubmittedAsync(own, Standard, "GB/T 1");
        Assert.Equal(1, await city.ExecuteAsync($"update application set item = '', item_title = '' where id = {old}"));

        await using (var applicant = city.Applicant(own))
            Assert.Contains("由审核部门在审核时写明", Assert.IsType<StartResult.Refused>(await applicant.Get<StartApplication>().RunAsync(Standard, Cancellation, named: new NamedItem("GB/T 1", ""))).Reason, StringComparison.Ordinal);
        Assert.IsType<ReviewResult.Taken>(await DecideAsync(city, old, Role.TownshipClerk, Answers.Pass));
        Assert.IsType<ReviewResult.Taken>(await DecideAsync(city, old, Role.BureauOfficer, Answers.Pass));
        var refused = Assert.IsType<ReviewResult.Refused>(await DecideAsync(city, old, Role.Treasurer, Answers.Approve));
        Assert.Contains("退回", refused.Problems[0].Message, StringComparison.Ordinal);

        Assert.Equal(1, await city.ExecuteAsync($"update application set state = 'Returned' where id = {old}"));
        Assert.Equal(old, await city.BeginAsync(own, Standard, "GB/T 1"));
        var view = await ReadAsync(city, own, old);
        Assert.Equal(("GB/T1", Outcome.Met), (view.Application.Item, view.Registered.Outcome));
    }

    private static async Task HandedInAsync(TestInstallation city, long id) =>
        Assert.Equal(1, await city.ExecuteAsync($"update application set state = 'InReview', submitted_at = (select max(submitted_at) from application) where id = {id}"));

    private static async Task<ApplicationView> ReadAsync(TestInstallation city, long own, long id)
    {
        await using var unit = city.Applicant(own);
        return (await unit.Get<ReadApplication>().RunAsync(id, Cancellation))!;
    }

    private static async Task<StepResult> ComputeAsync(TestInstallation city, string period)
    {
        await using var unit = city.AsOfficer();
        return await unit.Get<ComputeList>().RunAsync(new NewList(Energy.Split('/')[0], [Energy], period, new DateOnly(2026, 3, 2)), Cancellation);
    }

    private static TypedItem Typed(string benefit, string code, string number, params (string Key, string Typed)[] values) =>
        new(benefit, code, number, "第 " + number, values.ToDictionary(value => value.Key, value => value.Typed));

    private static async Task RegisterAsync(TestInstallation city, string benefit, string code, string number, params (string Key, string Typed)[] values)
    {
        await using var unit = city.AsOfficer();
        Assert.IsType<StepResult.Done>(await unit.Get<KeepItems>().RunAsync(Typed(benefit, code, number, values), Cancellation));
    }

    private static async Task ApproveAsync(TestInstallation city, long id)
    {
        foreach (var who in new[] { Role.TownshipClerk, Role.BureauOfficer }) Assert.IsType<ReviewResult.Taken>(await DecideAsync(city, id, who, Answers.Pass));
        Assert.IsType<ReviewResult.Taken>(await DecideAsync(city, id, Role.Treasurer, Answers.Approve));
    }

    private static async Task<ReviewResult> DecideAsync(TestInstallation city, long id, Role role, Answers answer)
    {
        await using var unit = city.As(role, Scope.OfRegions("3703"), 20 + (long)role, role.ToString());
        var version = (await unit.Get<FunengDb>().Set<Application>().AsNoTracking().SingleAsync(row => row.Id == id, Cancellation)).Version;
        return await unit.Get<TakeReviewStep>().RunAsync(new ReviewDecision(id, version, answer, "", "", []), Cancellation);
    }
}
