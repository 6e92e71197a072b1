using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Browse;
using Funeng.Modules.Tests.Policies;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>Every payment names its rule: the text behind the name is read and decides the same when library and facts have moved on.</summary>
public sealed class AwardRuleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task The_rule_an_award_names_gives_its_amount_when_the_library_and_the_facts_have_moved_on(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await TradeFund.FileAsync(city);
        var batch = await city.ComputeAsync();
        var rules = MatchEnterpriseTests.CopyRules();
        var file = Path.Combine(rules, "policies", Awarding.Fund, "policy.yaml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("上年度参展展位费 * 0.7", "上年度参展展位费 * 0.2", StringComparison.Ordinal).Replace("上年度未成行展会展位费 > 0", "上年度未成行展会展位费 > 1000000", StringComparison.Ordinal));
        File.AppendAllText(Path.Combine(rules, "facts.yaml"), "\n# 目录此后有改动\n");
        city.Time.Now = city.Time.Now.AddDays(400);
        await CorrectAsync(city, "F060");

        await using var next = city.Next(rules);
        await next.StartAgainAsync();
        await using var unit = next.AsOfficer();
        var awards = await unit.Get<RedemptionSight>().Awards().AsNoTracking().Where(award => award.Batch == batch).ToListAsync(Cancellation);
        var replayed = new List<ReplayedAward>();
        foreach (var award in awards) replayed.Add((await unit.Get<ReplayAward>().RunAsync(award.Id, Cancellation))!);

        Assert.Equal(TradeFund.Enterprises, replayed.Count);
        Assert.All(replayed, one => Assert.True(one.IsSame, one.Award.Code));
        var booth = replayed.First(one => one.Award.Benefit == Awarding.Fund + "/booth");
        Assert.Contains("0.7", booth.Rule!.AmountRule, StringComparison.Ordinal);
        Assert.Equal(booth.Award.RuleSha256, booth.Rule.Rule.Pack.Text.Sha256);
        Assert.False(next.Service<PolicyBook>().FindBenefit(booth.Award.Benefit)!.Pack.Names(booth.Award.RuleSha256));
        Directory.Delete(rules, recursive: true);
    }

    [Theory, OnBothDatabases]
    public async Task A_rule_that_leans_on_a_standard_is_kept_with_the_standard_of_its_time(DatabaseKind kind)
    {
        const string refund = "cn-stable-jobs-refund/refund";
        await using var city = await TestInstallation.StartAsync(kind);
        var rule = city.Service<PolicyBook>().FindBenefit(refund)!;
        Assert.NotEmpty(rule.Pack.LeansOn);
        await using (var unit = city.As()) await unit.Get<AwardBook>().RememberAsync([rule, rule], Cancellation);
        await using (var unit = city.As()) await unit.Get<AwardBook>().RememberAsync([rule], Cancellation);
        var rules = MatchEnterpriseTests.CopyRules();
        File.AppendAllText(Path.Combine(rules, "facts.yaml"), "\n# 目录此后有改动\n");

        await using var next = city.Next(rules);
        await next.StartAgainAsync();
        var kept = (await next.Service<BenefitArchive>().FindAsync(rule.Pack.Sha256, refund, Cancellation))!;

        // 950 people and 500 million of revenue in industry are 中型; 1,200 are 大型, and get the lower share.
        Assert.Equal(1, await city.CountAsync($"select count(*) from rule_closure where sha256 = '{rule.Pack.Sha256}'"));
        foreach (var (people, amount) in new[] { (950L, 60_000m), (1_200L, 30_000m) })
        {
            var standing = kept.Decide(Known(city.Service<FactCatalogue>(), people), new DateOnly(2026, 3, 2), "370303001");
            Assert.Equal((Outcome.Met, amount), (standing.Outcome, standing.Amount!.Low));
        }

        Assert.Null(await next.Service<BenefitArchive>().FindAsync(new string('0', 64), refund, Cancellation));
        Directory.Delete(rules, recursive: true);
    }

    [Fact]
    public async Task Whoever_does_not_see_an_award_does_not_open_its_rule()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await TradeFund.FileAsync(city);
        await city.ComputeAsync(null, "supplies");
        var award = await city.CountAsync("select id from redemption_award");

        await using var elsewhere = city.As(Role.TownshipClerk, Scope.OfRegions("370305"));
        await using var officer = city.AsOfficer();

        Assert.Null(await elsewhere.Get<ReplayAward>().RunAsync(award, Cancellation));
        Assert.True((await officer.Get<ReplayAward>().RunAsync(award, Cancellation))!.IsSame);
    }

    private static SubjectFacts Known(FactCatalogue catalogue, long people)
    {
        var builder = new SubjectFacts.Builder(catalogue);
        foreach (var (key, value) in new (string, FeelValue)[] { ("industryCode", FeelValue.From("2614")), ("employees", FeelValue.From(people)), ("revenue", FeelValue.From(500_000_000L)), ("layoffRate", FeelValue.From(0L)), ("unemploymentInsurance", FeelValue.From(100_000L)) })
            builder.Add(new Fact(catalogue.Get(key), value, catalogue.Get(key).IsPerYear ? new Period(2025) : Period.State, FilingRef.Assumed, DateTimeOffset.UnixEpoch));
        return builder.Build();
    }

    private static async Task CorrectAsync(TestInstallation city, string code)
    {
        var subject = await city.SubjectAsync(code);
        await using var unit = city.As();
        await unit.Get<FactStore>().RecordAsync(new NewFiling(subject.Id, new Period(2019), "authority", [new FiledValue("boothFee", FeelValue.From(1L))]), Cancellation);
        await unit.Get<FactStore>().PublishAsync(Cancellation);
    }
}
