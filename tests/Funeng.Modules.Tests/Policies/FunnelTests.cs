using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Tell;
using Funeng.Modules.Tests.Redemption;
using Funeng.Modules.Tests.Support;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Policies;

/// <summary>From entitled to told, started, applied for and awarded: each step counted from what was done, the page's own way.</summary>
public sealed class FunnelTests
{
    [Theory, OnBothDatabases]
    public async Task Each_enterprise_stands_at_the_furthest_step_it_has_come_to_and_who_has_not_begun_is_missed(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (begun, handedIn, silent) = (await city.ExporterAsync("A"), await city.ExporterAsync("B"), await city.ExporterAsync("C"));
        await city.FirmAsync("D", "370303001", ("exportValue", 5_000_000), ("notOnDishonestyList", true));
        await MatchEnterpriseTests.AccountAsync(city, 81, silent);
        await using (var officer = city.As(Role.BureauOfficer)) Assert.Equal(1, await officer.Get<TellEnterprises>().RunAsync(Booth, Cancellation));
        await city.BeginAsync(begun);
        await city.SubmittedAsync(handedIn);

        await using var unit = city.As();
        var view = (await unit.Get<TellEnterprises>().ReadAsync(Booth, Cancellation))!;
        var steps = new Dictionary<long, TakeStep>();
        foreach (var takers in unit.ServiceProvider.GetServices<IBenefitTakers>())
        {
            foreach (var one in await takers.OfAsync(Booth, 2026, Cancellation)) steps[one.Subject] = steps.TryGetValue(one.Subject, out var known) && known > one.Step ? known : one.Step;
        }

        Assert.Equal(["A", "B", "C"], view.Rows.Select(row => row.Enterprise.Code).Order());
        Assert.Equal((1, 1), (view.Told, view.List.Unknown));
        Assert.Equal(new Dictionary<long, TakeStep> { [begun] = TakeStep.Started, [handedIn] = TakeStep.Applied }, steps);
        Assert.Equal("C", Assert.Single(view.Rows, row => !steps.ContainsKey(row.Enterprise.Id)).Enterprise.Code);
        await using var again = city.As(Role.BureauOfficer);
        Assert.Equal(0, await again.Get<TellEnterprises>().RunAsync(Booth, Cancellation));
    }
}
