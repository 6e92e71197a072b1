using Funeng.Engines.Effects;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies.Effect;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Tests.Redemption;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Policies;

/// <summary>
/// Seventy enterprises of one trade and county: twenty-six became 专精特新 in 2025 and grew by a fifth more that year, all grew alike before; four have
/// no revenue filed for 2024.
/// </summary>
public sealed class EffectTests
{
    private const string Benefit = "zb-specialised-award/specialised";

    private static readonly EffectQuestion Anything = new(null, null, null);

    [Theory]
    [OnBothDatabases]
    public async Task Holders_of_a_new_title_stand_against_enterprises_like_them_and_payments_take_the_place_of_titles(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        await using var unit = city.As();

        var view = (await unit.Get<MeasureEffect>().RunAsync(Benefit, Anything, CancellationToken.None))!;

        Assert.Equal((RecipientSource.Titles, new EffectSpan(2025, 2024, 2025), 26), (view.Source, view.Span, view.Recipients));
        Assert.Equal(EffectVerdict.Better, view.Finding!.Verdict);
        Assert.InRange(Math.Log(1.2), view.Finding.Estimate.Low, view.Finding.Estimate.High);
        Assert.Equal((25, 41), (view.Finding.Estimate.Got, view.Others));
        Assert.Equal(["营业收入", "企业年龄", "上一年营业收入增长"], view.Measures);
        Assert.All(view.Pairs, pair => Assert.All(pair.Compared, one => Assert.StartsWith("O", one.Code)));
        // What has figures of the years and can grow by shares; not what nobody filed, nor what may be a loss.
        Assert.Equal(["revenue", "taxesPaid"], view.Outcomes.Select(fact => fact.Key));
        var tax = (await unit.Get<MeasureEffect>().RunAsync(Benefit, new EffectQuestion(null, "taxesPaid", null), CancellationToken.None))!;
        Assert.Equal(("taxesPaid", EffectVerdict.Better), (tax.Outcome.Key, tax.Finding!.Verdict));
        await using var elsewhere = city.As(Role.TownshipClerk, Scope.OfRegions("370302"));
        Assert.Empty((await elsewhere.Get<MeasureEffect>().RunAsync(Benefit, Anything, CancellationToken.None))!.Years);

        await PayAsync(city, "O50");
        var paid = (await unit.Get<MeasureEffect>().RunAsync(Benefit, Anything, CancellationToken.None))!;
        Assert.Equal((RecipientSource.Paid, 1, EffectVerdict.TooFew), (paid.Source, paid.Recipients, paid.Finding!.Verdict));
    }

    [Fact]
    public async Task Nobody_known_to_have_it_or_nobody_allowed_to_ask_is_no_effect()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using var unit = city.As();
        await using var enterprise = city.As(Role.Enterprise, Scope.OfOrganization(1));

        var view = (await unit.Get<MeasureEffect>().RunAsync("zb-trade-support/booth", Anything, CancellationToken.None))!;

        Assert.Equal((RecipientSource.Unknown, 0), (view.Source, view.Years.Count));
        Assert.Null(view.Finding);
        Assert.Null(await enterprise.Get<MeasureEffect>().RunAsync(Benefit, Anything, CancellationToken.None));
        Assert.Null(await unit.Get<MeasureEffect>().RunAsync("no/such", Anything, CancellationToken.None));
    }

    private static async Task PayAsync(TestInstallation city, string code)
    {
        var enterprise = await Awarding.EnterpriseAsync(city, code);
        await using var unit = city.As();
        var db = unit.Get<FunengDb>();
        db.Add(new Award
        {
            Id = 1, Policy = "zb-specialised-award", Benefit = Benefit, Title = "奖励", Subject = enterprise.Id, Code = code, Name = code, Period = "2025", Item = "", ItemTitle = "",
            AmountFen = 100, How = "定额", RuleSha256 = "s", DecidedOn = new DateOnly(2025, 3, 1), FactsKnownAt = city.Time.GetUtcNow(), Facts = "[]", Origin = AwardOrigin.NoApplication,
            OriginKey = "1", State = AwardState.Paid, PaidOn = new DateOnly(2025, 6, 1), ProposedAt = city.Time.GetUtcNow(),
        });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<TestInstallation> CityAsync(DatabaseKind kind)
    {
        var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        var (directory, facts) = (unit.Get<SubjectDirectory>(), unit.Get<FactStore>());
        var random = new Random(3);
        for (var number = 0; number < 70; number++)
        {
            var got = number < 26;
            var code = $"{(got ? "G" : "O")}{number:00}";
            var subject = await directory.EnsureAsync(new NewSubject(Subject.Enterprise, code, code + "公司", "370303001"), CancellationToken.None);
            var revenue = 50_000_000 * Math.Exp(random.NextDouble());
            for (var year = 2022; year <= 2025; year++)
            {
                if (year > 2022) revenue *= Math.Exp(0.05 + (0.1 * (random.NextDouble() - 0.5))) * (got && year == 2025 ? 1.2 : 1);
                if (year == 2024 && number % 20 == 7) continue;
                await facts.RecordAsync(new NewFiling(subject.Id, new Period(year), "authority", [new FiledValue("revenue", FeelValue.From((long)revenue)), new FiledValue("taxesPaid", FeelValue.From((long)revenue / 20)), new FiledValue("netProfit", FeelValue.From(1L))]), CancellationToken.None);
            }

            await facts.RecordAsync(new NewFiling(subject.Id, Period.State, "authority", [new FiledValue("industryCode", FeelValue.From("2614")), new FiledValue("foundedOn", FeelValue.From(new DateOnly(2010, 1, 1)))]), CancellationToken.None);
            if (got) facts.Record(new NewTitleGrant(subject.Id, "sme-specialised-2022", "2025年", new DateOnly(2025, 2, 1), null, "authority"));
        }

        await facts.PublishAsync(CancellationToken.None);
        return city;
    }
}
