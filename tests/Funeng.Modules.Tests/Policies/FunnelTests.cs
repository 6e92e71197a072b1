using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Tell;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Tests.Redemption;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Policies;

/// <summary>From entitled to told, started, applied for and awarded: each step counted from what was done, the page's own way.</summary>
public sealed class FunnelTests
{
    private const string Premium = "zb-trade-support/insurance", Centre = "zb-tech-centre-award/institution";

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
        var funnel = (await unit.Get<ReadFunnel>().RunAsync(Booth, Cancellation))!;
        foreach (var row in funnel.View.Rows.Where(row => row.Step is not null)) steps[row.Enterprise.Id] = row.Step!.Value;

        Assert.Equal(["A", "B", "C"], view.Rows.Select(row => row.Enterprise.Code).Order());
        Assert.Equal((1, 1), (view.Told, view.List.Unknown));
        Assert.Equal(new Dictionary<long, TakeStep> { [begun] = TakeStep.Started, [handedIn] = TakeStep.Applied }, steps);
        Assert.Equal("C", Assert.Single(funnel.Missed).Enterprise.Code);
        Assert.Equal((2, 1, 0, 0), (funnel.At(TakeStep.Started), funnel.At(TakeStep.Applied), funnel.At(TakeStep.Awarded), funnel.At(TakeStep.Paid)));
        Assert.Equal(("A", "填了没有交"), (Assert.Single(funnel.Stopped).Enterprise.Code, funnel.Drops[begun].Where));
        await using var again = city.As(Role.BureauOfficer);
        Assert.Equal(0, await again.Get<TellEnterprises>().RunAsync(Booth, Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task Who_was_told_on_a_slip_is_told_so_counts_no_more_and_is_told_again_when_it_is_entitled(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (slipped, right) = (await city.ExporterAsync("A"), await city.ExporterAsync("B"));
        await MatchEnterpriseTests.AccountAsync(city, 81, slipped);
        await MatchEnterpriseTests.AccountAsync(city, 82, right);
        await using (var officer = city.As(Role.BureauOfficer)) Assert.Equal(2, await officer.Get<TellEnterprises>().RunAsync(Booth, Cancellation));

        // A month later the enterprise puts its figure right: it paid for no booth at all.
        city.Time.Now = city.Time.Now.AddDays(31);
        await BoothFeeAsync(city, slipped, 0);
        await using (var officer = city.As(Role.BureauOfficer))
        {
            var view = (await officer.Get<TellEnterprises>().ReadAsync(Booth, Cancellation))!;
            Assert.Equal(["A"], view.Mistold.Select(one => one.Code));
            Assert.Equal(1, view.Told);
            Assert.Equal(1, await officer.Get<TellEnterprises>().TakeBackAsync(Booth, Cancellation));
        }

        await using (var again = city.As(Role.BureauOfficer))
        {
            Assert.Empty((await again.Get<TellEnterprises>().ReadAsync(Booth, Cancellation))!.Mistold);
            Assert.Equal(0, await again.Get<TellEnterprises>().TakeBackAsync(Booth, Cancellation));
            Assert.StartsWith("更正：按最新的数据，暂不符合", (await again.Get<FunengDb>().Set<Notification>().AsNoTracking().Where(one => one.Account == 81).OrderByDescending(one => one.Id).FirstAsync(Cancellation)).Title, StringComparison.Ordinal);
        }

        await BoothFeeAsync(city, slipped, 30_000);
        await using (var officer = city.As(Role.BureauOfficer)) Assert.Equal(1, await officer.Get<TellEnterprises>().RunAsync(Booth, Cancellation));
        await using var last = city.As(Role.BureauOfficer);
        Assert.Equal(2, (await last.Get<TellEnterprises>().ReadAsync(Booth, Cancellation))!.Told);
        Assert.Equal([1, 3], (await last.Get<FunengDb>().Set<Notification>().AsNoTracking().ToListAsync(Cancellation)).CountBy(one => one.Account).Select(one => one.Value).Order());
    }

    [Theory, OnBothDatabases]
    public async Task Who_lacks_a_figure_now_or_has_applied_is_not_told_to_be_refused_and_an_enterprise_takes_nothing_back(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (unknown, applied) = (await city.ExporterAsync("A"), await city.ExporterAsync("B"));
        await MatchEnterpriseTests.AccountAsync(city, 81, unknown);
        await MatchEnterpriseTests.AccountAsync(city, 82, applied);
        await using (var officer = city.As(Role.BureauOfficer)) Assert.Equal(2, await officer.Get<TellEnterprises>().RunAsync(Booth, Cancellation));
        await city.SubmittedAsync(applied);
        await BoothFeeAsync(city, unknown, null);
        await BoothFeeAsync(city, applied, 0);

        await using var unit = city.As(Role.BureauOfficer);
        Assert.Empty((await unit.Get<TellEnterprises>().ReadAsync(Booth, Cancellation))!.Mistold);
        await using var enterprise = city.As(Role.Enterprise, Scope.OfOrganization(unknown), 81);
        Assert.Null(await enterprise.Get<TellEnterprises>().TakeBackAsync(Booth, Cancellation));
    }

    private static async Task BoothFeeAsync(TestInstallation city, long firm, long? yuan)
    {
        city.Time.Now = city.Time.Now.AddMinutes(1);
        await using var unit = city.As();
        await unit.Get<FactStore>().RecordAsync(new NewFiling(firm, new Engines.Facts.Period(2025), "authority", [new FiledValue("boothFee", yuan is { } sum ? FeelValue.From(sum) : FeelValue.Null)]), Cancellation);
        await unit.Get<FactStore>().PublishAsync(Cancellation);
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

    [Theory, OnBothDatabases]
    public async Task What_is_given_every_year_is_told_read_and_counted_for_each_year_and_never_twice_in_one(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await city.FirmAsync("A", "370303001", ("notOnDishonestyList", true));
        await using (var unit = city.As())
        {
            foreach (var year in new[] { 2025, 2026 })
                await unit.Get<FactStore>().RecordAsync(new NewFiling(own, new Engines.Facts.Period(year), "authority", [new("exportValue", FeelValue.From(5_000_000L)), new("creditInsurancePremium", FeelValue.From(96_000L))]), Cancellation);
            await unit.Get<FactStore>().PublishAsync(Cancellation);
        }

        await MatchEnterpriseTests.AccountAsync(city, 81, own);
        await OpenAsync(city, own, "zb-trade-support");
        Assert.Equal((1, 0), (await TellAsync(city, Premium), await TellAsync(city, Premium)));
        Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(Awarding.Of(city, await city.SubjectAsync("A"), 1_000, Premium) with { Period = "2026", DecidedOn = new DateOnly(2026, 2, 1) }));
        Assert.Equal((2026, 1, 1, 1, 0), await FunnelAsync(city, Premium));

        city.Time.Now = new DateTimeOffset(2026, 12, 31, 16, 0, 0, TimeSpan.Zero);
        Assert.Equal((2027, 0, 0, 0, 1), await FunnelAsync(city, Premium));
        await OpenAsync(city, own, "zb-trade-support");
        Assert.Equal((1, 0), (await TellAsync(city, Premium), await TellAsync(city, Premium)));
        Assert.Equal((2027, 1, 1, 0, 1), await FunnelAsync(city, Premium));
        await using var reader = city.As();
        Assert.Equal(2, await reader.Get<FunengDb>().Set<Notification>().CountAsync(Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_had_once_is_told_once_for_all_years_and_what_was_awarded_is_told_to_nobody(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (told, had) = (await CentreAsync(city, "A"), await CentreAsync(city, "B"));
        await MatchEnterpriseTests.AccountAsync(city, 81, told);
        await MatchEnterpriseTests.AccountAsync(city, 82, had);
        Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(Awarding.Of(city, await city.SubjectAsync("B"), 800_000, Centre) with { Period = "2026", DecidedOn = new DateOnly(2026, 2, 1) }));
        Assert.Equal(1, await TellAsync(city, Centre));

        city.Time.Now = new DateTimeOffset(2027, 6, 1, 1, 0, 0, TimeSpan.Zero);
        Assert.Equal(0, await TellAsync(city, Centre));
        Assert.Equal((null, 1, 0, 1, 1), await FunnelAsync(city, Centre));
    }

    private static Task<long> CentreAsync(TestInstallation city, string code) => city.FirmAsync(code, "370303001", ("hasProvincialRdInstitution", true), ("notOnDishonestyList", true));

    private static async Task<int?> TellAsync(TestInstallation city, string benefit)
    {
        await using var officer = city.As(Role.BureauOfficer);
        return await officer.Get<TellEnterprises>().RunAsync(benefit, Cancellation);
    }

    private static async Task<(int? Year, int Told, int Read, int Awarded, int Missed)> FunnelAsync(TestInstallation city, string benefit)
    {
        await using var unit = city.As();
        var funnel = (await unit.Get<ReadFunnel>().RunAsync(benefit, Cancellation))!;
        return (funnel.View.Year, funnel.View.Told, funnel.View.Read, funnel.At(TakeStep.Awarded), funnel.Missed.Count);
    }

    private static async Task OpenAsync(TestInstallation city, long enterprise, string policy)
    {
        await using var unit = city.Applicant(enterprise);
        Assert.NotNull(await unit.Get<ReadPolicy>().OpenAsync(policy, Cancellation));
    }
}
