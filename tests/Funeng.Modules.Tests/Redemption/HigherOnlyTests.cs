using System.Globalization;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>就高不重复: in a year an enterprise gets what the highest gives, and no more.</summary>
public sealed class HigherOnlyTests
{
    private const string Low = "zb-specialised-award/specialised", Middle = "zb-specialised-award/little-giant", High = "zb-specialised-award/champion", Province = "sd-specialised-award/award";

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
        // The lower one of the province is no more than what was had; in a later year neither, although what the middle one paid was only a difference.
        Assert.Contains("不低于", Refused(await ProposeAsync(city, Of(city, enterprise, Province, 300_000))), StringComparison.Ordinal);
        Assert.Contains("不低于", Refused(await ProposeAsync(city, Of(city, enterprise, Province, 500_000, year: 2027))), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_lower_one_that_is_not_paid_yet_is_paid_or_refused_first(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        var low = Assert.IsType<AwardResult.Proposed>(await ProposeAsync(city, Of(city, enterprise, Low, 200_000))).Award;

        foreach (var state in new[] { AwardState.Proposed, AwardState.Queued, AwardState.Approved, AwardState.Ordered })
        {
            await city.ExecuteAsync($"update redemption_award set state = '{state}' where id = {low.Id}");
            var why = Refused(await ProposeAsync(city, Of(city, enterprise, Middle, 500_000)));
            Assert.Contains("到账以后补差 30 万元", why, StringComparison.Ordinal);
            Assert.Contains("按全额 50 万元", why, StringComparison.Ordinal);
        }

        await city.ExecuteAsync($"update redemption_award set state = 'Refused' where id = {low.Id}");
        Assert.Equal(500_000m, Assert.IsType<AwardResult.Proposed>(await ProposeAsync(city, Of(city, enterprise, Middle, 500_000))).Award.Amount);
        // And back: of the lower one nothing is left.
        Assert.Contains("不低于", Refused(await ProposeAsync(city, Of(city, enterprise, Low, 200_000) with { OriginKey = "SQ-2" })), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task However_many_ask_at_one_moment_no_more_is_given_than_the_highest(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.EnterpriseAsync("A");
        await PaidAsync(city, Of(city, enterprise, Low, 200_000));

        (string Benefit, decimal Yuan)[] asked = [(Middle, 500_000), (Province, 300_000), (High, 1_000_000), (Middle, 500_000), (Province, 300_000), (High, 1_000_000)];
        await Task.WhenAll(asked.Select(one => Task.Run(() => ProposeAsync(city, Of(city, enterprise, one.Benefit, one.Yuan)), Cancellation)));

        // The champion's award and that of the province do not exclude each other: the highest of what does is not passed.
        foreach (var pair in new[] { $"'{Low}', '{Middle}', '{High}'", $"'{Low}', '{Province}', '{Middle}'" })
            Assert.InRange(await city.CountAsync($"select sum(amount_fen) from redemption_award where benefit in ({pair})"), 20_000_001, pair.Contains(High, StringComparison.Ordinal) ? 100_000_000 : 50_000_000);
    }

    private static NewAward Of(TestInstallation city, Modules.Facts.Subject enterprise, string benefit, decimal yuan, int year = 2026) =>
        Awarding.Of(city, enterprise, yuan, benefit) with { Period = year.ToString(CultureInfo.InvariantCulture), DecidedOn = new DateOnly(year, 6, 1) };

    private static string Refused(AwardResult result) => Assert.Single(Assert.IsType<AwardResult.Refused>(result).Problems).Message;

    private static async Task<Award> PaidAsync(TestInstallation city, NewAward award)
    {
        var made = Assert.IsType<AwardResult.Proposed>(await ProposeAsync(city, award)).Award;
        await city.ExecuteAsync($"update redemption_award set state = 'Paid' where id = {made.Id}");
        return made;
    }

    private static async Task<AwardResult> ProposeAsync(TestInstallation city, NewAward award)
    {
        while (true)
        {
            await using var unit = city.As();
            var result = await unit.Get<AwardBook>().ProposeAsync(award, Cancellation);
            try
            {
                await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
                return result;
            }
            catch (Exception problem) when (WriteCollision.Is(problem))
            {
                // Somebody else was faster: ask again.
            }
        }
    }
}
