using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Tell;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
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

    [Theory, OnBothDatabases]
    public async Task Of_who_stopped_on_the_way_it_is_said_where_and_why_to_whom_may_read_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (begun, withdrawn, inReview, refused) = (await city.ExporterAsync("A"), await city.ExporterAsync("B"), await city.ExporterAsync("C"), await city.ExporterAsync("D"));
        await city.BeginAsync(begun);
        var taken = await city.SubmittedAsync(withdrawn);
        await using (var applicant = city.Applicant(withdrawn)) Assert.Null(await applicant.Get<WithdrawApplication>().RunAsync(taken, "展会取消了", Cancellation));
        await city.SubmittedAsync(inReview);
        Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(Awarding.Of(city, await city.SubjectAsync("D"), 1_000, Booth) with { Period = "2026", DecidedOn = new DateOnly(2026, 2, 1) }));
        await city.ExecuteAsync("update redemption_award set state = 'Refused', reason = '发票重复'");

        await using var officer = city.AsOfficer();
        Assert.Equal(
            [new BenefitDrop(begun, "填了没有交", ""), new BenefitDrop(withdrawn, "已撤回", "展会取消了"), new BenefitDrop(refused, "不予兑付", "发票重复")],
            (await officer.Get<IBenefitDrops>().OfAsync(Booth, 2026, Cancellation)).OrderBy(drop => drop.Subject));
        await using var statistician = city.As(Role.Statistician, Scope.OfRegions("3703"), 13);
        Assert.All(await statistician.Get<IBenefitDrops>().OfAsync(Booth, 2026, Cancellation), drop => Assert.Empty(drop.Why));
        Assert.Empty(await officer.Get<IBenefitDrops>().OfAsync(Booth, 2025, Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task An_enterprise_has_read_a_policy_when_it_opened_it_and_understood_it_when_it_says_so(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (reads, understands) = (await city.ExporterAsync("A"), await city.ExporterAsync("B"));
        await city.ExporterAsync("C");
        var policy = Booth.Split('/')[0];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => OpenAsync(city, reads, policy))));
        await OpenAsync(city, understands, policy);
        await using (var applicant = city.Applicant(understands, "李经理")) Assert.Equal("李经理", (await applicant.Get<ReadPolicy>().UnderstandAsync(policy, Cancellation))!.UnderstoodBy);
        await using (var colleague = city.Applicant(understands, "王会计")) Assert.Equal("李经理", (await colleague.Get<ReadPolicy>().UnderstandAsync(policy, Cancellation))!.UnderstoodBy);
        // Nobody else reads for an enterprise.
        await using (var officer = city.As(Role.BureauOfficer)) Assert.Null(await officer.Get<ReadPolicy>().UnderstandAsync(policy, Cancellation));

        await using var unit = city.As();
        var view = (await unit.Get<TellEnterprises>().ReadAsync(Booth, Cancellation))!;
        Assert.Equal((3, 2, 1), (view.Rows.Count, view.Read, view.Understood));
        Assert.Equal(["A", "B"], view.Rows.Where(row => row.ReadAt is not null).Select(row => row.Enterprise.Code).Order());
        Assert.Equal("B", Assert.Single(view.Rows, row => row.UnderstoodAt is not null).Enterprise.Code);
    }

    private static async Task OpenAsync(TestInstallation city, long enterprise, string policy)
    {
        await using var unit = city.Applicant(enterprise);
        Assert.NotNull(await unit.Get<ReadPolicy>().OpenAsync(policy, Cancellation));
    }
}
