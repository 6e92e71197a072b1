using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Match;
using Funeng.Modules.Tests.Support;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Policies;

/// <summary>What is kept for the whole city follows each filing: nobody has to compute it anew for a benefit to move from one column to the next.</summary>
public sealed class FollowsFilingsTests
{
    [Theory, OnBothDatabases]
    public async Task A_fact_that_is_filed_moves_a_benefit_from_unknown_to_entitled_and_a_correction_takes_it_away(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.ExporterAsync("A");
        var firm = await city.FirmAsync("B", "370303001", ("exportValue", 5_000_000), ("notOnDishonestyList", true));

        Assert.Equal(("A", 1), await ListAsync(city));
        Assert.Equal("open", await OwnAsync(city));

        await FileAsync(city, firm, 20_000);
        Assert.Equal(("B A", 0), await ListAsync(city));
        Assert.Equal("now", await OwnAsync(city));

        await FileAsync(city, firm, 0);
        Assert.Equal(("A", 0), await ListAsync(city));
        Assert.Equal("not", await OwnAsync(city));
    }

    private static async Task FileAsync(TestInstallation city, long firm, long yuan)
    {
        city.Time.Now = city.Time.Now.AddMinutes(1);
        await using var unit = city.As();
        await unit.Get<FactStore>().RecordAsync(new NewFiling(firm, new Period(2025), "authority", [new FiledValue("boothFee", FeelValue.From(yuan))]), Cancellation);
        await unit.Get<FactStore>().PublishAsync(Cancellation);
    }

    /// <summary>The list of the benefit over the whole city: who is entitled, the largest amount first, and how many cannot be decided.</summary>
    private static async Task<(string Codes, int Unknown)> ListAsync(TestInstallation city)
    {
        await using var unit = city.As();
        var list = await unit.Get<Entitled>().RunAsync(city.Service<PolicyBook>().FindBenefit(Booth)!, Scope.All, new DateOnly(2026, 3, 2), Cancellation);
        return (string.Join(' ', list.Met.Select(one => one.Code)), list.Unknown);
    }

    /// <summary>Where it stands on the enterprise's own page.</summary>
    private static async Task<string> OwnAsync(TestInstallation city)
    {
        await using var unit = city.As();
        var match = (await unit.Get<MatchEnterprise>().RunAsync("B", false, Cancellation))!;
        bool Has(IEnumerable<BenefitStanding> standings) => standings.Any(standing => standing.Rule.Benefit.Id == Booth);
        return Has(match.Now) ? "now" : Has(match.Open) ? "open" : Has(match.Not) ? "not" : "";
    }
}
