using Funeng.Engines.Benefits;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Simulate;
using Funeng.Modules.Tests.Support;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Policies;

/// <summary>A draft beside what stands: A exports and had booths, B too and is on a black list.</summary>
public sealed class ClashTests
{
    private const string Draft = "draft/booth", Standing = "zb-trade-support/booth", Old = "zb-trade-fund-2020/booth";

    [Theory, OnBothDatabases]
    public async Task What_another_always_pays_better_is_taken_by_nobody(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);

        var dominated = Assert.Single(await FindAsync(city, Rule(city, [new(Draft, RelationKind.Exclusive, Standing)], amount: "上年度参展展位费 * 0.4")));
        var better = await FindAsync(city, Rule(city, [new(Draft, RelationKind.Exclusive, Standing)], amount: "上年度参展展位费 * 0.6"));

        Assert.Equal((ClashKind.Dominated, Standing, 1, "A"), (dominated.Kind, dominated.Other.Benefit.Id, dominated.Concerned, dominated.Witness!.Code));
        Assert.Empty(better);
    }

    [Theory, OnBothDatabases]
    public async Task Referring_to_what_is_out_of_force_shows_at_somebody_who_would_be_paid(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);

        var clashes = await FindAsync(city, Rule(city, [new(Draft, RelationKind.Needs, Old), new(Draft, RelationKind.Exclusive, Standing)]));

        var expired = Assert.Single(clashes, clash => clash.Kind == ClashKind.Expired);
        Assert.Equal((Old, 1, "A"), (expired.Other.Benefit.Id, expired.Concerned, expired.Witness!.Code));
    }

    [Theory, OnBothDatabases]
    public async Task To_need_and_to_exclude_is_a_contradiction_also_at_one_remove(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);

        var direct = await FindAsync(city, Rule(city, [new(Draft, RelationKind.Needs, Standing), new(Draft, RelationKind.Exclusive, Standing)]));
        var second = await FindAsync(city, Rule(city, [new(Draft, RelationKind.Needs, "cn-high-tech-cit/rate"), new(Draft, RelationKind.Needs, "cn-small-profit-cit/rate"), new(Draft, RelationKind.Needs, Standing)]));
        var remove = await FindAsync(city, Rule(city, [new(Draft, RelationKind.Needs, "zb-listing-award/accepted"), new(Draft, RelationKind.Exclusive, "zb-listing-award/tutoring"), new(Draft, RelationKind.Needs, Standing)]));

        var found = Assert.Single(direct, clash => clash.Kind == ClashKind.Contradiction);
        Assert.Equal((Standing, 1, "A"), (found.Other.Benefit.Id, found.Concerned, found.Witness!.Code));
        Assert.Contains("又与它互斥", found.Why, StringComparison.Ordinal);
        Assert.Contains(second, clash => clash.Kind == ClashKind.Contradiction && clash.Why.Contains("又要先享受与它互斥的", StringComparison.Ordinal));
        Assert.Contains(remove, clash => clash is { Kind: ClashKind.Contradiction, Other.Benefit.Id: "zb-listing-award/tutoring" });
    }

    [Theory, OnBothDatabases]
    public async Task Conditions_that_no_value_of_a_fact_can_meet_are_a_contradiction_with_whoever_meets_the_own_ones(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        IReadOnlyList<BenefitRelation> needs = [new(Draft, RelationKind.Needs, Standing)];

        var black = Assert.Single(await FindAsync(city, Rule(city, needs, conditions: ["上年度参展展位费 > 0", "未列入经营异常或严重失信名单 = false"])), clash => clash.Kind == ClashKind.Contradiction);
        var none = await FindAsync(city, Rule(city, needs, conditions: ["上年度出口额 <= 0"]));
        var own = await FindAsync(city, Rule(city, [], conditions: ["上年度出口额 >= 500 * 万元", "上年度出口额 < 300 * 万元"]));
        var either = await FindAsync(city, Rule(city, needs, conditions: ["上年度出口额 >= 500 * 万元 or 上年度出口额 <= 0"]));

        Assert.Equal((Standing, 1, "B"), (black.Other.Benefit.Id, black.Concerned, black.Witness!.Code));
        Assert.Contains("不能在同一天成立", black.Why, StringComparison.Ordinal);
        Assert.Contains("出口额", Assert.Single(none, clash => clash.Kind == ClashKind.Contradiction).Why, StringComparison.Ordinal);
        Assert.Equal((Draft, 0, null), Assert.Single(own, clash => clash.Kind == ClashKind.Contradiction) is var clash ? (clash.Other.Benefit.Id, clash.Concerned, clash.Witness?.Code) : default);
        Assert.DoesNotContain(either, one => one.Kind == ClashKind.Contradiction);
    }

    [Theory, OnBothDatabases]
    public async Task Two_codes_of_one_list_are_a_contradiction_and_one_that_both_allow_is_none(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        var grade = city.Service<PolicyBook>().Rules.Catalogue.Get("newEconomyGrade");
        var (first, second, third) = (grade.Choices[0].Code, grade.Choices[1].Code, grade.Choices[2].Code);

        var apart = await FindAsync(city, Rule(city, [], conditions: [$"{grade.Name} = \"{first}\"", $"{grade.Name} in (\"{second}\", \"{third}\")"]));
        var shared = await FindAsync(city, Rule(city, [], conditions: [$"{grade.Name} in (\"{first}\", \"{second}\")", $"{grade.Name} in (\"{second}\", \"{third}\")"]));

        Assert.Contains(grade.Label, Assert.Single(apart, clash => clash.Kind == ClashKind.Contradiction).Why, StringComparison.Ordinal);
        Assert.DoesNotContain(shared, clash => clash.Kind == ClashKind.Contradiction);
    }

    [Fact]
    public async Task No_policy_of_the_library_contradicts_itself()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var book = city.Service<PolicyBook>();

        Assert.Empty(book.InForce(new DateOnly(2026, 3, 2)).SelectMany(rule => new BenefitContradictions(book, book.Relations, new DateOnly(2026, 3, 2)).Of(rule).Select(found => $"{rule.Benefit.Id}: {found.Other.Benefit.Id} {found.Why}")));
    }

    private static async Task<TestInstallation> CityAsync(DatabaseKind kind)
    {
        var city = await TestInstallation.StartAsync(kind);
        await city.FirmAsync("A", "370303001", ("exportValue", 5_000_000), ("boothFee", 50_000), ("notOnDishonestyList", true));
        await city.FirmAsync("B", "370303001", ("exportValue", 5_000_000), ("boothFee", 50_000), ("notOnDishonestyList", false));
        return city;
    }

    private static BenefitRule Rule(TestInstallation city, IReadOnlyList<BenefitRelation> relations, string? amount = null, IReadOnlyList<string>? conditions = null)
    {
        var book = city.Service<PolicyBook>();
        var standing = book.FindBenefit(Standing)!;
        var benefit = standing.Benefit with
        {
            Id = Draft, Relations = relations, Amount = amount ?? standing.Benefit.Amount, Conditions = conditions is null ? standing.Benefit.Conditions : [.. conditions.Select(rule => new BenefitCondition(rule, rule, "c1", "text"))],
        };
        return new BenefitCompiler(book.Rules).Compile(standing.Policy, benefit, "").Rule!;
    }

    private static async Task<IReadOnlyList<Clash>> FindAsync(TestInstallation city, BenefitRule rule)
    {
        await using var unit = city.As();
        return await unit.Get<FindClashes>().RunAsync(rule, Cancellation);
    }
}
