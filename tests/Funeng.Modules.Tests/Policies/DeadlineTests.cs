using Funeng.Engines.Criteria;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Match;
using Funeng.Modules.Policies.Nightly;
using Funeng.Modules.Policies.Tell;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Tests.Redemption;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Policies;

/// <summary>The booth subsidy can be applied for until 10 December 2026, that day included, by the clock of the city.</summary>
public sealed class DeadlineTests
{
    private static readonly DateTimeOffset LastMinute = new(2026, 12, 10, 15, 59, 0, TimeSpan.Zero), NextDay = new(2026, 12, 10, 16, 0, 0, TimeSpan.Zero);

    [Theory, OnBothDatabases]
    public async Task From_the_day_after_the_last_it_is_in_no_list_sum_message_or_night_and_said_apart(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.ExporterAsync("A");
        await MatchEnterpriseTests.AccountAsync(city, 81, own);

        city.Time.Now = LastMinute;
        var last = await MatchAsync(city);
        Assert.Equal((1, 5_000m, 0), (last.Now.Count(IsBooth), last.Bundle.Taken.Single(taken => taken.Benefit == Booth).Paid, last.Late.Count(IsBooth)));
        Assert.Equal((1, "今天截止"), (last.EndSoon, PolicyWords.Until(last.Now.Single(IsBooth).Rule.Benefit, last.On)));

        city.Time.Now = NextDay;
        var over = await MatchAsync(city);
        Assert.Equal((0, 0, 1), (over.Now.Count(IsBooth), over.EndSoon, over.Late.Count(IsBooth)));
        Assert.DoesNotContain(over.Bundle.Taken, taken => taken.Benefit == Booth);
        Assert.Equal((last.Bundle.Total - 5_000m, last.All), (over.Bundle.Total, over.All));
        Assert.Equal("下一期的申报日期公布后，再列入可享", PolicyWords.Next(over.Late.Single(IsBooth).Rule.Benefit));

        await using (var officer = city.As(Role.BureauOfficer))
        {
            Assert.Null(await officer.Get<TellEnterprises>().RunAsync(Booth, Cancellation));
            var view = (await officer.Get<TellEnterprises>().ReadAsync(Booth, Cancellation))!;
            Assert.Equal((true, new DateOnly(2026, 12, 10), 1), (view.IsOver, view.List.On, view.Rows.Count));
            Assert.Empty(await officer.Get<FunengDb>().Set<Notification>().ToListAsync(Cancellation));
        }

        Assert.NotNull(await city.Service<MatchNightly>().RunOnceADayAsync(Cancellation));
        Assert.Equal(0, await city.CountAsync($"select count(*) from policy_night where benefit = '{Booth}'"));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_handed_in_by_then_still_counts_is_reviewed_and_granted(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.ExporterAsync("A");
        city.Time.Now = LastMinute;
        await city.SubmittedAsync(own);

        city.Time.Now = NextDay;
        var match = await MatchAsync(city, own);
        Assert.Equal((1, 0, "申报中"), (match.Now.Count(IsBooth), match.Late.Count(IsBooth), match.MarkOf(Booth)));
        Assert.Contains(match.Bundle.Taken, taken => taken.Benefit == Booth);

        foreach (var who in new[] { Role.TownshipClerk, Role.BureauOfficer, Role.Treasurer }) await WaysTests.DecideAsync(city, who);
        Assert.Equal(1, await city.CountAsync($"select count(*) from redemption_award where benefit = '{Booth}'"));
        Assert.Equal((0, 1), await MatchAsync(city, own) is var had ? (had.Late.Count(IsBooth), had.Held.Count) : default);
    }

    [Theory, OnBothDatabases]
    public async Task A_draft_is_refused_with_the_day_and_stands_with_what_is_over(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (own, other) = (await city.ExporterAsync("A"), await city.ExporterAsync("B"));
        city.Time.Now = LastMinute;
        var draft = await city.FilledAsync(own);

        city.Time.Now = NextDay;
        await using var unit = city.Applicant(own);
        var refused = Assert.IsType<SubmitResult.Refused>(await unit.Get<SubmitApplication>().RunAsync(draft, Cancellation));
        Assert.Contains("申报已于 2026-12-10 截止。", refused.Problems.Select(problem => problem.Message));
        Assert.Equal((0, 1), await MatchAsync(city, own) is var match ? (match.Now.Count(IsBooth), match.Late.Count(IsBooth)) : default);
        await using var late = city.Applicant(other);
        Assert.Equal("申报已于 2026-12-10 截止。", Assert.IsType<BeginResult.Refused>(await late.Get<IBenefitApplications>().BeginAsync(Booth, Cancellation)).Reason);
    }

    [Theory, OnBothDatabases]
    public async Task What_lacks_a_fact_is_not_asked_for_when_it_is_too_late_and_the_message_says_until_when(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await MatchEnterpriseTests.AccountAsync(city, 81, await city.ExporterAsync("A"));
        await city.FirmAsync("B", "370303001", ("exportValue", 5_000_000), ("notOnDishonestyList", true));
        await using (var officer = city.As(Role.BureauOfficer))
        {
            Assert.Equal(1, await officer.Get<TellEnterprises>().RunAsync(Booth, Cancellation));
            Assert.Equal("可以享受：重点展会展位费补助，5,000 元，2026-12-10 截止", (await officer.Get<FunengDb>().Set<Notification>().SingleAsync(Cancellation)).Title);
        }

        Assert.Contains((await MatchAsync(city, code: "B")).Open, IsBooth);
        city.Time.Now = NextDay;
        var over = await MatchAsync(city, code: "B");
        Assert.DoesNotContain(over.Open, IsBooth);
        Assert.Equal(Outcome.Unknown, over.Late.Single(IsBooth).Outcome);
        Assert.DoesNotContain(over.Asked, asked => asked.Benefits.Any(IsBooth));
    }

    [Fact]
    public void What_pays_more_is_less_trouble_or_ends_sooner_comes_first()
    {
        var on = new DateOnly(2026, 12, 1);
        var plain = Standing(10_000, effort: 2, null);

        Assert.True(MatchEnterprise.Worth(Standing(20_000, 2, null), on) > MatchEnterprise.Worth(plain, on));
        Assert.True(MatchEnterprise.Worth(Standing(10_000, 1, null), on) > MatchEnterprise.Worth(plain, on));
        Assert.True(MatchEnterprise.Worth(Standing(10_000, 2, on), on) > MatchEnterprise.Worth(Standing(10_000, 2, on.AddDays(9)), on));
        Assert.True(MatchEnterprise.Worth(Standing(10_000, 2, on.AddDays(9)), on) > MatchEnterprise.Worth(plain, on));
        // Twice the sum for twice the trouble is worth the same, but for what ends today.
        Assert.Equal(8_000.8m, MatchEnterprise.Worth(plain, on));
        Assert.Equal(16_001.6m, MatchEnterprise.Worth(Standing(10_000, 2, on), on));
        // A day that is no day to apply by is no reason to hurry; nor is one that is over.
        Assert.Equal(MatchEnterprise.Worth(plain, on), MatchEnterprise.Worth(Standing(10_000, 2, on, RedemptionMode.NoApplication), on));
        Assert.Equal(MatchEnterprise.Worth(plain, on), MatchEnterprise.Worth(Standing(10_000, 2, on.AddDays(-1)), on));
    }

    [Fact]
    public void The_last_fourteen_days_are_said_and_no_others()
    {
        var last = new DateOnly(2026, 12, 10);
        var benefit = Standing(1, 2, last).Rule.Benefit;

        Assert.Equal([null, 14, 0, null], new[] { 15, 14, 0, -1 }.Select(days => benefit.DaysLeft(last.AddDays(-days))));
        Assert.Equal(["15 天后截止", "今天截止", "2026-12-10 已截止"], new[] { 15, 0, -1 }.Select(days => PolicyWords.Until(benefit, last.AddDays(-days))));
        Assert.Equal("常年", PolicyWords.Until(Standing(1, 2, null).Rule.Benefit, last));
    }

    private static BenefitStanding Standing(decimal yuan, int effort, DateOnly? last, RedemptionMode mode = RedemptionMode.Application)
    {
        var rule = ShippedRules.Policy.FindBenefit(Booth)!;
        var benefit = rule.Benefit with { Effort = effort, Deadline = last, Mode = mode };
        return new BenefitStanding(rule with { Benefit = benefit }, Outcome.Met, new AmountRange(yuan, yuan), null!, true);
    }

    private static bool IsBooth(BenefitStanding standing) => standing.Rule.Benefit.Id == Booth;

    private static async Task<EnterpriseMatch> MatchAsync(TestInstallation city, long? own = null, string code = "A")
    {
        await using var unit = own is { } applicant ? city.Applicant(applicant) : city.As();
        return (await unit.Get<MatchEnterprise>().RunAsync(code, false, Cancellation))!;
    }
}
