using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Renovation;
using Funeng.Modules.Registry;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Projects.ProjectsInTests;

namespace Funeng.Modules.Tests.Projects;

/// <summary>千项技改、千企转型: the figures an article printed come out of the lists, and coverage is what the live lists say.</summary>
public sealed class RenovationTests
{
    private const string Zone = "370300-GX";

    [Theory, OnBothDatabases]
    public async Task The_printed_renovation_figures_come_out_of_the_yearly_lists(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        // 70 listed last year and carried on, 16 new: 86, 84 of them started; the city has 500.
        await city.AddProjectsAsync([.. Listed("J", 70, 70, 2025, Zone), .. Listed("Q", 414, 0, 2026, null)]);
        await city.AddProjectsAsync([.. Listed("J", 86, 84, 2026, Zone)]);

        await using var unit = city.As();
        var library = await unit.Get<ReadRenovations>().RunAsync(2026, "zone", Cancellation);

        var zone = Assert.Single(library.Rows);
        Assert.Equal((86, 70, 84, 1), (zone.Listed, zone.Before!.Value, zone.Started, zone.Rank));
        Assert.Equal((22.86m, 17.2m, 97.67m), (decimal.Round(zone.Growth!.Value, 2), decimal.Round(zone.Share!.Value, 1), decimal.Round(zone.StartRate!.Value, 2)));
        Assert.Equal((500, 84), (library.Total.Listed, library.Total.Started));
        Assert.Equal((70, null), ((await unit.Get<ReadRenovations>().RunAsync(2025, "zone", Cancellation)).Total.Listed, library.Rows[0].InvestmentRate));
        await using var official = city.As(Role.ZoneOfficer, Scope.OfZones(Zone));
        Assert.Equal(86, (await official.Get<ReadRenovations>().RunAsync(null, "county", Cancellation)).Total.Listed);
    }

    [Theory, OnBothDatabases]
    public async Task A_loan_is_counted_by_how_far_it_is_and_what_cannot_be_is_refused(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync([.. Listed("J", 3, 3, 2026, Zone), Row("X", "在谈", Today)]);
        await using var unit = city.As();
        var keep = unit.Get<KeepLoans>();
        var loan = new TypedLoan("J-001", "某银行", "3000", "3.65", "2026-01-10", "2026-02-01", "2026-02-10", "1000");

        Assert.Empty(await keep.AddAsync(loan, Cancellation));
        Assert.Empty(await keep.AddAsync(loan with { Code = "J-002", SignedOn = "", DrawnOn = "", Drawn = "" }, Cancellation));
        Assert.Equal("Code", Assert.Single(await keep.AddAsync(loan with { Code = "X" }, Cancellation)).Field);
        Assert.Equal("Drawn", Assert.Single(await keep.AddAsync(loan with { Drawn = "9000" }, Cancellation)).Field);
        Assert.Equal("SignedOn", Assert.Single(await keep.AddAsync(loan with { SignedOn = "2026-01-01" }, Cancellation)).Field);
        Assert.Equal("Rate", Assert.Single(await keep.AddAsync(loan with { AppliedOn = "2026-01-11", Rate = "365" }, Cancellation)).Field);
        Assert.Equal("Rate", Assert.Single(await keep.AddAsync(loan with { AppliedOn = "2026-01-11", Rate = "70000000000000000000000000000" }, Cancellation)).Field);
        Assert.Equal("AppliedOn", Assert.Single(await keep.AddAsync(loan, Cancellation)).Field);

        var library = await unit.Get<ReadRenovations>().RunAsync(null, "zone", Cancellation);
        Assert.Equal((new RenovationFunnel(3, 2, 1, 1), 10_000_000m), (library.Funnel, library.Total.Drawn));
        await using var other = city.As(Role.BureauOfficer, Scope.OfRegions("370304"));
        Assert.Equal("Code", Assert.Single(await other.Get<KeepLoans>().AddAsync(loan, Cancellation)).Field);
    }

    [Theory, OnBothDatabases]
    public async Task A_loan_comes_further_step_by_step_never_back_and_is_counted_in_one_year_only(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync([.. Listed("J", 2, 2, 2025, Zone)]);
        await city.AddProjectsAsync([.. Listed("J", 1, 1, 2026, Zone)]);
        await city.ExecuteAsync("update project set is_synthetic = true where code = 'J-001'");
        await using var unit = city.As();
        var keep = unit.Get<KeepLoans>();
        Assert.Empty(await keep.AddAsync(new TypedLoan("J-001", "某银行", "3000", "", "2025-11-10", "", "", ""), Cancellation));
        Assert.Empty(await keep.AddAsync(new TypedLoan("J-002", "某银行", "500", "", "2026-01-10", "", "", ""), Cancellation));
        var loan = (await unit.Get<ReadRenovations>().RunAsync(2025, "zone", Cancellation)).Loans.Single(row => row.Project.Code == "J-001").Loan;
        async Task<IEnumerable<string>?> StepAsync(long version, string signed, string drawn, string amount) =>
            (await keep.AdvanceAsync(new TypedAdvance(loan.Id, version, signed, drawn, amount), Cancellation))?.Select(problem => problem.Field);

        Assert.Equal((LoanState.Applied, true), (loan.State, loan.IsSynthetic));
        Assert.Equal(["SignedOn"], await StepAsync(0, "", "", ""));
        Assert.Equal([], await StepAsync(0, "2026-01-20", "", ""));
        Assert.Equal(["SignedOn"], await StepAsync(0, "2026-01-20", "2026-02-01", "1000"));
        Assert.Equal(["Drawn"], await StepAsync(1, "2026-01-20", "2026-02-01", "3001"));
        Assert.Equal([], await StepAsync(1, "2026-01-20", "2026-02-01", "1000"));
        Assert.Equal(["Drawn"], await StepAsync(2, "2026-01-20", "2026-02-20", "900"));
        Assert.Equal([], await StepAsync(2, "2026-01-20", "2026-02-20", "3000"));
        await using (var other = city.As(Role.ZoneOfficer, Scope.OfZones("370300-JK")))
            Assert.Null(await other.Get<KeepLoans>().AdvanceAsync(new TypedAdvance(loan.Id, 3, "2026-01-20", "", ""), Cancellation));

        // Asked for in 2025, or by a project of that year's list only: in that year, and not again in the next.
        Assert.Equal((new RenovationFunnel(2, 2, 1, 1), 30_000_000m), await FiguresAsync(2025));
        Assert.Equal((new RenovationFunnel(1, 0, 0, 0), 0m), await FiguresAsync(2026));

        async Task<(RenovationFunnel, decimal)> FiguresAsync(int year)
        {
            var library = await unit.Get<ReadRenovations>().RunAsync(year, "zone", Cancellation);
            return (library.Funnel, library.Total.Drawn);
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_new_plan_ends_the_one_before_it_and_leaves_the_one_after_it_alone_and_a_bad_day_is_said(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var code = await EnterpriseAsync(city, "A", 30_000_000m);
        var plan = new TypedEnterprisePlan(code, "第一个", "王敏", "2026-01-01", "2026-12-31", [new(Optimisation.Technology, "更新设备", "", "75%", "")]);
        async Task<IEnumerable<string>> FieldsAsync(TypedEnterprisePlan typed)
        {
            await using var unit = city.As();
            return (await unit.Get<KeepPlans>().WriteAsync(typed, Cancellation))!.Select(problem => problem.Field);
        }

        Assert.Equal(["D0", "T1", "M2"], await FieldsAsync(plan with { Measures = [new(Optimisation.Technology, "更新设备", "", "75%", "九月底"), new(Optimisation.Products, "新产品", "", "", ""), new(Optimisation.Quality, "", "", "98%", "")] }));
        Assert.Equal(["D0"], await FieldsAsync(plan with { Measures = [new(Optimisation.Technology, "更新设备", "", "75%", "2027-03-01")] }));
        Assert.Empty(await FieldsAsync(plan));
        Assert.Empty(await FieldsAsync(plan with { Goal = "明年的", From = "2027-01-01", To = "2027-12-31" }));
        Assert.Equal(["To"], await FieldsAsync(plan with { Goal = "太长的", From = "2026-03-02", To = "2027-06-30" }));
        Assert.Empty(await FieldsAsync(plan with { Goal = "第二个", From = "2026-03-02" }));
        Assert.Empty(await FieldsAsync(plan with { Goal = "同一天改的", From = "2026-03-02" }));

        await using var after = city.As();
        var view = (await after.Get<ReadPlans>().FindAsync(code, Cancellation))!;
        Assert.Equal(("同一天改的", 1), (view.Plan!.Goal, view.Measures.Count));
        Assert.Equal([("明年的", new DateOnly(2027, 12, 31)), ("第二个", new DateOnly(2026, 3, 1)), ("第一个", new DateOnly(2026, 3, 1))], view.Others.Select(other => (other.Goal, other.ToOn)));
        Assert.Single((await after.Get<ReadPlans>().RunAsync(null, Cancellation)).Plans);

        // Two who write at one moment, each from another day on: the second is told to look first.
        await using var late = city.As();
        await late.Get<FunengDb>().Set<EnterprisePlanTurn>().LoadAsync(Cancellation);
        Assert.Empty(await FieldsAsync(plan with { Goal = "抢先的", From = "2026-05-01" }));
        Assert.Equal(["Goal"], (await late.Get<KeepPlans>().WriteAsync(plan with { Goal = "晚到的", From = "2026-06-01" }, Cancellation))!.Select(problem => problem.Field));
    }

    [Theory, OnBothDatabases]
    public async Task Coverage_follows_the_plans_in_force_and_the_live_list_of_enterprises_above_scale(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (large, other, small) = (await EnterpriseAsync(city, "A", 30_000_000m), await EnterpriseAsync(city, "B", 25_000_000m), await EnterpriseAsync(city, "C", 5_000_000m));
        var plan = new TypedEnterprisePlan(large, "亩均效益提高一成", "王敏", "2026-03-02", "2026-12-31",
            [new(Optimisation.Technology, "更新设备", "数控化率 50%", "数控化率 75%", "2026-09-30"), new(Optimisation.Quality, "", "", "", "")]);
        await using (var unit = city.As())
        {
            Assert.Equal((2, 0), await CoverageAsync(unit, null));
            Assert.Empty((await unit.Get<KeepPlans>().WriteAsync(plan, Cancellation))!);
            Assert.Empty((await unit.Get<KeepPlans>().WriteAsync(plan with { Code = small }, Cancellation))!);
            Assert.Equal("M0", Assert.Single((await unit.Get<KeepPlans>().WriteAsync(plan with { Code = other, Measures = [] }, Cancellation))!).Field);
            Assert.Equal((2, 1), await CoverageAsync(unit, null));
            Assert.Equal((0, 0), await CoverageAsync(unit, Today.AddDays(-1)));
            Assert.Equal([other], (await unit.Get<ListMembers>().ReadAsync("above-scale-without-plan", new ListFilter(null, null, ListView.Members, null, Today), Cancellation)).Rows.Select(row => row.Code));
            var view = (await unit.Get<ReadPlans>().FindAsync(large, Cancellation))!;
            Assert.Empty((await unit.Get<KeepPlans>().FinishAsync(large, view.Measures[0].Id, "设备已投用", Cancellation))!);
            Assert.NotEmpty((await unit.Get<KeepPlans>().FinishAsync(large, view.Measures[0].Id, "再来一次", Cancellation))!);
            Assert.Equal("已完成", (await unit.Get<ReadPlans>().RunAsync(null, Cancellation)).Plans.Single(row => row.Enterprise.Code == large).State);
        }

        city.Time.Now = new DateTimeOffset(2027, 1, 4, 1, 0, 0, TimeSpan.Zero);
        await using var later = city.As();
        await later.Get<RefreshLists>().RunAllAsync(Cancellation);
        Assert.Equal(0, (await CoverageAsync(later, null)).Covered);
        await using var elsewhere = city.As(Role.BureauOfficer, Scope.OfRegions("370304"));
        Assert.Null(await elsewhere.Get<KeepPlans>().WriteAsync(plan, Cancellation));
        Assert.Null(await elsewhere.Get<ReadPlans>().FindAsync(large, Cancellation));
    }

    private static async Task<(int All, int Covered)> CoverageAsync(AsyncServiceScope unit, DateOnly? on)
    {
        var total = (await unit.Get<ReadPlans>().RunAsync(on, Cancellation)).Total;
        return (total.Enterprises, total.Covered);
    }

    private static async Task<string> EnterpriseAsync(TestInstallation city, string letter, decimal revenue)
    {
        var code = $"91370303MA3T1234{letter}X";
        await using var unit = city.As();
        await using var batch = await unit.Get<FactStore>().BeginBatchAsync(new NewBatch("年报", "authority"), Cancellation);
        var id = (await batch.SubjectsAsync([new NewSubject(Subject.Enterprise, code, $"企业{letter}", "370303001", null)], Cancellation))[code];
        await batch.WriteAsync(new NewFiling(id, Period.State, "authority", [new("industryCode", FeelValue.From("3011"))]), Cancellation);
        await batch.WriteAsync(new NewFiling(id, new Period(2025), "authority", [new("revenue", FeelValue.From(revenue))]), Cancellation);
        await unit.Get<OrganizationLoader>().WriteAsync([new LoadedOrganization(id, OrganizationKind.Enterprise, code, $"企业{letter}", "370303001", null, "3011", null)], Cancellation);
        await batch.PublishAsync(Cancellation);
        return code;
    }

    private static IEnumerable<LedgerRow> Listed(string letter, int count, int started, int year, string? zone) => Enumerable.Range(1, count).Select(index =>
        Row(string.Create(CultureInfo.InvariantCulture, $"{letter}-{index:000}"), index <= started ? "开工" : "落地", Today.AddDays(-30), [.. index <= started ? [Day(ProjectFacts.StartedOn, Today.AddDays(-30))] : Array.Empty<(string, Period, FeelValue)>()]) with
        {
            Kind = ProjectKind.Renovation, ListedYear = year, Zone = zone, Region = "370303008",
        });
}
