using Funeng.Engines.Benefits;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Match;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Items;
using Funeng.Modules.Tests.Support;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>The page of an enterprise says of what it could have what the rules of paying would give.</summary>
public sealed class LeftOverTests
{
    private const string Reward = "zb-equipment-reward/reward", Interest = "sd-renovation-loan/interest", FirstSet = "cn-first-set-insurance/premium", Unrelated = "zb-above-scale-award/first",
        Standard = "zb-standard-award/award", Update = "cn-equipment-update-interest/interest";

    [Theory, OnBothDatabases]
    public async Task A_cap_of_each_item_is_not_one_of_all_whether_it_has_an_award_or_none(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.FirmAsync("A", "370303001", ("notOnDishonestyList", true));
        foreach (var (number, investment) in new[] { ("P-1", "4800"), ("P-2", "3600") }) await RegisterAsync(city, Reward, number, ("isRenovationCompleted", "是"), ("equipmentInvestment", investment), ("isZeroLandRenovation", "否"));

        Assert.Equal(4_200_000m, (await MatchAsync(city)).Bundle.Total);
        await PaidAsync(city, Unrelated, 1_000);
        Assert.Equal(4_200_000m, (await MatchAsync(city)).Bundle.Total);
    }

    [Theory, OnBothDatabases]
    public async Task What_the_rule_gives_nothing_for_is_not_said_to_be_the_cap(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.FirmAsync("A", "370303001", ("renovationLoan", 100_000_000), ("renovationLoanDays", 0), ("isInRenovationGuidance", true), ("notOnDishonestyList", true));
        await PaidAsync(city, Unrelated, 1_000);

        var standing = (await MatchAsync(city)).Now.Single(one => one.Rule.Benefit.Id == Interest);

        Assert.Equal((new AmountRange(0, 0), ""), (standing.Amount, standing.Left));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_given_every_year_is_had_for_its_year_only(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.FirmAsync("A", "370303001", ("isFirstSetListed", true), ("firstSetPremium", 100_000), ("firstSetInsured", 10_000_000));
        await PaidAsync(city, FirstSet, 80_000, 2024, "E1");
        Assert.Contains((await MatchAsync(city)).Now, one => one.Rule.Benefit.Id == FirstSet);
        await PaidAsync(city, FirstSet, 80_000, 2026, "E1");
        Assert.DoesNotContain((await MatchAsync(city)).Now, one => one.Rule.Benefit.Id == FirstSet);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_given_once_in_three_years_is_not_begun_while_the_award_of_another_year_counts(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A");
        await PaidAsync(city, "cn-key-little-giant-2024/award", 6_000_000, 2025);

        await using var applicant = city.Applicant(own);
        var refused = Assert.IsType<StartResult.Refused>(await applicant.Get<StartApplication>().RunAsync("cn-key-little-giant-2024/award", Cancellation));
        Assert.Contains("不能重复", refused.Reason, StringComparison.Ordinal);
    }

    /// <summary>Six standards of 100,000 each, and 500,000 for all of them together.</summary>
    [Theory, OnBothDatabases]
    public async Task What_is_left_of_a_cap_over_all_items_is_there_once_whatever_is_registered(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.FirmAsync("A", "370303001", ("standardsLedCount", 6));
        foreach (var number in new[] { "GB/T 4", "GB/T 5", "GB/T 6" }) await RegisterAsync(city, Standard, number);
        Assert.Equal((300_000m, 300_000m), await StandardsAsync(city));

        // Two paid: what is registered fits in beside them, and nothing is cut.
        foreach (var number in new[] { "GB/T 1", "GB/T 2" }) await PaidAsync(city, Standard, 100_000, item: number);
        Assert.Equal((300_000m, 300_000m), await StandardsAsync(city));
        await PaidAsync(city, Standard, 100_000, item: "GB/T 3");
        Assert.Equal((200_000m, 200_000m), await StandardsAsync(city));
        Assert.Contains("各项合计最高 50 万元", (await MatchAsync(city)).Now.Single(one => one.Rule.Benefit.Id == Standard).Left, StringComparison.Ordinal);

        // One of them is paid, and one of another year: the cap is one over all years.
        await PaidAsync(city, Standard, 100_000, item: "GB/T 4");
        await PaidAsync(city, Standard, 60_000, 2024, "GB/T 9");
        Assert.Equal((40_000m, 40_000m), await StandardsAsync(city));
        await PaidAsync(city, Standard, 40_000, item: "GB/T 5");
        var match = await MatchAsync(city);
        Assert.DoesNotContain(match.Now, one => one.Rule.Benefit.Id == Standard);
        Assert.Equal(0, match.Bundle.Total);
    }

    [Theory, OnBothDatabases]
    public async Task Of_an_application_that_certainly_comes_to_nothing_only_what_shuts_it_out_is_said(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.ExporterAsync("A");
        var id = await city.FilledAsync(own);
        await using var applicant = city.Applicant(own);
        var view = (await applicant.Get<ReadApplication>().RunAsync(id, Cancellation))!;
        var (room, none) = (applicant.Get<ReadRoom>(), view.Standing with { Amount = new AmountRange(0, 0) });

        Assert.Null(await room.RunAsync(view, none, Cancellation));
        // A part of the year that is paid stands in the way of the whole of it, whatever it comes to.
        await PaidAsync(city, Booth, 1_000);
        var said = (await room.RunAsync(view, none, Cancellation))!;
        Assert.Equal((true, null), (said.IsNone, said.Sure));
        Assert.Contains("不能重复", said.Said.Reason, StringComparison.Ordinal);
        // Nothing came of it: there is room again, and of nothing nothing is said.
        await city.ExecuteAsync("update redemption_award set state = 'Refused'");
        Assert.Null(await room.RunAsync(view, none, Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_not_certain_yet_is_not_said_to_be_lost_to_what_was_paid(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.FirmAsync("A", "370303001", ("renovationLoan", 100_000_000), ("isInRenovationGuidance", true), ("notOnDishonestyList", true));
        await PaidAsync(city, Update, 200_000);

        // How many days the loan ran is not known: it may come to more than what was paid, and is not shut out.
        var match = await MatchAsync(city);
        Assert.Contains(match.Now, one => one.Rule.Benefit.Id == Interest);
        var given = Assert.Single(match.Bundle.GivenUp, one => one.Benefit == Interest);
        Assert.Equal((GivenUpBecause.Excluded, "已享X，按下限没有差额可补"), (given.Because, BundleWords.Because(match, given, _ => "X")));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_begun_in_another_year_or_granted_meanwhile_is_not_handed_in_and_a_new_one_can_be_begun(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        const string award = "cn-key-little-giant-2024/award";
        city.Time.Now = new DateTimeOffset(2025, 11, 3, 1, 0, 0, TimeSpan.Zero);
        var own = await city.FirmAsync("A");
        var old = await city.BeginAsync(own, award);
        city.Time.Now = new DateTimeOffset(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);

        Assert.Contains(await AgainstAsync(city, own, old), problem => problem.Contains("2025 年开始填的", StringComparison.Ordinal));
        var next = await city.BeginAsync(own, award);
        Assert.NotEqual(old, next);
        Assert.Equal(next, await city.BeginAsync(own, award));
        Assert.DoesNotContain(await AgainstAsync(city, own, next), problem => problem.Contains("不能重复", StringComparison.Ordinal));

        // Granted on another way since: three years are not over.
        await PaidAsync(city, award, 6_000_000, 2024);
        Assert.Contains(await AgainstAsync(city, own, next), problem => problem.Contains("不能重复", StringComparison.Ordinal));
        await city.ExecuteAsync("update redemption_award set state = 'ClawedBack'");
        Assert.Contains(await AgainstAsync(city, own, next), problem => problem.Contains("2024 曾有一笔（全额追缴，已全部缴回），不能重复", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> AgainstAsync(TestInstallation city, long own, long id)
    {
        await using var unit = city.Applicant(own);
        return [.. Assert.IsType<SubmitResult.Refused>(await unit.Get<SubmitApplication>().RunAsync(id, Cancellation)).Problems.Select(problem => problem.Message)];
    }

    private static async Task<(decimal Now, decimal Bundle)> StandardsAsync(TestInstallation city)
    {
        var match = await MatchAsync(city);
        var amount = match.Now.Single(one => one.Rule.Benefit.Id == Standard).Amount!;
        Assert.True(amount.IsExact);
        return (amount.Low, match.Bundle.Total);
    }

    private static async Task<EnterpriseMatch> MatchAsync(TestInstallation city)
    {
        await using var unit = city.As();
        return (await unit.Get<MatchEnterprise>().RunAsync("A", false, Cancellation))!;
    }

    private static async Task PaidAsync(TestInstallation city, string benefit, decimal yuan, int year = 2026, string item = "")
    {
        var award = Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(Awarding.Of(city, await city.SubjectAsync("A"), yuan, benefit, item) with { Period = $"{year}", DecidedOn = new DateOnly(year, 2, 1) })).Award;
        await city.ExecuteAsync($"update redemption_award set state = 'Paid', paid_on = '{year}-02-20' where id = {award.Id}");
    }

    private static async Task RegisterAsync(TestInstallation city, string benefit, string number, params (string Key, string Typed)[] values)
    {
        await using var unit = city.AsOfficer();
        Assert.IsType<StepResult.Done>(await unit.Get<KeepItems>().RunAsync(new TypedItem(benefit, "A", number, "第 " + number, values.ToDictionary(value => value.Key, value => value.Typed)), Cancellation));
    }
}
