using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Match;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Review;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tests.Support;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>Beside what an enterprise may have stands how it comes by it: what it has begun, what it was granted, until when.</summary>
public sealed class WaysTests
{
    private const string Cloud = "zb-cloud-subsidy/subsidy", Insurance = "zb-trade-support/insurance";

    [Theory, OnBothDatabases]
    public async Task An_enterprise_begins_where_it_reads_what_it_gets_and_finds_there_what_it_has_begun(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await UserOfCloudAsync(city);
        Assert.Equal((true, "2026-12-20 截止，还有 293 天"), await WayAsync(city, own, Cloud) is var free ? (free.CanBegin, free.Note) : default);

        string link;
        await using (var unit = city.Applicant(own))
        {
            link = Assert.IsType<BeginResult.Begun>(await unit.Get<IBenefitApplications>().BeginAsync(Cloud, Cancellation)).Link;
            Assert.Equal(link, Assert.IsType<BeginResult.Begun>(await unit.Get<IBenefitApplications>().BeginAsync(Cloud, Cancellation)).Link);
        }

        var begun = await WayAsync(city, own, Cloud);
        Assert.Equal((false, BegunStep.Draft, link), (begun.CanBegin, Assert.Single(begun.Begun).Step, begun.Begun[0].Link));
        await city.SubmittedAsync(own, Cloud);
        Assert.Equal((false, BegunStep.InReview), await WayAsync(city, own, Cloud) is var sent ? (sent.CanBegin, sent.Begun[0].Step) : default);
        // In the bundle it counts as before, and says that it is under way.
        await using var applicant = city.Applicant(own);
        var match = (await applicant.Get<MatchEnterprise>().RunAsync("A", false, Cancellation))!;
        Assert.Equal(("申报中", 30_000m), (match.MarkOf(Cloud), match.Bundle.Taken.Single(taken => taken.Benefit == Cloud).Paid));
        // Whoever reviews reads it at his desk; nobody else begins for the enterprise.
        await using var officer = city.As(Role.BureauOfficer, Scope.OfRegions("3703"));
        var seen = (await officer.Get<MatchEnterprise>().RunAsync("A", false, Cancellation))!;
        Assert.Equal((false, "申报中"), (seen.MayBegin, seen.MarkOf(Cloud)));
        Assert.StartsWith("/reviews/", Assert.Single(seen.Begun).Link, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_granted_stands_on_the_policy_with_amount_day_and_link_and_is_not_applied_for_again(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await UserOfCloudAsync(city);
        await city.SubmittedAsync(own, Cloud);
        foreach (var who in new[] { Role.TownshipClerk, Role.BureauOfficer, Role.Treasurer }) await DecideAsync(city, who);
        await city.ExecuteAsync("update redemption_award set state = 'Paid', paid_on = '2026-03-20'");

        var one = await OwnAsync(city, own, Cloud);

        var had = Assert.Single(one.Held);
        Assert.Equal(("已到账", 30_000m, new DateOnly(2026, 3, 20)), (had.State, had.Yuan, had.Since));
        Assert.StartsWith("/redemption/mine#award-", had.Link, StringComparison.Ordinal);
        Assert.Equal((false, BegunStep.Approved), (one.Way.CanBegin, Assert.Single(one.Way.Begun).Step));
        Assert.Contains("不能重复", one.Standing!.Left, StringComparison.Ordinal);
        // It is had, so the bundle has it no more; and it is said there as had.
        await using (var applicant = city.Applicant(own))
        {
            var match = (await applicant.Get<MatchEnterprise>().RunAsync("A", false, Cancellation))!;
            Assert.Equal((0m, 1), (match.Bundle.Total, match.Held.Count(held => held.Benefit == Cloud)));
            Assert.DoesNotContain(match.Bundle.Taken, taken => taken.Benefit == Cloud);
        }

        // An objection was upheld after all: nothing is had, and it can be begun anew.
        await city.ExecuteAsync("update redemption_award set state = 'Refused', paid_on = null");
        Assert.Equal((true, 0), await OwnAsync(city, own, Cloud) is var open ? (open.Way.CanBegin, open.Held.Count) : default);
    }

    [Theory, OnBothDatabases]
    public async Task What_was_approved_for_one_year_is_applied_for_anew_in_the_next(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        city.Time.Now = new DateTimeOffset(2025, 11, 3, 1, 0, 0, TimeSpan.Zero);
        var own = await UserOfCloudAsync(city, 2024, 2025);
        await city.SubmittedAsync(own, Cloud);
        foreach (var who in new[] { Role.TownshipClerk, Role.BureauOfficer, Role.Treasurer }) await DecideAsync(city, who);
        await city.ExecuteAsync("update redemption_award set state = 'Paid', paid_on = '2025-11-20'");
        city.Time.Now = new DateTimeOffset(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);

        Assert.Equal((true, 0), await WayAsync(city, own, Cloud) is var way ? (way.CanBegin, way.Begun.Count) : default);
        await using var applicant = city.Applicant(own);
        Assert.Contains((await applicant.Get<ListApplications>().RunAsync(Cancellation))!.Open, standing => standing.Rule.Benefit.Id == Cloud);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_paid_without_applying_is_over_or_has_not_begun_says_so_instead(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await UserOfCloudAsync(city);
        await using (var unit = city.As())
        {
            await unit.Get<FactStore>().RecordAsync(new NewFiling(own, new Engines.Facts.Period(2025), "authority", [new("exportValue", Feel.Values.FeelValue.From(5_000_000L)), new("creditInsurancePremium", Feel.Values.FeelValue.From(96_000L))]), Cancellation);
            await unit.Get<FactStore>().RecordAsync(new NewFiling(own, Engines.Facts.Period.State, "authority", [new("notOnDishonestyList", Feel.Values.FeelValue.True)]), Cancellation);
            await unit.Get<FactStore>().PublishAsync(Cancellation);
        }

        Assert.Equal((false, "不用申报：核对公示后通知确认收款账户，就到账"), await WayAsync(city, own, Insurance) is var list ? (list.CanBegin, list.Note) : default);
        city.Time.Now = new DateTimeOffset(2026, 12, 20, 1, 0, 0, TimeSpan.Zero);
        Assert.Equal((true, "2026-12-20 截止，今天是最后一天"), await WayAsync(city, own, Cloud) is var last ? (last.CanBegin, last.Note) : default);
        city.Time.Now = new DateTimeOffset(2026, 12, 21, 1, 0, 0, TimeSpan.Zero);
        Assert.Equal((false, "申报已于 2026-12-20 截止"), (await OwnAsync(city, own, Cloud)).Way is var over ? (over.CanBegin, over.Note) : default);
        city.Time.Now = new DateTimeOffset(2021, 12, 31, 1, 0, 0, TimeSpan.Zero);
        Assert.Equal((false, "政策自 2022-01-01 起施行，到时再申报"), (await OwnAsync(city, own, Cloud)).Way is var early ? (early.CanBegin, early.Note) : default);
    }

    [Theory, OnBothDatabases]
    public async Task The_form_says_until_when_and_how_many_working_days_are_left_and_nothing_once_it_is_handed_in(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await UserOfCloudAsync(city);
        var id = await city.FilledAsync(own, Cloud);
        Assert.Equal("2026-12-20 截止（当天算在内），还有 293 天", (await ByAsync(city, own, id))!.Text);

        // From Monday 30 November to Sunday 20 December: three weeks of five days, less the Monday itself, which is under way.
        city.Time.Now = new DateTimeOffset(2026, 11, 30, 1, 0, 0, TimeSpan.Zero);
        Assert.Equal("2026-12-20 截止（当天算在内），还有 20 天，其中 14 个工作日", (await ByAsync(city, own, id))!.Text.Replace("（暂定）", "", StringComparison.Ordinal));
        city.Time.Now = new DateTimeOffset(2026, 12, 21, 1, 0, 0, TimeSpan.Zero);
        Assert.Equal((true, "申报已于 2026-12-20 截止，这一份不能再交"), (await ByAsync(city, own, id)) is { } over ? (over.IsOver, over.Text) : default);
        city.Time.Now = new DateTimeOffset(2026, 12, 20, 1, 0, 0, TimeSpan.Zero);
        await city.SubmitAsync(own, id);
        Assert.Null(await ByAsync(city, own, id));
    }

    private static async Task<ApplyBy?> ByAsync(TestInstallation city, long own, long id)
    {
        await using var unit = city.Applicant(own);
        return ApplyBy.Of((await unit.Get<ReadApplication>().RunAsync(id, Cancellation))!, unit.Get<OfficialCalendar>(), unit.Get<CityProfile>().Today(city.Time));
    }

    /// <summary>A factory that paid a hundred thousand for its machines in the cloud.</summary>
    private static async Task<long> UserOfCloudAsync(TestInstallation city, params int[] years)
    {
        var own = await city.FirmAsync("A", "370303001", ("industryCode", "2614"));
        await using var unit = city.As();
        foreach (var year in years.Length > 0 ? years : [2025])
            await unit.Get<FactStore>().RecordAsync(new NewFiling(own, new Engines.Facts.Period(year), "authority", [new("cloudSpend", Feel.Values.FeelValue.From(100_000L))]), Cancellation);
        await unit.Get<FactStore>().PublishAsync(Cancellation);
        return own;
    }

    private static async Task<BenefitWay> WayAsync(TestInstallation city, long own, string benefit)
    {
        await using var unit = city.Applicant(own);
        var match = (await unit.Get<MatchEnterprise>().RunAsync("A", false, Cancellation))!;
        return match.WayTo(match.Now.Single(standing => standing.Rule.Benefit.Id == benefit));
    }

    private static async Task<OwnBenefit> OwnAsync(TestInstallation city, long own, string benefit)
    {
        await using var unit = city.Applicant(own);
        return (await unit.Get<MatchEnterprise>().OwnAsync(unit.Get<PolicyBook>().Find(benefit.Split('/')[0])!, Cancellation))!.Benefits.Single(one => one.Rule.Benefit.Id == benefit);
    }

    internal static async Task DecideAsync(TestInstallation city, Role role)
    {
        await using var unit = city.As(role, Scope.OfRegions("3703"), 20 + (long)role, role.ToString());
        var row = unit.Get<FunengDb>().Set<Application>().Single();
        Assert.IsType<ReviewResult.Taken>(await unit.Get<TakeReviewStep>().RunAsync(new ReviewDecision(row.Id, row.Version, role == Role.Treasurer ? Answers.Approve : Answers.Pass, "", "", []), Cancellation));
    }
}
