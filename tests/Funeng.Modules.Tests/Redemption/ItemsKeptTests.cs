using Funeng.Engines.Criteria;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Items;
using Funeng.Modules.Redemption.NoApplication;
using Funeng.Modules.Redemption.Review;
using Funeng.Modules.Tests.Policies;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>The register of items put right: a number under the wrong enterprise, a figure that is wrong, what was made before items were told apart.</summary>
public sealed class ItemsKeptTests
{
    private const string Scene = "zb-new-economy-12/scene", Energy = "zb-green-factory-award/energy", Green = "zb-green-factory-award/factory";

    [Theory, OnBothDatabases]
    public async Task A_number_under_the_wrong_enterprise_is_taken_back_and_registered_for_the_right_one(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (wrong, right) = (await city.FirmAsync("A", "370303001"), await city.FirmAsync("B", "370305001"));
        var item = await RegisterAsync(city, Scene, "A", "CJ-1", ("isSceneAccepted", "是"), ("sceneInvestment", "100"));
        await using (var officer = city.AsOfficer())
        {
            var drop = officer.Get<DropItem>();
            Assert.Equal("Reason", Assert.IsType<StepResult.Refused>(await drop.RunAsync(item, " ", Cancellation)).Problems[0].Field);
            Assert.IsType<StepResult.Done>(await drop.RunAsync(item, "信用代码少抄一位，登记错了企业", Cancellation));
            Assert.IsType<StepResult.NotFound>(await drop.RunAsync(item, "再点一次", Cancellation));
        }

        Assert.Equal(1, await city.CountAsync("select count(*) from audit where action = '取消登记兑付事项'"));
        await using (var clerk = city.As(Role.TownshipClerk, Scope.OfRegions("370303001"), 41)) Assert.IsType<StepResult.NotFound>(await clerk.Get<DropItem>().RunAsync(item, "不是他的事", Cancellation));
        // What was typed for the other one does not count for this one.
        Assert.Equal(item, await RegisterAsync(city, Scene, "B", "cj-1"));
        await using var unit = city.AsOfficer();
        var found = (await unit.Get<KeepItems>().FindAsync(item, Cancellation))!.Value;
        Assert.Equal((right, "370305001"), (found.Row.Item.Subject, (await unit.Get<FunengDb>().Set<Modules.Facts.Subject>().SingleAsync(row => row.Id == item, Cancellation)).Region));
        Assert.Equal(4, found.History.Count);
        var rule = unit.Get<PolicyBook>().FindBenefit(Scene)!;
        Assert.Equal(Outcome.Unknown, Assert.Single(await unit.Get<ItemBook>().DecideAsync(rule, new Dictionary<long, string?> { [right] = "370305001" }, new DateOnly(2026, 3, 2), null, Cancellation)).Standing.Outcome);
        Assert.Empty(await unit.Get<ItemBook>().OfAsync(wrong, Scene, Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task Nothing_is_taken_back_for_which_an_award_counts_and_what_was_clawed_back_holds_no_number(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.FirmAsync("A", "370303001");
        await city.FirmAsync("B", "370303001");
        var item = await RegisterAsync(city, Energy, "A", "JN-1", ("energySavedY1", "1000"));
        Assert.Equal(1, Assert.IsType<StepResult.Done>(await ComputeAsync(city, "2025")).Count);

        Assert.Contains("不能取消登记", Assert.IsType<StepResult.Refused>(await DropAsync(city, item)).Problems[0].Message, StringComparison.Ordinal);
        await city.ExecuteAsync("update redemption_award set state = 'ClawedBack'");
        Assert.IsType<StepResult.Done>(await DropAsync(city, item));

        await RegisterAsync(city, Energy, "B", "JN-1", ("energySavedY1", "1000"));
        Assert.Equal(1, Assert.IsType<StepResult.Done>(await ComputeAsync(city, "2026")).Count);
        Assert.Equal(1, await city.CountAsync("select count(*) from redemption_award where code = 'B' and item_key = 'JN-1'"));
    }

    [Theory, OnBothDatabases]
    public async Task A_figure_once_typed_can_be_emptied_and_what_is_not_said_stays(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A", "370303001");
        await RegisterAsync(city, Scene, "A", "CJ-1", ("isSceneAccepted", "是"), ("sceneInvestment", "100"));
        await RegisterAsync(city, Scene, "A", "CJ-1", ("sceneInvestment", ""));

        await using var unit = city.AsOfficer();
        var rule = unit.Get<PolicyBook>().FindBenefit(Scene)!;
        Assert.Equal([("isSceneAccepted", "true"), ("sceneInvestment", "")], (await unit.Get<KeepItems>().FilledAsync(rule, "CJ-1", Cancellation)).Select(field => (field.Field.Key, field.Stored)));
        Assert.Equal(Outcome.Unknown, Assert.Single(await unit.Get<ItemBook>().DecideAsync(rule, new Dictionary<long, string?> { [own] = "370303001" }, new DateOnly(2026, 3, 2), null, Cancellation)).Standing.Outcome);
    }

    [Theory, OnBothDatabases]
    public async Task An_award_of_before_items_blocks_each_until_an_office_says_which_it_was_and_only_that_one_then(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A", "370303001");
        var old = await OldAwardAsync(city, Awarding.Of(city, await city.SubjectAsync("A"), 1000, Scene, "CJ-1"));
        // The enterprise learns of it on the page of its application, before anybody has decided anything.
        var second = await city.BeginAsync(own, Scene, "CJ-2");
        var room = (await RoomAsync(city, own, second))!;
        Assert.Equal((0, old), (room.Fen, room.Against!.Id));
        Assert.Contains("没有写明是哪一个场景", room.Reason, StringComparison.Ordinal);

        await using (var officer = city.AsOfficer())
        {
            var name = officer.Get<NameItem>();
            Assert.Equal(old, Assert.Single(await name.UnnamedAsync(Cancellation)).Id);
            Assert.Equal("Reason", Assert.IsType<StepResult.Refused>(await name.AwardAsync(old, new NamedItem("CJ-1", ""), "", Cancellation)).Problems[0].Field);
            Assert.Equal("Item", Assert.IsType<StepResult.Refused>(await name.AwardAsync(old, new NamedItem("！", ""), "2020 年兑付台账第 3 行", Cancellation)).Problems[0].Field);
            Assert.IsType<StepResult.Done>(await name.AwardAsync(old, new NamedItem("cj—1", "一号场景"), "2020 年兑付台账第 3 行", Cancellation));
            Assert.Contains("一样", Assert.IsType<StepResult.Refused>(await name.AwardAsync(old, new NamedItem("CJ-1", "一号场景"), "再点一次", Cancellation)).Problems[0].Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, await city.CountAsync("select count(*) from redemption_award where item = 'CJ-1' and item_key = 'CJ-1' and item_title = '一号场景'"));
        Assert.Equal(1, await city.CountAsync("select count(*) from audit where action = '写明兑付事项' and reason = '2020 年兑付台账第 3 行'"));
        Assert.Null(await RoomAsync(city, own, second));
        await using var applicant = city.Applicant(own);
        Assert.Contains("已经兑付过", Assert.IsType<StartResult.Refused>(await applicant.Get<StartApplication>().RunAsync(Scene, Cancellation, named: new NamedItem("CJ-1", ""))).Reason, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Two_old_awards_are_never_said_to_be_for_the_same_item(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        // Each level is paid once; both of before were given without saying for which.
        var first = await OldAwardAsync(city, Awarding.Of(city, enterprise, 50_000, Green, "市级") with { Period = "2021" });
        await city.ExecuteAsync($"update redemption_award set benefit = 'x' where id = {first}");
        var second = await OldAwardAsync(city, Awarding.Of(city, enterprise, 200_000, Green, "省级") with { Period = "2023" });
        await city.ExecuteAsync($"update redemption_award set benefit = '{Green}' where id = {first}");

        await using var officer = city.AsOfficer();
        var name = officer.Get<NameItem>();
        Assert.Equal("Item", Assert.IsType<StepResult.Refused>(await name.AwardAsync(first, new NamedItem("县级", ""), "台账", Cancellation)).Problems[0].Field);
        Assert.IsType<StepResult.Done>(await name.AwardAsync(first, new NamedItem("市级", ""), "台账", Cancellation));
        Assert.Contains("每项只给一次", Assert.IsType<StepResult.Refused>(await name.AwardAsync(second, new NamedItem("市级", ""), "台账", Cancellation)).Problems[0].Message, StringComparison.Ordinal);
        Assert.IsType<StepResult.Done>(await name.AwardAsync(second, new NamedItem("省级", ""), "台账", Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task An_application_of_before_is_named_by_its_reviewer_and_ends_also_where_nobody_applies_any_more(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A", "370303001", ("standardsLedCount", 1));
        await RegisterAsync(city, Energy, "A", "JN-1", ("energySavedY1", "1000"));
        // Handed in when the benefit was still applied for, and without an item.
        var old = await city.SubmittedAsync(own, "zb-standard-award/award", "GB/T 1");
        await city.ExecuteAsync($"update application set benefit = '{Energy}', item = '', item_title = '' where id = {old}");
        await using (var applicant = city.Applicant(own))
            Assert.Contains("审核部门在审核时写明", Assert.IsType<StartResult.Refused>(await applicant.Get<StartApplication>().RunAsync(Energy, Cancellation, named: new NamedItem("JN-1", ""))).Reason, StringComparison.Ordinal);
        // Only by whoever has it before him.
        await using (var other = city.AsOfficer()) Assert.IsType<StepResult.Refused>(await other.Get<NameItem>().ApplicationAsync(old, new NamedItem("JN-1", ""), "批文", Cancellation));
        await using (var clerk = city.As(Role.TownshipClerk, Scope.OfRegions("370303001"), 41))
        {
            // Said of the wrong one: as long as it lies before him he says it again.
            Assert.IsType<StepResult.Done>(await clerk.Get<NameItem>().ApplicationAsync(old, new NamedItem("jn-7", "抄错的"), "核对过批文", Cancellation));
            Assert.IsType<StepResult.Done>(await clerk.Get<NameItem>().ApplicationAsync(old, new NamedItem("jn-1", "余热项目"), "上一次编号抄错", Cancellation));
        }

        Assert.Equal(1, await city.CountAsync("select count(*) from audit where action = '更正申报事项的名目' and before like '%JN-7%' and reason = '上一次编号抄错'"));
        foreach (var (role, answer) in new[] { (Role.TownshipClerk, Answers.Pass), (Role.BureauOfficer, Answers.Pass), (Role.Treasurer, Answers.Approve) }) Assert.IsType<ReviewResult.Taken>(await DecideAsync(city, old, role, answer));
        Assert.Equal(1, await city.CountAsync("select count(*) from redemption_award where item_key = 'JN-1' and origin = 'Application'"));
        // What was paid for by its item is not called another one afterwards.
        await using (var late = city.AsOfficer())
            Assert.IsType<StepResult.NotFound>(await late.Get<NameItem>().AwardAsync(await city.CountAsync("select id from redemption_award"), new NamedItem("JN-2", ""), "改主意", Cancellation));
        // The list that needs no application does not pay it again.
        Assert.Contains("不能重复", Assert.IsType<StepResult.Refused>(await ComputeAsync(city, "2026")).Problems[0].Message, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task What_was_approved_and_not_paid_after_all_can_be_applied_for_anew(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A", "370303001", ("standardsLedCount", 1));
        var first = await city.SubmittedAsync(own, "zb-standard-award/award", "GB/T 1");
        foreach (var (role, answer) in new[] { (Role.TownshipClerk, Answers.Pass), (Role.BureauOfficer, Answers.Pass), (Role.Treasurer, Answers.Approve) }) Assert.IsType<ReviewResult.Taken>(await DecideAsync(city, first, role, answer));
        Assert.Equal(first, await city.BeginAsync(own, "zb-standard-award/award", "GB/T 1"));
        Assert.Equal(1, await city.ExecuteAsync("update redemption_award set state = 'Refused', reason = '异议成立'"));

        var second = await city.SubmittedAsync(own, "zb-standard-award/award", "GB/T 1");

        Assert.NotEqual(first, second);
        foreach (var (role, answer) in new[] { (Role.TownshipClerk, Answers.Pass), (Role.BureauOfficer, Answers.Pass), (Role.Treasurer, Answers.Approve) }) Assert.IsType<ReviewResult.Taken>(await DecideAsync(city, second, role, answer));
        Assert.Equal(1, await city.CountAsync("select count(*) from redemption_award where state <> 'Refused'"));
    }

    [Theory, OnBothDatabases]
    public async Task A_registration_stays_while_an_application_rests_on_it_and_nothing_is_approved_that_is_registered_for_another(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var wrong = await city.FirmAsync("A", "370303001", ("standardsLedCount", 1));
        await city.FirmAsync("B", "370303001");
        var item = await RegisterAsync(city, Scene, "A", "CJ-1", ("isSceneAccepted", "是"), ("sceneInvestment", "100"));
        var application = await city.SubmittedAsync(wrong, Scene, "CJ-1");
        Assert.Contains("申报", Assert.IsType<StepResult.Refused>(await DropAsync(city, item)).Problems[0].Message, StringComparison.Ordinal);
        await city.ExecuteAsync($"update application set state = 'Returned' where id = {application}");
        Assert.Contains("待补正", Assert.IsType<StepResult.Refused>(await DropAsync(city, item)).Problems[0].Message, StringComparison.Ordinal);

        // And what nobody had registered when it was handed in, and another one has since.
        var standard = await city.SubmittedAsync(wrong, "zb-standard-award/award", "GB/T 1");
        foreach (var role in new[] { Role.TownshipClerk, Role.BureauOfficer }) Assert.IsType<ReviewResult.Taken>(await DecideAsync(city, standard, role, Answers.Pass));
        await RegisterAsync(city, "zb-standard-award/award", "B", "GB/T 1");
        Assert.Contains("登记在别的企业名下", Assert.IsType<ReviewResult.Refused>(await DecideAsync(city, standard, Role.Treasurer, Answers.Approve)).Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal(0, await city.CountAsync("select count(*) from redemption_award"));
    }

    [Theory, OnBothDatabases]
    public async Task An_old_award_is_not_said_to_be_for_what_is_registered_for_another_enterprise(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.FirmAsync("A", "370303001");
        await city.FirmAsync("B", "370303001");
        var old = await OldAwardAsync(city, Awarding.Of(city, await city.SubjectAsync("A"), 1000, Energy, "JN-0"));
        await RegisterAsync(city, Energy, "B", "JN-1", ("energySavedY1", "1000"));

        await using (var officer = city.AsOfficer())
            Assert.Contains("登记在别的企业名下", Assert.IsType<StepResult.Refused>(await officer.Get<NameItem>().AwardAsync(old, new NamedItem("JN-1", ""), "台账", Cancellation)).Problems[0].Message, StringComparison.Ordinal);

        // Where it was said before this was looked at, the others on the list are paid, and this one is left out with the reason.
        await RegisterAsync(city, Energy, "B", "JN-2", ("energySavedY1", "1000"));
        await city.ExecuteAsync($"update redemption_award set item = 'JN-1', item_key = 'JN-1' where id = {old}");
        Assert.Equal(1, Assert.IsType<StepResult.Done>(await ComputeAsync(city, "2026")).Count);
        Assert.Equal(1, await city.CountAsync("select count(*) from redemption_award where code = 'B' and item_key = 'JN-2'"));
        Assert.Equal(1, await city.CountAsync("select count(*) from redemption_left_out where code = 'B' and reason like '%JN-1%另一家企业%'"));
        // And nobody registers for himself what another one was paid for.
        await using var unit = city.AsOfficer();
        Assert.Equal("Number", Assert.IsType<StepResult.Refused>(await unit.Get<KeepItems>().RunAsync(new TypedItem(Scene, "B", await PaidSceneAsync(city), "场景", new Dictionary<string, string>()), Cancellation)).Problems[0].Field);
    }

    [Theory, OnBothDatabases]
    public async Task What_an_office_said_wrongly_of_an_old_award_is_said_again_as_long_as_it_counts(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.FirmAsync("A", "370303001");
        var old = await OldAwardAsync(city, Awarding.Of(city, await city.SubjectAsync("A"), 1000, Scene, "CJ-1"));
        await using var officer = city.AsOfficer();
        var name = officer.Get<NameItem>();
        Assert.IsType<StepResult.Done>(await name.AwardAsync(old, new NamedItem("CJ-1", "一号场景"), "台账第 3 行", Cancellation));

        Assert.Equal("Reason", Assert.IsType<StepResult.Refused>(await name.AwardAsync(old, new NamedItem("CJ-2", ""), " ", Cancellation)).Problems[0].Field);
        // It is paid: nobody says alone that it was for something else.
        Assert.IsType<StepResult.Done>(await name.AwardAsync(old, new NamedItem("CJ-2", "二号场景"), "第 3 行看成了第 2 行", Cancellation));
        Assert.Equal(1, await city.CountAsync("select count(*) from redemption_award where item = 'CJ-1' and item_key = 'CJ-1' and item_change is not null"));
        Assert.IsType<StepResult.NotFound>(await name.DecideAsync(old, true, "核对过", Cancellation));
        await using (var same = city.As(Role.BureauHead, Scope.OfRegions("3703"), officer.Get<CurrentUser>().Id, "兼任"))
        {
            Assert.Empty(await same.Get<NameItem>().AskedAsync(Cancellation));
            Assert.Contains("另一位", Assert.Single(Assert.IsType<StepResult.Refused>(await same.Get<NameItem>().DecideAsync(old, true, "核对过", Cancellation)).Problems).Message, StringComparison.Ordinal);
        }

        await using (var head = city.AsDirector())
        {
            Assert.Equal(old, Assert.Single(await head.Get<NameItem>().AskedAsync(Cancellation)).Id);
            Assert.IsType<StepResult.Done>(await head.Get<NameItem>().DecideAsync(old, false, "台账没有写错", Cancellation));
            Assert.IsType<StepResult.NotFound>(await head.Get<NameItem>().DecideAsync(old, true, "台账没有写错", Cancellation));
            Assert.IsType<StepResult.Done>(await name.AwardAsync(old, new NamedItem("CJ-2", "二号场景"), "第 3 行看成了第 2 行", Cancellation));
            Assert.IsType<StepResult.Done>(await head.Get<NameItem>().DecideAsync(old, true, "核对过", Cancellation));
        }

        Assert.Equal(1, await city.CountAsync("select count(*) from redemption_award where item = 'CJ-2' and item_key = 'CJ-2' and item_title = '二号场景' and item_change is null"));
        Assert.Equal(1, await city.CountAsync("select count(*) from audit where action = '更正兑付事项的名目' and before like '%CJ-1%' and after like '%CJ-2%' and reason like '第 3 行看成了第 2 行（%提出）；核对过'"));
        await using (var clerk = city.As(Role.TownshipClerk, Scope.OfRegions("370303001"), 41)) Assert.IsType<StepResult.NotFound>(await clerk.Get<NameItem>().AwardAsync(old, new NamedItem("CJ-3", ""), "不是他的事", Cancellation));
        await city.ExecuteAsync("update redemption_award set state = 'ClawedBack'");
        Assert.IsType<StepResult.NotFound>(await name.AwardAsync(old, new NamedItem("CJ-3", ""), "已经追回", Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_decides_about_another_item_sees_the_conditions_and_facts_of_both(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.FirmAsync("A", "370303001");
        var old = await OldAwardAsync(city, Awarding.Of(city, await city.SubjectAsync("A"), 1000, Scene, "CJ-1"));
        await using var officer = city.AsOfficer();
        Assert.IsType<StepResult.Done>(await officer.Get<NameItem>().AwardAsync(old, new NamedItem("CJ-1", "一号场景"), "台账第 3 行", Cancellation));
        var keep = officer.Get<KeepItems>();
        Assert.IsType<StepResult.Done>(await keep.RunAsync(new TypedItem(Scene, "A", "CJ-2", "二号场景", new Dictionary<string, string> { ["isSceneAccepted"] = "是", ["sceneInvestment"] = "50" }), Cancellation));
        Assert.IsType<StepResult.Done>(await officer.Get<NameItem>().AwardAsync(old, new NamedItem("CJ-2", "二号场景"), "第 3 行看成了第 2 行", Cancellation));

        await using var head = city.AsDirector();
        var both = (await head.Get<CompareItems>().RunAsync(await AwardAsync(city, old), Cancellation))!;

        Assert.Equal((true, "CJ-1", false, Outcome.Unknown), (both.AreApart, both.Now.Item, both.Now.IsRegistered, both.Now.Standing.Outcome));
        Assert.Equal(("CJ-2", true, Outcome.Met, 100_000m), (both.Then.Item, both.Then.IsRegistered, both.Then.Standing.Outcome, both.Then.Standing.Sure));
        Assert.Contains(both.Then.Standing.Verdict.Findings.SelectMany(finding => finding.Evidence), line => line.Definition.Key == "sceneInvestment" && line.Fact is not null);
        // Decided, there is nothing to compare.
        Assert.IsType<StepResult.Done>(await head.Get<NameItem>().DecideAsync(old, true, "核对过", Cancellation));
        Assert.Null(await head.Get<CompareItems>().RunAsync(await AwardAsync(city, old), Cancellation));
    }

    private static async Task<Award> AwardAsync(TestInstallation city, long id)
    {
        await using var unit = city.As();
        return await unit.Get<FunengDb>().Set<Award>().AsNoTracking().SingleAsync(award => award.Id == id, Cancellation);
    }

    [Theory, OnBothDatabases]
    public async Task What_would_not_be_granted_for_an_item_is_not_said_of_it_and_the_enterprise_is_told_of_what_is(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A", "370303001");
        await MatchEnterpriseTests.AccountAsync(city, 77, own);
        const string yearly = "cn-first-set-insurance/premium";
        var first = Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(Awarding.Of(city, await city.SubjectAsync("A"), 1000, yearly, "E1") with { Period = "2026" })).Award;
        var second = Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(Awarding.Of(city, await city.SubjectAsync("A"), 1000, yearly, "E2") with { Period = "2026上半年" })).Award;
        await city.ExecuteAsync("update redemption_award set state = 'Paid', item_named_at = 1");

        await using var officer = city.AsOfficer();
        var name = officer.Get<NameItem>();
        Assert.Contains("不能重复", Assert.IsType<StepResult.Refused>(await name.AwardAsync(second.Id, new NamedItem("E1", ""), "台账", Cancellation)).Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal(0, await city.CountAsync("select count(*) from notification where account = 77"));
        Assert.IsType<StepResult.Done>(await name.AwardAsync(second.Id, new NamedItem("E3", "三号机"), "台账第 3 行", Cancellation));
        Assert.Equal(0, await city.CountAsync("select count(*) from notification where account = 77"));
        await using (var head = city.AsDirector()) Assert.IsType<StepResult.Done>(await head.Get<NameItem>().DecideAsync(second.Id, true, "核对过", Cancellation));
        Assert.Equal(1, await city.CountAsync("select count(*) from notification where account = 77 and title like '%更正为“三号机”：台账第 3 行'"));
        Assert.NotEqual(first.Id, second.Id);
    }

    [Theory, OnBothDatabases]
    public async Task Only_what_an_office_said_of_an_application_is_taken_over_as_said_by_an_office(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A", "370303001", ("standardsLedCount", 1));
        var (enterprise, office) = (await city.BeginAsync(own, "zb-standard-award/award", "GB/T 1"), await city.BeginAsync(own, "zb-standard-award/award", "GB/T 2"));
        await using (var unit = city.As())
        {
            unit.Get<AuditTrail>().Record("写明申报事项", $"application:{enterprise}", "");
            unit.Get<AuditTrail>().Record("写明申报事项", $"application:{office}", "批文");
            await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        }

        var sql = SchemaMigrations.Read(kind).Single(file => file.Number == 165).Sql;
        await city.ExecuteAsync(sql[sql.IndexOf("update application", StringComparison.Ordinal)..]);

        Assert.Equal(office, await city.CountAsync("select id from application where item_named_at is not null"));
    }

    /// <summary>Figures filed of an item whose registration is gone would count for whoever registers its number next.</summary>
    [Theory, OnBothDatabases]
    public async Task What_is_corrected_in_the_moment_it_is_taken_back_leaves_no_figure_behind(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.FirmAsync("A", "370303001");
        for (var round = 0; round < 8; round++)
        {
            var item = await RegisterAsync(city, Scene, "A", "CJ-1", ("isSceneAccepted", "是"), ("sceneInvestment", "100"));
            await Task.WhenAll(Task.Run(() => DropAsync(city, item), Cancellation), Task.Run(
                async () =>
                {
                    await using var officer = city.AsOfficer();
                    await officer.Get<KeepItems>().RunAsync(new TypedItem(Scene, "A", "CJ-1", "场景", new Dictionary<string, string> { ["sceneInvestment"] = "300" }), Cancellation);
                },
                Cancellation));

            await using var unit = city.As();
            var isThere = await unit.Get<FunengDb>().Set<BenefitItem>().AnyAsync(row => row.Id == item, Cancellation);
            var known = (await unit.Get<Modules.Facts.FactReader>().LoadSubjectAsync(item, null, Cancellation)).All.ToList();
            Assert.True(isThere || known.Count == 0, $"round {round}: {known.Count} figures of nobody");
            if (isThere) Assert.IsType<StepResult.Done>(await DropAsync(city, item));
        }
    }

    private static async Task<string> PaidSceneAsync(TestInstallation city)
    {
        await using var unit = city.As();
        Assert.IsType<AwardResult.Proposed>(await unit.Get<AwardBook>().ProposeAsync(Awarding.Of(city, await city.SubjectAsync("A"), 1000, Scene, "CJ-9"), Cancellation));
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        return "CJ-9";
    }

    [Fact]
    public async Task What_was_only_begun_when_a_benefit_stopped_being_applied_for_is_told_so_and_cannot_be_handed_in()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var own = await city.FirmAsync("A", "370303001");
        var begun = await city.FilledAsync(own, "zb-standard-award/award", "GB/T 1");
        await city.ExecuteAsync($"update application set benefit = '{Energy}', item = '', item_title = '' where id = {begun}");

        await using var applicant = city.Applicant(own);
        Assert.Contains("不用申报", Assert.IsType<StartResult.Refused>(await applicant.Get<StartApplication>().RunAsync(Energy, Cancellation, named: new NamedItem("JN-1", ""))).Reason, StringComparison.Ordinal);
        Assert.Contains("不用申报", Assert.IsType<SubmitResult.Refused>(await applicant.Get<SubmitApplication>().RunAsync(begun, Cancellation)).Problems[0].Message, StringComparison.Ordinal);
    }

    private static async Task<AwardRoom?> RoomAsync(TestInstallation city, long own, long application)
    {
        await using var unit = city.Applicant(own);
        var view = (await unit.Get<ReadApplication>().RunAsync(application, Cancellation))!;
        return (await unit.Get<ReadRoom>().RunAsync(view, view.Standing, Cancellation))?.Said;
    }

    private static async Task<long> OldAwardAsync(TestInstallation city, NewAward award)
    {
        await using var unit = city.As();
        var made = Assert.IsType<AwardResult.Proposed>(await unit.Get<AwardBook>().ProposeAsync(award, Cancellation)).Award;
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        Assert.Equal(1, await city.ExecuteAsync($"update redemption_award set item = '', item_title = '', item_key = null, state = 'Paid' where id = {made.Id}"));
        return made.Id;
    }

    private static async Task<StepResult> DropAsync(TestInstallation city, long item)
    {
        await using var unit = city.AsOfficer();
        return await unit.Get<DropItem>().RunAsync(item, "登记错了企业", Cancellation);
    }

    private static async Task<StepResult> ComputeAsync(TestInstallation city, string period)
    {
        await using var unit = city.AsOfficer();
        return await unit.Get<ComputeList>().RunAsync(new NewList(Energy.Split('/')[0], [Energy], period, new DateOnly(2026, 3, 2)), Cancellation);
    }

    private static async Task<long> RegisterAsync(TestInstallation city, string benefit, string code, string number, params (string Key, string Typed)[] values)
    {
        await using var unit = city.AsOfficer();
        return Assert.IsType<StepResult.Done>(await unit.Get<KeepItems>().RunAsync(new TypedItem(benefit, code, number, "第 " + number, values.ToDictionary(value => value.Key, value => value.Typed)), Cancellation)).Id;
    }

    private static async Task<ReviewResult> DecideAsync(TestInstallation city, long id, Role role, Answers answer)
    {
        await using var unit = city.As(role, Scope.OfRegions("3703"), 20 + (long)role, role.ToString());
        var version = (await unit.Get<FunengDb>().Set<Application>().AsNoTracking().SingleAsync(row => row.Id == id, Cancellation)).Version;
        return await unit.Get<TakeReviewStep>().RunAsync(new ReviewDecision(id, version, answer, "", "", []), Cancellation);
    }
}
