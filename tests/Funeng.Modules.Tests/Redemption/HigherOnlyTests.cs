using System.Globalization;
using Funeng.Engines.Benefits;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Match;
using Funeng.Modules.Redemption.Aftercare;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>就高不重复: in a year an enterprise gets what the highest gives, and no more.</summary>
public sealed class HigherOnlyTests
{
    private const string Low = "zb-specialised-award/specialised", Middle = "zb-specialised-award/little-giant", High = "zb-specialised-award/champion", Province = "sd-specialised-award/award",
        Grade = "zb-new-economy-12/grade-award", Gazelle = "sd-gazelle-award/gazelle";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task The_higher_one_pays_the_difference_to_the_lower_ones_that_were_paid(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");

        Assert.Equal(200_000m, (await PaidAsync(city, Of(city, enterprise, Low, 200_000))).Amount);
        var middle = await PaidAsync(city, Of(city, enterprise, Middle, 500_000));
        var high = await PaidAsync(city, Of(city, enterprise, High, 1_000_000));

        Assert.Equal([(300_000m, 20_000_000L), (500_000m, 50_000_000L)], new[] { middle, high }.Select(award => (award.Amount, award.CountedFen)));
        Assert.Contains("就高不重复，应得 50 万元，已得“", middle.How, StringComparison.Ordinal);
        Assert.Equal(100_000_000, await city.CountAsync("select sum(amount_fen) from redemption_award"));
        // In a later year the one of the province does not come after the middle one, although what that one paid was only a difference.
        Assert.Contains("不低于", Refused(await city.ProposeAsync(Of(city, enterprise, Province, 500_000, year: 2027))), StringComparison.Ordinal);
        // In the same year it stands beside the highest, which has counted both of what excludes it.
        Assert.Equal(300_000m, (await PaidAsync(city, Of(city, enterprise, Province, 300_000))).Amount);
    }

    [Theory, OnBothDatabases]
    public async Task A_lower_one_that_is_not_paid_yet_is_paid_or_refused_first(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        var low = Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(Of(city, enterprise, Low, 200_000))).Award;

        foreach (var state in new[] { AwardState.Proposed, AwardState.Queued, AwardState.Approved, AwardState.Ordered })
        {
            await city.ExecuteAsync($"update redemption_award set state = '{state}' where id = {low.Id}");
            var why = Refused(await city.ProposeAsync(Of(city, enterprise, Middle, 500_000)));
            Assert.Contains("到账以后补差 30 万元", why, StringComparison.Ordinal);
            Assert.Contains("按全额 50 万元", why, StringComparison.Ordinal);
        }

        await city.ExecuteAsync($"update redemption_award set state = 'Refused' where id = {low.Id}");
        Assert.Equal(500_000m, Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(Of(city, enterprise, Middle, 500_000))).Award.Amount);
        // And back: of the lower one nothing is left.
        Assert.Contains("不低于", Refused(await city.ProposeAsync(Of(city, enterprise, Low, 200_000) with { OriginKey = "SQ-2" })), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task However_many_ask_at_one_moment_no_more_is_given_than_the_highest(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        await PaidAsync(city, Of(city, enterprise, Low, 200_000));

        (string Benefit, decimal Yuan)[] asked = [(Middle, 500_000), (Province, 300_000), (High, 1_000_000), (Middle, 500_000), (Province, 300_000), (High, 1_000_000)];
        await Task.WhenAll(asked.Select(one => Task.Run(() => city.ProposeAsync(Of(city, enterprise, one.Benefit, one.Yuan)), Cancellation)));

        // The champion's award and that of the province do not exclude each other: once what is on its way is paid, both are had, and no more.
        for (var round = 0; round < 3; round++)
        {
            Assert.InRange(await city.CountAsync("select sum(amount_fen) from redemption_award"), 20_000_001, 130_000_000);
            await city.ExecuteAsync("update redemption_award set state = 'Paid'");
            foreach (var one in asked[..3]) await city.ProposeAsync(Of(city, enterprise, one.Benefit, one.Yuan));
        }

        Assert.Equal(130_000_000, await city.CountAsync("select sum(amount_fen) from redemption_award"));
    }

    [Theory, OnBothDatabases]
    public async Task What_one_award_has_counted_is_not_taken_off_another_one_again(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");

        var low = await PaidAsync(city, Of(city, enterprise, Low, 200_000));
        var province = await PaidAsync(city, Of(city, enterprise, Province, 300_000));
        var high = await PaidAsync(city, Of(city, enterprise, High, 1_000_000));
        Assert.Equal([(100_000m, $"{low.Id}"), (1_000_000m, "")], new[] { province, high }.Select(award => (award.Amount, award.CountedOf)));

        // 瞪羚 of the province, then two levels of the city: it is a part of one of them only.
        await PaidAsync(city, Of(city, enterprise, Gazelle, 500_000));
        Assert.Equal([50, 300], [(await PaidAsync(city, Of(city, enterprise, Grade, 1_000_000) with { Item = "哪吒" })).Amount / 10_000, (await PaidAsync(city, Of(city, enterprise, Grade, 3_000_000) with { Item = "准独角兽" })).Amount / 10_000]);
    }

    [Theory, OnBothDatabases]
    public async Task While_it_is_open_whether_the_other_one_counts_it_the_next_one_waits(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        await PaidAsync(city, Of(city, enterprise, Low, 200_000));
        var province = Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(Of(city, enterprise, Province, 300_000))).Award;

        var why = Refused(await city.ProposeAsync(Of(city, enterprise, High, 1_000_000)));
        Assert.Contains("到账以后按全额 100 万元 给；对它不予兑付、停止兑付的，补差 80 万元", why, StringComparison.Ordinal);
        await city.ExecuteAsync($"update redemption_award set state = 'Refused' where id = {province.Id}");
        Assert.Equal(800_000m, (await PaidAsync(city, Of(city, enterprise, High, 1_000_000))).Amount);
    }

    [Theory, OnBothDatabases]
    public async Task What_was_counted_before_it_was_kept_of_which_is_right_with_the_next_one(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        await PaidAsync(city, Of(city, enterprise, Low, 200_000));
        await PaidAsync(city, Of(city, enterprise, Province, 300_000));
        await city.ExecuteAsync("update redemption_award set counted_of = ''");

        Assert.Equal(1_000_000m, (await PaidAsync(city, Of(city, enterprise, High, 1_000_000))).Amount);
        Assert.Contains("不低于", Refused(await city.ProposeAsync(Of(city, enterprise, Middle, 500_000))), StringComparison.Ordinal);
        Assert.Equal(130_000_000, await city.CountAsync("select sum(amount_fen) from redemption_award"));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_given_once_for_each_level_is_no_part_of_a_higher_level_of_another_year(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        // Applied for, what belongs to no year is for the period 一次; that is no period both have in common.
        await PaidAsync(city, Of(city, enterprise, Low, 200_000, year: 2025) with { Period = RedemptionPeriod.Once });
        Assert.Equal(500_000m, (await PaidAsync(city, Of(city, enterprise, Middle, 500_000) with { Period = RedemptionPeriod.Once })).Amount);
        // In one year they are one.
        Assert.Equal(500_000m, (await PaidAsync(city, Of(city, enterprise, High, 1_000_000) with { Period = RedemptionPeriod.Once })).Amount);
    }

    [Theory, OnBothDatabases]
    public async Task What_came_back_of_a_lower_one_is_not_counted_and_while_it_is_claimed_the_higher_one_waits(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        var low = await PaidAsync(city, Of(city, enterprise, Low, 200_000));
        await ClaimAsync(city, low.Id, 50_000);

        var why = Refused(await city.ProposeAsync(Of(city, enterprise, Middle, 500_000)));
        Assert.Contains("其中 5 万元 正在追缴：缴清以后补差 35 万元；余额核销的，补差 30 万元", why, StringComparison.Ordinal);
        // Three came, the rest was given up: so much it has kept.
        await city.ExecuteAsync("update redemption_claim set received_fen = 3000000, state = 'WrittenOff'");
        var middle = await PaidAsync(city, Of(city, enterprise, Middle, 500_000));
        Assert.Equal((330_000m, 17_000_000L, $"{low.Id}"), (middle.Amount, middle.CountedFen, middle.CountedOf));
    }

    [Theory, OnBothDatabases]
    public async Task What_came_back_of_a_lower_one_after_the_higher_one_was_paid_is_told_to_the_office_with_the_sum(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        await PromisesTests.AccountAsync(city, 62, Role.BureauOfficer, "3703", bureau.Clerk);
        var enterprise = await city.EnterpriseAsync("A");
        var low = await PaidAsync(city, Of(city, enterprise, Low, 200_000));
        var middle = await PaidAsync(city, Of(city, enterprise, Middle, 500_000));
        await ClaimAsync(city, low.Id, 200_000);

        // While it is open nobody knows how much will be lacking.
        await city.ExecuteAsync("update redemption_claim set received_fen = 5000000");
        Assert.Equal(0, await WatchAsync(city));
        await city.ExecuteAsync("update redemption_claim set state = 'WrittenOff'");
        Assert.Equal((1, 0), (await WatchAsync(city), await WatchAsync(city)));
        Assert.Equal(1, await city.CountAsync($"select count(*) from task_item where source_kind = 'difference' and source_key = '{middle.Id}' and lead_body = {bureau.Id} and detail like '%还差 5 万元。平台不自动补付%'"));
        // All of it came after all: another sum, another task, and the first is over.
        await city.ExecuteAsync("update redemption_claim set state = 'Paid', received_fen = amount_fen");
        Assert.Equal((2, 0), (await WatchAsync(city), await WatchAsync(city)));
        Assert.Equal(1, await city.CountAsync("select count(*) from task_item where source_kind = 'difference' and state <> 'Done' and detail like '%还差 20 万元。%'"));
        // What is claimed back itself lacks nothing.
        await city.ExecuteAsync($"update redemption_award set state = 'ClawedBack' where id = {middle.Id}");
        Assert.Equal(1, await WatchAsync(city));
    }

    private static async Task<int> WatchAsync(TestInstallation city)
    {
        await using var unit = city.As();
        return await unit.Get<WatchDifferences>().RunAsync(Cancellation);
    }

    [Theory, OnBothDatabases]
    public async Task What_was_claimed_back_whole_counts_until_it_has_come(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        var low = await PaidAsync(city, Of(city, enterprise, Low, 200_000));
        await ClaimAsync(city, low.Id, 200_000);
        await city.ExecuteAsync("update redemption_award set state = 'ClawedBack'");

        Assert.Contains("正在追缴：缴清以后按全额 50 万元 给", Refused(await city.ProposeAsync(Of(city, enterprise, Middle, 500_000))), StringComparison.Ordinal);
        await city.ExecuteAsync("update redemption_claim set received_fen = amount_fen, state = 'Paid'");
        Assert.Equal((500_000m, 0L), (await PaidAsync(city, Of(city, enterprise, Middle, 500_000))) is var paid ? (paid.Amount, paid.CountedFen) : default);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_not_lower_waits_while_so_much_of_it_is_claimed_that_it_may_become_lower(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        var high = await PaidAsync(city, Of(city, enterprise, High, 1_000_000));
        await ClaimAsync(city, high.Id, 800_000);

        var why = Refused(await city.ProposeAsync(Of(city, enterprise, Middle, 500_000)));
        Assert.Contains("其中 80 万元 正在追缴：缴清以后补差 30 万元；余额核销的，没有差额可补", why, StringComparison.Ordinal);
        // Over years the same.
        Assert.Contains("缴清以后那一项低于这一项，可以再提", Refused(await city.ProposeAsync(Of(city, enterprise, Middle, 500_000, year: 2027))), StringComparison.Ordinal);
        await city.ExecuteAsync("update redemption_claim set received_fen = amount_fen, state = 'Paid'");
        Assert.Equal(300_000m, (await PaidAsync(city, Of(city, enterprise, Middle, 500_000))).Amount);
    }

    /// <summary>What the page of an enterprise adds up beside what it has is what is paid in the end, whatever it begins with.</summary>
    [Fact]
    public async Task The_bundle_beside_what_was_paid_is_what_paying_gives_at_the_most()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var (limits, book, on) = (city.Service<AwardLimits>(), city.Service<PolicyBook>(), new DateOnly(2026, 6, 1));
        (string Benefit, string Item, long Yuan)[][] chains =
        [
            [(Low, "", 20), (Middle, "", 50), (High, "", 100), (Province, "", 30)],
            [(Low, "", 90), (Middle, "", 60), (High, "", 70), (Province, "", 40)],
            [(Low, "", 50), (Middle, "", 90), (High, "", 30), (Province, "", 45)],
            [(Grade, "瞪羚", 50), (Grade, "哪吒", 100), (Grade, "准独角兽", 300), (Gazelle, "", 60)],
            [("cn-equipment-update-interest/interest", "", 60), ("sd-renovation-loan/interest", "", 50), ("zb-equipment-reward/reward", "", 40), ("zb-renovation-match/match", "", 20)],
        ];
        foreach (var (chain, first) in chains.SelectMany(chain => Enumerable.Range(-1, chain.Length + 1).Select(first => (chain, first))))
        {
            var rest = chain.Where((_, at) => at != first).Select(one => new Wanted(book.FindBenefit(one.Benefit)!.Benefit, one.Item, one.Yuan)).ToList();
            var holdings = first < 0 ? new Holdings(limits, [], []) : Had(limits, book.FindBenefit(chain[first].Benefit)!.Benefit, chain[first].Item, chain[first].Yuan, on);
            var most = Orders(rest.Count).Max(order => Enumerable.Range(0, rest.Count + 1).Max(count => Taken(holdings, [.. order.Take(count).Select(at => rest[at])], on)));
            var bundle = BundleBeside.Find(rest, holdings, book.Relations, on);
            Assert.True(bundle.Total == most, $"{string.Join(", ", chain)} after {first}: {bundle.Total}, at the most {most}");
        }
    }

    private static Holdings Had(AwardLimits limits, Benefit benefit, string item, long yuan, DateOnly on) =>
        new(limits, [new HeldAward(1, benefit.Id, benefit.Title, "2026", item, on.Year, yuan * 100, AwardState.Paid)], [new HeldBenefit(1, benefit.Id, benefit.Title, item, "2026 年", on.Year, yuan, yuan, on, "已到账")]);

    private static decimal Taken(IHoldings holdings, List<Wanted> order, DateOnly on)
    {
        var sum = 0m;
        foreach (var one in order)
        {
            if (holdings.RoomFor(one.Benefit, one.Item, on, one.Yuan) is not { Yuan: > 0 } room) continue;
            sum += room.Yuan.Value;
            holdings = holdings.With(one.Benefit, one.Item, on, room);
        }

        return sum;
    }

    private static async Task ClaimAsync(TestInstallation city, long award, decimal yuan)
    {
        var budget = await city.BudgetAsync(1_000_000, "zb-specialised-award", 2026);
        await using var unit = city.As();
        unit.Get<FunengDb>().Add(new Claim
        {
            Id = unit.Get<IdSource>().Next(), Award = award, Budget = budget, Number = "ZJ-2026-0001", AmountFen = (long)(yuan * 100), Reason = "未达承诺", How = "按比例", ClaimedOn = new(2026, 3, 1), DueOn = new(2026, 4, 1), Who = "测试",
        });
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
    }

    /// <summary>Each is asked for in turn and paid; those refused ask again when the others are paid, as the next list does.</summary>
    [Fact]
    public async Task In_whatever_order_they_come_the_best_bundle_is_paid_and_no_more()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var (limits, book) = (city.Service<AwardLimits>(), city.Service<PolicyBook>());
        (string Benefit, string Item, long Yuan)[][] chains =
        [
            [(Low, "", 20), (Middle, "", 50), (High, "", 100), (Province, "", 30)],
            // Of these none alone gives more than the lowest level, only two together: what is paid first stays, and nothing is paid beside it.
            [(Low, "", 90), (Middle, "", 60), (High, "", 70), (Province, "", 40)],
            [(Low, "", 50), (Middle, "", 90), (High, "", 30), (Province, "", 45)],
            [(Grade, "瞪羚", 50), (Grade, "哪吒", 100), (Grade, "准独角兽", 300), (Gazelle, "", 60)],
            [("cn-equipment-update-interest/interest", "", 60), ("sd-renovation-loan/interest", "", 50), ("zb-equipment-reward/reward", "", 40)],
            // What was given because of one that gives way to others gives way with it.
            [("cn-equipment-update-interest/interest", "", 60), ("sd-renovation-loan/interest", "", 50), ("zb-equipment-reward/reward", "", 40), ("zb-renovation-match/match", "", 20)],
        ];
        foreach (var (chain, order) in chains.SelectMany(chain => Orders(chain.Length).Select(order => (chain, order))))
        {
            var offers = chain.GroupBy(one => one.Benefit).Select(group => new BenefitOffer(group.Key, group.Sum(one => one.Yuan))).ToList();
            var best = BestBundle.Find(offers, new BenefitRelations([.. book.Relations.All.Where(relation => relation.Kind is RelationKind.HigherOnly or RelationKind.Needs)], [])).Total;
            var held = new List<HeldAward>();
            foreach (var at in order.Concat(order).Concat(order))
            {
                var (benefit, item, yuan) = chain[at];
                if (held.Exists(award => award.Benefit == benefit && award.Item == item)) continue;
                var room = limits.RoomFor(book.FindBenefit(benefit)!.Benefit, "2026", item, new DateOnly(2026, 6, 30), yuan * 100, held);
                Assert.InRange(held.Sum(award => award.Fen) + room.Fen, 0, (long)best * 100);
                if (room.Fen > 0) held.Add(new HeldAward(held.Count + 1, benefit, benefit, "2026", item, 2026, room.Fen, AwardState.Paid) { CountedFen = room.CountedFen, CountedOf = room.CountedOf });
            }

            Assert.True(chain == chains[1] || chain == chains[5] || held.Sum(award => award.Fen) == (long)best * 100, $"{string.Join(", ", order.Select(at => chain[at]))}: {held.Sum(award => award.Fen) / 100}, best {best}");
        }
    }

    private static IEnumerable<int[]> Orders(int count) => count == 0 ? [[]]
        : from rest in Orders(count - 1) from at in Enumerable.Range(0, count) select (int[])[.. rest[..at], count - 1, .. rest[at..]];

    private static NewAward Of(TestInstallation city, Modules.Facts.Subject enterprise, string benefit, decimal yuan, int year = 2026) =>
        Awarding.Of(city, enterprise, yuan, benefit) with { Period = year.ToString(CultureInfo.InvariantCulture), DecidedOn = new DateOnly(year, 6, 1) };

    private static string Refused(AwardResult result) => Assert.Single(Assert.IsType<AwardResult.Refused>(result).Problems).Message;

    private static async Task<Award> PaidAsync(TestInstallation city, NewAward award)
    {
        var made = Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(award)).Award;
        await city.ExecuteAsync($"update redemption_award set state = 'Paid' where id = {made.Id}");
        return made;
    }
}
