using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects.Sheets;
using Funeng.Modules.Registry;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Projects;

/// <summary>Sheets about enterprises: every item scored, looked at again on its day, compared with what was before. Today is Monday 2 March 2026.</summary>
public sealed class SheetsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task An_audit_is_scored_item_by_item_and_its_re_audit_says_what_has_changed(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var code = await CompanyAsync(city);
        await using var unit = city.As();
        var typed = new TypedSheet(code, SheetForms.ShopFloor, "2026-01-10", "2026-02-10", "通道要清出来", "k1", Lines("5", "6", "7", "4", "5", "3"));

        Assert.Equal(["Again", "S1", "S5"], (await unit.Get<FillSheet>().RunAsync(typed with { Again = "2026-01-10", Lines = Lines("5", "", "7", "4", "5", "11") }, Cancellation))!.Select(problem => problem.Field));
        Assert.Equal(["On"], (await unit.Get<FillSheet>().RunAsync(typed with { On = "2026-03-03", Again = "" }, Cancellation))!.Select(problem => problem.Field));
        Assert.Empty((await unit.Get<FillSheet>().RunAsync(typed, Cancellation))!);
        Assert.Empty((await unit.Get<FillSheet>().RunAsync(typed, Cancellation))!);
        var first = Assert.Single(await unit.Get<ReadSheets>().StandingsAsync(SheetForms.ShopFloor, Cancellation));
        Assert.Equal((50m, null, true), (first.Latest.Percent!.Value, first.Change, first.IsLate(new DateOnly(2026, 3, 2))));

        Assert.Empty((await unit.Get<FillSheet>().RunAsync(typed with { On = "2026-03-02", Again = "", FormKey = "k2", Lines = Lines("8", "8", "7", "7", "6", "6") }, Cancellation))!);
        var second = Assert.Single(await unit.Get<ReadSheets>().StandingsAsync(SheetForms.ShopFloor, Cancellation));
        Assert.Equal((70m, 20m, false), (second.Latest.Percent!.Value, second.Change!.Value, second.IsLate(new DateOnly(2026, 3, 2))));
        var history = (await unit.Get<ReadSheets>().OfAsync(code, SheetForms.ShopFloor, Cancellation))!;
        Assert.Equal((2, 3, 6), (history.Sheets.Count, history.First!.Line("安全")!.Score, history.Latest!.Line("安全")!.Score));
    }

    [Theory, OnBothDatabases]
    public async Task A_diagnosis_has_a_target_for_each_of_the_five_and_is_seen_and_filled_in_within_the_scope(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var code = await CompanyAsync(city);
        await city.ExecuteAsync($"update organization set region = '370303001' where code = '{code}'");
        var typed = new TypedSheet(code, SheetForms.Diagnosis, "2026-03-02", "", "", "k", [.. Enumerable.Range(5, 5).Select(tens => new TypedLine($"{tens * 8}", "90", "数控化率 50%"))]);

        await using (var elsewhere = city.As(Role.BureauOfficer, Scope.OfRegions("370304")))
        {
            Assert.Null(await elsewhere.Get<FillSheet>().RunAsync(typed, Cancellation));
            Assert.Null(await elsewhere.Get<ReadSheets>().OfAsync(code, SheetForms.Diagnosis, Cancellation));
        }

        await using (var leader = city.As(Role.Leader, Scope.All)) Assert.Null(await leader.Get<FillSheet>().RunAsync(typed, Cancellation));
        await using var unit = city.As();
        Assert.Null(await unit.Get<FillSheet>().RunAsync(typed with { Form = "nothing" }, Cancellation));
        Assert.Equal(["T0", "T1", "T2", "T3", "T4"], (await unit.Get<FillSheet>().RunAsync(typed with { Lines = [.. typed.Lines.Select(line => line with { Target = "" })] }, Cancellation))!.Select(problem => problem.Field));
        Assert.Empty((await unit.Get<FillSheet>().RunAsync(typed, Cancellation))!);
        var history = (await unit.Get<ReadSheets>().OfAsync(code, SheetForms.Diagnosis, Cancellation))!;
        Assert.Equal(["技术工艺", "产品体系", "产品质量", "产业链条", "经济效益"], history.Latest!.Lines.Select(line => line.Item));
        Assert.Equal((280, 90, null), (history.Latest.Score, history.Latest.Lines[0].Target!.Value, history.First));
    }

    private static IReadOnlyList<TypedLine> Lines(params IReadOnlyList<string> scores) => [.. scores.Select(score => new TypedLine(score, "", ""))];

    private static async Task<string> CompanyAsync(TestInstallation city)
    {
        await city.MakeBodyAsync("某公司", OrganizationKind.Enterprise);
        await using var unit = city.As();
        return await unit.Get<FunengDb>().Set<Organization>().Where(body => body.Name == "某公司").Select(body => body.Code).SingleAsync(Cancellation);
    }
}
