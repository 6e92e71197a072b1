using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Follow;
using Funeng.Modules.Policies.Match;
using Funeng.Modules.Policies.Tell;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Tests.Redemption;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Policies;

public sealed class MatchEnterpriseTests
{
    [Theory]
    [OnBothDatabases]
    public async Task What_an_enterprise_gets_with_amount_range_reason_and_the_best_bundle(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, "A", "370303001", ("renovationLoan", 100_000_000), ("renovationLoanDays", 365), ("equipmentInvestment", 30_000_000), ("notOnDishonestyList", true),
            ("isInRenovationGuidance", true), ("isRenovationCompleted", true), ("equipmentUpdateLoan", 50_000_000), ("equipmentUpdateLoanDays", 365));
        await using var unit = city.As();

        var match = (await unit.Get<MatchEnterprise>().RunAsync("A", false, CancellationToken.None))!;

        Assert.Equal(new AmountRange(1_050_000, 1_050_000), Amount(match.Now, "sd-renovation-loan/interest"));
        Assert.Equal(new AmountRange(1_500_000, 1_800_000), Amount(match.Now, "zb-equipment-reward/reward"));
        // The city's match needs the provincial interest; both together pay less than the equipment reward and the national interest.
        Assert.Equal(["zb-equipment-reward/reward", "cn-equipment-update-interest/interest"], match.Bundle.Taken.Where(taken => taken.Paid > 0).Select(taken => taken.Benefit));
        Assert.Equal(2_250_000, match.Bundle.Total);
        Assert.Contains(match.Bundle.GivenUp, given => given.Benefit == "sd-renovation-loan/interest" && given.Amount == 1_050_000);
        Assert.Contains(match.Bundle.GivenUp, given => given.Benefit == "zb-renovation-match/match");
        Assert.Contains(match.Open, standing => standing.Rule.Benefit.Id == "cn-high-tech-cit/rate");
        Assert.Equal(match.Asked.OrderByDescending(asked => asked.AtStake).Select(asked => asked.AtStake), match.Asked.Select(asked => asked.AtStake));
    }

    [Theory]
    [OnBothDatabases]
    public async Task What_was_paid_already_is_said_apart_and_counts_in_the_bundle_as_had(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, "A", "370303001", ("renovationLoan", 100_000_000), ("renovationLoanDays", 365), ("equipmentInvestment", 30_000_000), ("notOnDishonestyList", true),
            ("isInRenovationGuidance", true), ("isRenovationCompleted", true), ("equipmentUpdateLoan", 50_000_000), ("equipmentUpdateLoanDays", 365));
        var reward = Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(Awarding.Of(city, await city.SubjectAsync("A"), 1_500_000, "zb-equipment-reward/reward") with { Period = "2026", DecidedOn = new DateOnly(2026, 2, 1) })).Award;
        await city.ExecuteAsync($"update redemption_award set state = 'Paid', paid_on = '2026-02-20' where id = {reward.Id}");
        await using var unit = city.As();

        var match = (await unit.Get<MatchEnterprise>().RunAsync("A", false, CancellationToken.None))!;

        Assert.DoesNotContain(match.Now, standing => standing.Rule.Benefit.Id == "zb-equipment-reward/reward");
        Assert.Equal(("zb-equipment-reward/reward", 1_500_000m, new DateOnly(2026, 2, 20), "已到账"), Assert.Single(match.Held) is var held ? (held.Benefit, held.Yuan, held.PaidOn!.Value, held.State) : default);
        // Beside it the national interest is left, and what goes with it by the higher one is not offered again.
        Assert.Equal(["cn-equipment-update-interest/interest"], match.Bundle.Taken.Where(taken => taken.Paid > 0).Select(taken => taken.Benefit));
        Assert.Equal(750_000, match.Bundle.Total);
        Assert.Contains(match.Shut, standing => standing.Rule.Benefit.Id == "sd-renovation-loan/interest" && standing.Left.Contains("设备", StringComparison.Ordinal));
        // What the award shuts out is said there, and not given up for what is taken.
        Assert.DoesNotContain(match.Bundle.GivenUp, given => given.Benefit == "sd-renovation-loan/interest");

        // Whoever may not see awards is shown none here either, and the same sums.
        await using var statistician = city.As(Role.Statistician);
        var shown = (await statistician.Get<MatchEnterprise>().RunAsync("A", false, CancellationToken.None))!;
        Assert.Equal((750_000m, 0, 0), (shown.Bundle.Total, shown.Held.Count, shown.Shut.Count));
        Assert.All(shown.Now, standing => Assert.True(standing.Left is "" or MatchEnterprise.Neutral, standing.Left));
        Assert.DoesNotContain(shown.Bundle.GivenUp, given => given.Benefit == "sd-renovation-loan/interest");
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_policy_of_another_region_is_refused_for_the_place_and_without_a_place_left_open(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, "there", "370602001", ("boothFee", 10_000), ("exportValue", 5_000_000), ("notOnDishonestyList", true));
        await FileAsync(city, "nowhere", null, ("boothFee", 10_000), ("exportValue", 5_000_000), ("notOnDishonestyList", true));
        await using var unit = city.As();

        var there = (await unit.Get<MatchEnterprise>().RunAsync("there", false, CancellationToken.None))!;
        var nowhere = (await unit.Get<MatchEnterprise>().RunAsync("nowhere", false, CancellationToken.None))!;

        Assert.False(there.Not.Single(standing => standing.Rule.Benefit.Id == "zb-trade-support/booth").IsHere);
        Assert.Contains(nowhere.Open, standing => standing.Rule.Benefit.Id == "zb-trade-support/booth");
    }

    [Theory]
    [OnBothDatabases]
    public async Task The_list_of_a_benefit_equals_deciding_one_by_one_and_keeps_to_the_scope(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        for (var number = 0; number < 30; number++)
            await FileAsync(city, $"E{number:00}", number % 2 == 0 ? "370302001" : "370303001", ("unemploymentInsurance", number % 3 == 0 ? 0 : 1000 * number), ("layoffRate", number % 7), ("employees", 20 + number));
        var rule = city.Service<PolicyBook>().FindBenefit("cn-stable-jobs-refund/refund")!;
        await using var unit = city.As();
        await using var clerk = city.As(Role.TownshipClerk, Scope.OfRegions("370302"));

        var all = await unit.Get<Entitled>().RunAsync(rule, Scope.All, new DateOnly(2026, 6, 30), CancellationToken.None);
        var own = await clerk.Get<Entitled>().RunAsync(rule, Scope.OfRegions("370302"), new DateOnly(2026, 6, 30), CancellationToken.None);

        foreach (var one in all.Met) Assert.Equal(one.Amount, (await DirectAsync(unit, rule, one.Id)).Amount);
        Assert.Equal(15, own.All);
        Assert.Equal(all.Met.Where(one => one.Region == "370302001").Select(one => one.Code), own.Met.Select(one => one.Code));
        Assert.NotEmpty(own.Met);
        Assert.Equal(own.Met.Sum(one => one.Amount!.Low), own.Cost);
    }

    [Theory]
    [OnBothDatabases]
    public async Task An_enterprise_is_told_once_however_often_somebody_tells_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await FileAsync(city, "A", "370303001", ("graduatesHired", 3));
        await FileAsync(city, "B", "370303001", ("graduatesHired", 2));
        await AccountAsync(city, 77, subject);
        await using (var owner = city.As())
        {
            owner.Get<FunengDb>().Add(new NoticeChoice { Account = 77, Mail = "boss@example.cn", Hook = "https://own.example/push", QuietFrom = 0, QuietTo = 23 });
            await owner.Get<FunengDb>().SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var first = city.As(Role.BureauOfficer);
        await using var second = city.As(Role.BureauOfficer);

        var told = await first.Get<TellEnterprises>().RunAsync("cn-graduate-hiring/subsidy", CancellationToken.None);
        var again = await second.Get<TellEnterprises>().RunAsync("cn-graduate-hiring/subsidy", CancellationToken.None);

        Assert.Equal((1, 0), (told, again));
        await using var unit = city.As();
        var message = await unit.Get<FunengDb>().Set<Notification>().SingleAsync(notification => notification.Account == 77, TestContext.Current.CancellationToken);
        Assert.Equal(("可以享受：一次性扩岗补助，4,500 元", "/policies/cn-graduate-hiring"), (message.Title, message.Link));
        var pushes = await unit.Get<FunengDb>().Set<OutgoingNotice>().Where(notice => notice.Channel == NoticeChannel.Hook).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("https://own.example/push", message.Title, 23), Assert.Single(pushes.Select(push => (push.Address, push.Title, city.Service<CityProfile>().Local(push.NotBefore).Hour))));
        var mail = await unit.Get<FunengDb>().Set<OutgoingNotice>().SingleAsync(notice => notice.Channel == NoticeChannel.Mail, TestContext.Current.CancellationToken);
        Assert.Equal((NoticeChannel.Mail, "boss@example.cn", message.Title, 23), (mail.Channel, mail.Address, mail.Title, city.Service<CityProfile>().Local(mail.NotBefore).Hour));
        Assert.Null(await city.As(Role.Enterprise, Scope.OfOrganization(subject)).Get<TellEnterprises>().RunAsync("cn-graduate-hiring/subsidy", CancellationToken.None));
    }

    [Theory]
    [OnBothDatabases]
    public async Task Whoever_follows_a_policy_hears_once_of_each_change_which_clause_it_touches(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var rules = CopyRules();
        await AccountAsync(city, 78, null);
        await using (var reader = city.As(Role.Enterprise, id: 78)) Assert.True(await reader.Get<FollowPolicy>().RunAsync("zb-above-scale-award", true, CancellationToken.None));
        var file = Path.Combine(rules, "policies", "zb-above-scale-award", "policy.yaml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("给予一次性奖励。", "给予一次性奖励，次年兑现。", StringComparison.Ordinal).Replace("10 * 万元", "12 * 万元", StringComparison.Ordinal));

        await using (var next = city.Next(rules))
        {
            await next.StartAgainAsync();
            await next.StartAgainAsync();
            await using var seen = next.As();
            var change = (await seen.Get<ReadChanges>().RunAsync(next.Service<PolicyBook>().Find("zb-above-scale-award")!, CancellationToken.None))!;
            var clause = Assert.Single(change.Clauses);
            Assert.EndsWith("给予一次性奖励，次年兑现。", clause.Now, StringComparison.Ordinal);
            Assert.Equal(clause.Now.Replace("，次年兑现", "", StringComparison.Ordinal), clause.Before);
        }

        // Going back to the older text is a change again.
        await city.StartAgainAsync();
        await using var unit = city.As();
        var told = await unit.Get<FunengDb>().Set<Notification>().Where(notification => notification.Account == 78).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, told.Count);
        Assert.All(told, one => Assert.Equal("政策有变化：“小升规”企业奖励（首次升规有修改；“首次升规奖励”的金额有变化）", one.Title));
        Directory.Delete(rules, recursive: true);
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_tax_not_owed_is_no_money_on_the_account_and_what_is_paid_to_another_is_offered_to_nobody(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, "A", "370303001", ("rdExpense", 1_000_000), ("taxableIncome", 20_000_000), ("employees", 400), ("totalAssets", 90_000_000), ("industryCode", "2614"), ("graduatesHired", 3));
        await using var unit = city.As();

        var match = (await unit.Get<MatchEnterprise>().RunAsync("A", false, CancellationToken.None))!;

        Assert.Equal("cn-graduate-hiring/subsidy", Assert.Single(match.Bundle.Taken).Benefit);
        Assert.Equal(("cn-rd-super-deduction/deduction", 150_000m), (match.Relief.Taken.Single().Benefit, match.Relief.Total));
        Assert.DoesNotContain(match.Now.Concat(match.Open).Concat(match.Not), standing => standing.Rule.Benefit.Id == "sd-renovation-loan/guarantee");
    }

    [Theory]
    [OnBothDatabases]
    public async Task One_more_fact_is_asked_for_only_where_it_alone_decides_and_the_place_comes_first(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, "nowhere", null, ("exportValue", 5_000_000), ("notOnDishonestyList", true));
        await using var unit = city.As();

        var match = (await unit.Get<MatchEnterprise>().RunAsync("nowhere", false, CancellationToken.None))!;

        Assert.Equal(match.Open.Count(standing => standing.IsHere is null), match.WithoutPlace);
        Assert.True(match.WithoutPlace > 0 && match.Decidable < match.Open.Count, $"{match.WithoutPlace}, {match.Decidable} of {match.Open.Count}");
        Assert.All(match.Asked, asked => Assert.All(asked.Benefits, standing => Assert.True(standing.IsHere == true && standing.Verdict.Missing.Any(fact => fact.DecidesAlone && fact.Definition == asked.Fact))));
    }

    [Theory]
    [OnBothDatabases]
    public async Task Of_each_benefit_that_lacks_facts_every_one_is_named_and_what_several_lack_comes_first(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, "A", "370303001", ("exportValue", 5_000_000));
        await using var unit = city.As();

        var match = (await unit.Get<MatchEnterprise>().RunAsync("A", false, CancellationToken.None))!;

        Assert.Equal(match.Open, match.Lacking.Select(lacking => lacking.Standing));
        Assert.Contains(match.Lacking, lacking => lacking.Facts.Count > 1);
        // Last year's booth fee, and whether it is on no list of the dishonest: both, and nothing that is computed.
        Assert.Equal(["上年度参展展位费", "未列入经营异常或严重失信名单"], match.Lacking.Single(lacking => lacking.Standing.Rule.Benefit.Id == "zb-trade-support/booth").Facts.Select(fact => fact.Label).Order(StringComparer.Ordinal));
        Assert.Equal(match.Lacking.OrderByDescending(lacking => lacking.AtStake).Select(lacking => lacking.AtStake), match.Lacking.Select(lacking => lacking.AtStake));
        Assert.All(match.Lacking, lacking => Assert.NotEmpty(lacking.Facts));
        var view = await unit.Get<Funeng.Modules.Cultivation.TierDecision>().ViewAsync(match.Enterprise.Id, match.On, CancellationToken.None);
        Assert.All(match.Lacking.SelectMany(lacking => lacking.Facts), fact => Assert.Null(view.Find(fact)));

        Assert.All(match.Shared, shared => Assert.Equal(match.Lacking.Count(lacking => lacking.Facts.Contains(shared.Fact)), shared.Benefits.Count));
        Assert.Equal(match.Shared.OrderByDescending(shared => shared.Benefits.Count).ThenByDescending(shared => shared.AtStake).Select(shared => shared.Fact.Key), match.Shared.Select(shared => shared.Fact.Key));
        Assert.Contains(match.Shared, shared => shared.Fact.Key == "notOnDishonestyList" && shared.Benefits.Count > 5);
    }

    [Theory]
    [OnBothDatabases]
    public async Task Nobody_is_told_of_what_nobody_can_have_and_a_locked_account_is_not_reached(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await FileAsync(city, "A", "370303001", ("graduatesHired", 3), ("leaseContract", 5_000_000));
        await AccountAsync(city, 79, subject, lockedUntil: DateTimeOffset.MaxValue);
        await using var unit = city.As(Role.BureauOfficer);
        var tell = unit.Get<TellEnterprises>();

        var elsewhere = (await tell.ReadAsync("gd-lease-subsidy/subsidy", CancellationToken.None))!;
        var another = (await tell.ReadAsync("sd-renovation-loan/guarantee", CancellationToken.None))!;
        var locked = (await tell.ReadAsync("cn-graduate-hiring/subsidy", CancellationToken.None))!;

        Assert.Equal(("这是外地做法，只作样式，本市企业不能享受。", 0), (elsewhere.Closed, elsewhere.Rows.Count));
        Assert.Contains("担保机构", another.Closed, StringComparison.Ordinal);
        Assert.Null(await tell.RunAsync("sd-renovation-loan/guarantee", CancellationToken.None));
        Assert.False(Assert.Single(locked.Rows).HasAccount);
        Assert.Equal(0, await tell.RunAsync("cn-graduate-hiring/subsidy", CancellationToken.None));
    }

    private static AmountRange? Amount(IReadOnlyList<BenefitStanding> standings, string benefit) => standings.Single(standing => standing.Rule.Benefit.Id == benefit).Amount;

    private static async Task<BenefitStanding> DirectAsync(AsyncServiceScope unit, BenefitRule rule, long subject)
    {
        var facts = await unit.Get<FactReader>().LoadSubjectAsync(subject, null, CancellationToken.None);
        var standing = DecideBenefits.Of(rule, unit.Get<PolicyBook>().Rules.View(facts, new DateOnly(2026, 6, 30)), "370302001");
        Assert.Equal(Outcome.Met, standing.Outcome);
        return standing;
    }

    internal static async Task AccountAsync(TestInstallation city, long id, long? organization, DateTimeOffset? lockedUntil = null)
    {
        await using var unit = city.As();
        var db = unit.Get<FunengDb>();
        db.Add(new Account
        {
            Id = id, UserName = $"user{id}", NormalizedUserName = $"USER{id}", DisplayName = "企业", Role = Role.Enterprise, Organization = organization,
            LockoutEnd = lockedUntil, SecurityStamp = "s", ConcurrencyStamp = "c", CreatedAt = city.Time.GetUtcNow(),
        });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    internal static string CopyRules()
    {
        var from = Architecture.Repository.Folder("rules");
        var to = Directory.CreateTempSubdirectory("funeng-rules-").FullName;
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return to;
    }

    private static async Task<long> FileAsync(TestInstallation city, string code, string? region, params (string Key, object Value)[] facts)
    {
        await using var unit = city.As();
        var subject = await unit.Get<SubjectDirectory>().EnsureAsync(new NewSubject(Subject.Enterprise, code, code + "公司", region), CancellationToken.None);
        var catalogue = unit.Get<FactCatalogue>();
        foreach (var period in facts.GroupBy(fact => catalogue.Get(fact.Key).IsPerYear ? new Period(fact.Key == "graduatesHired" ? 2026 : 2025) : Period.State))
            await unit.Get<FactStore>().RecordAsync(
                new NewFiling(subject.Id, period.Key, "authority", [.. period.Select(fact => new FiledValue(fact.Key, fact.Value is bool flag ? FeelValue.From(flag) : fact.Value is string text ? FeelValue.From(text) : FeelValue.From((long)(int)fact.Value)))]), CancellationToken.None);
        await unit.Get<FactStore>().PublishAsync(CancellationToken.None);
        return subject.Id;
    }
}
