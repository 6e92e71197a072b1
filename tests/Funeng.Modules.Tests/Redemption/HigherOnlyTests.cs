using System.Globalization;
using Funeng.Engines.Benefits;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
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
        ];
        foreach (var (chain, order) in chains.SelectMany(chain => Orders(chain.Length).Select(order => (chain, order))))
        {
            var offers = chain.GroupBy(one => one.Benefit).Select(group => new BenefitOffer(group.Key, group.Sum(one => one.Yuan))).ToList();
            var best = BestBundle.Find(offers, new BenefitRelations([.. book.Relations.All.Where(relation => relation.Kind == RelationKind.HigherOnly)], [])).Total;
            var held = new List<HeldAward>();
            foreach (var at in order.Concat(order).Concat(order))
            {
                var (benefit, item, yuan) = chain[at];
                if (held.Exists(award => award.Benefit == benefit && award.Item == item)) continue;
                var room = limits.RoomFor(book.FindBenefit(benefit)!.Benefit, "2026", item, 2026, yuan * 100, held);
                Assert.InRange(held.Sum(award => award.Fen) + room.Fen, 0, (long)best * 100);
                if (room.Fen > 0) held.Add(new HeldAward(held.Count + 1, benefit, benefit, "2026", item, 2026, room.Fen, AwardState.Paid) { CountedFen = room.CountedFen, CountedOf = room.CountedOf });
            }

            Assert.True(chain == chains[1] || held.Sum(award => award.Fen) == (long)best * 100, $"{string.Join(", ", order.Select(at => chain[at]))}: {held.Sum(award => award.Fen) / 100}, best {best}");
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
