using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Notices;
using Funeng.Modules.Notices.Admit;
using Funeng.Modules.Notices.Drafts;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Browse;
using Funeng.Modules.Policies.Follow;
using Funeng.Modules.Policies.Match;
using Funeng.Modules.Policies.Tell;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Tests.Redemption;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Notices;

/// <summary>From a pasted notice to a policy that enterprises are matched with, told of and apply for; and out again.</summary>
public sealed class AdmittedPolicyTests
{
    private const string Notice = "关于支持外贸企业的若干措施\n淄商务字〔2026〕8号\n申报企业在淄博市注册，上年度出口额不低于100万元。\n未列入经营异常名录。\n按上年度出口额的1%给予奖励，最高30万元。\n淄博市商务局\n2026年2月10日";

    [Theory, OnBothDatabases]
    public async Task A_signed_notice_becomes_a_policy_is_matched_told_applied_for_and_taken_back(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A", "370303001", ("exportValue", 5_000_000), ("notOnDishonestyList", true));
        await city.FirmAsync("B", "370303001", ("exportValue", 999_999), ("notOnDishonestyList", true));
        await city.FirmAsync("C", "370602001", ("exportValue", 5_000_000), ("notOnDishonestyList", true));
        var draft = await SignedAsync(city);

        // Who manages no rules cannot; what lacks is told beside its field.
        await using (var officer = city.As(Role.BureauOfficer)) Assert.IsType<LibraryResult.NotFound>(await officer.Get<AdmitNotice>().RunAsync(draft, Typed(), Cancellation));
        await using var head = city.As(Role.BureauHead);
        var refused = Assert.IsType<LibraryResult.Refused>(await head.Get<AdmitNotice>().RunAsync(draft, Typed() with { Office = "", From = null, Benefits = [Typed().Benefits[0] with { Cap = "-1" }] }, Cancellation));
        var elsewhere = Assert.IsType<LibraryResult.Refused>(await head.Get<AdmitNotice>().RunAsync(draft, Typed() with { Place = "Nation:" }, Cancellation));
        Assert.Equal("Place", Assert.Single(elsewhere.Problems).Field);
        Assert.Equal(["Office", "From", "Cap1"], refused.Problems.Select(problem => problem.Field));
        var faulty = Assert.IsType<LibraryResult.Refused>(await head.Get<AdmitNotice>().RunAsync(draft, Typed() with { Benefits = [Typed().Benefits[0] with { Amount = "出口 * 2" }] }, Cancellation));
        Assert.Equal("Amount1", Assert.Single(faulty.Problems).Field);

        var done = Assert.IsType<LibraryResult.Done>(await head.Get<AdmitNotice>().RunAsync(draft, Typed(), Cancellation));
        Assert.IsType<LibraryResult.Refused>(await head.Get<AdmitNotice>().RunAsync(draft, Typed(), Cancellation));

        // A case below, on and above the threshold; the yes or no both ways; an enterprise of which nothing is known.
        Assert.Equal(6, done.Cases);
        Assert.Equal(done.Mutations.Made, done.Mutations.Caught);
        Assert.True(done.Mutations.Made >= 4);
        var benefit = done.Policy + "/b1";
        await using (var unit = city.As())
        {
            Assert.Equal(new AmountRange(50_000, 50_000), (await unit.Get<MatchEnterprise>().RunAsync("A", false, Cancellation))!.Now.Single(one => one.Rule.Benefit.Id == benefit).Amount);
            Assert.Contains((await unit.Get<MatchEnterprise>().RunAsync("B", false, Cancellation))!.Not, one => one.Rule.Benefit.Id == benefit);
            Assert.False((await unit.Get<MatchEnterprise>().RunAsync("C", false, Cancellation))!.Not.Single(one => one.Rule.Benefit.Id == benefit).IsHere);
            Assert.Contains(city.Service<PolicySearch>().Find("淄商务字〔2026〕8号"), found => found.Policy.Id == done.Policy);
            Assert.Equal("A", Assert.Single((await unit.Get<TellEnterprises>().ReadAsync(benefit, Cancellation))!.Rows).Enterprise.Code);
        }

        // It stands after a restart, and an enterprise applies for it.
        await using (var next = city.Next())
        {
            await next.StartAgainAsync();
            Assert.NotNull(next.Service<PolicyBook>().FindBenefit(benefit));
        }

        long application;
        await using (var applicant = city.Applicant(own)) application = Assert.IsType<StartResult.Started>(await applicant.Get<StartApplication>().RunAsync(benefit, Cancellation)).Application.Id;

        await Policies.MatchEnterpriseTests.AccountAsync(city, 9, null);
        await using (var follower = city.As(Role.BureauOfficer, id: 9))
        {
            await follower.Get<FollowPolicy>().RunAsync(done.Policy, true, Cancellation);
            Assert.Equal([done.Policy], await follower.Get<FollowPolicy>().FollowedAsync(Cancellation));
        }

        Assert.IsType<LibraryResult.Refused>(await head.Get<PolicyLibrary>().WithdrawAsync(done.Policy, "", Cancellation));
        Assert.IsType<LibraryResult.Done>(await head.Get<PolicyLibrary>().WithdrawAsync(done.Policy, "依据的文件已废止", Cancellation));

        await using var after = city.As();
        var match = (await after.Get<MatchEnterprise>().RunAsync("A", false, Cancellation))!;
        Assert.DoesNotContain(match.Now.Concat(match.Open).Concat(match.Not), one => one.Rule.Benefit.Id == benefit);
        Assert.Contains("依据的文件已废止", (await after.Get<TellEnterprises>().ReadAsync(benefit, Cancellation))!.Closed, StringComparison.Ordinal);
        await using var reader = city.Applicant(own);
        Assert.Equal("出口增长奖励", (await reader.Get<ReadApplication>().RunAsync(application, Cancellation))!.Benefit.Title);
        Assert.IsType<StartResult.Started>(await reader.Get<StartApplication>().RunAsync(benefit, Cancellation));
        Assert.NotNull(StartApplication.Closed(city.Service<PolicyBook>().FindBenefit(benefit)!, new DateOnly(2026, 3, 2)));
        Assert.Contains("不再执行", Assert.Single(await after.Get<FunengDb>().Set<Notification>().Where(note => note.Account == 9).ToListAsync(Cancellation)).Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_replaces_another_ends_it_the_day_before_and_both_decide_their_own_days()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using var head = city.As(Role.BureauHead);
        var old = Assert.IsType<LibraryResult.Done>(await head.Get<AdmitNotice>().RunAsync(await SignedAsync(city), Typed(), Cancellation)).Policy;
        var second = await SignedAsync(city);

        Assert.Equal("From", Assert.Single(Assert.IsType<LibraryResult.Refused>(await head.Get<AdmitNotice>().RunAsync(second, Typed() with { Replaces = old }, Cancellation)).Problems).Field);
        var next = Assert.IsType<LibraryResult.Done>(await head.Get<AdmitNotice>().RunAsync(second, Typed() with { Replaces = old, From = new DateOnly(2026, 7, 1) }, Cancellation)).Policy;

        var book = city.Service<PolicyBook>();
        string[] On(DateOnly day) => [.. book.InForce(day).Where(rule => rule.Policy.Id.StartsWith("notice-", StringComparison.Ordinal)).Select(rule => rule.Policy.Id)];
        Assert.Equal([old], On(new DateOnly(2026, 6, 30)));
        Assert.Equal([next], On(new DateOnly(2026, 7, 1)));
        Assert.Equal([2, 1], (await head.Get<PolicyLibrary>().StepsAsync(old, Cancellation)).Select(step => step.Version));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_applied_for_under_a_policy_whose_file_is_gone_stays_readable(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.ExporterAsync("A");
        var id = await city.FilledAsync(own);
        await city.SubmitAsync(own, id);
        var rules = Policies.MatchEnterpriseTests.CopyRules();
        Directory.Delete(Path.Combine(rules, "policies", "zb-trade-support"), recursive: true);
        File.WriteAllText(Path.Combine(rules, "policies", "ceilings.yaml"), "[]");

        await using var next = city.Next(rules);
        await next.StartAgainAsync();

        await using var unit = next.Applicant(own);
        var view = (await unit.Get<ReadApplication>().RunAsync(id, Cancellation))!;
        Assert.Equal("重点展会展位费补助", view.Benefit.Title);
        Assert.Equal(5_000m, view.Standing.Amount!.Low);
        Assert.Contains("移出", next.Service<PolicyBook>().Find("zb-trade-support")!.Withdrawn, StringComparison.Ordinal);
        Assert.DoesNotContain(next.Service<PolicyBook>().Policies, policy => policy.Id == "zb-trade-support");
        Directory.Delete(rules, recursive: true);
    }

    private static async Task<long> SignedAsync(TestInstallation city)
    {
        await using var officer = city.As(Role.BureauOfficer, id: 7);
        var notices = officer.Get<Modules.Notices.Drafts.KeepNotices>();
        var draft = Assert.IsType<KeepResult.Saved>(await notices.StartAsync(NoticeFile.OfPlain(Notice), "Pasted", Cancellation)).Draft;
        Assert.Equal(2, draft.ConditionCount);
        return Assert.IsType<KeepResult.Saved>(await notices.SignAsync(draft.Id, draft.Version, Cancellation)).Draft.Id;
    }

    private static TypedPolicy Typed() => new(
        "市商务局", "", "City:370300", new DateOnly(2026, 3, 1), null, ["外贸"], "出口企业按出口额的 1% 奖励，最高 30 万元。", "",
        [new TypedBenefit("出口增长奖励", "Application", "上年度出口额 * 1 / 100", "出口额 × 1%，最高 30 万元", "30", "每年", "", "市财政局", "")], new Dictionary<int, int>());
}
