using System.Text;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Import;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Projects.ProjectsInTests;

namespace Funeng.Modules.Tests.Projects;

/// <summary>A bureau's ledger comes in as it is kept; what it says wrongly stands against its row and is not written.</summary>
public sealed class ImportLedgerTests
{
    private const string Head = "2026 年重大项目台账,,,,,,,,\n单位：万元,,,,,,,,\n项目名称,项目类别,所在区县,建设单位,项目状态,实际开工时间,总投资,本年计划投资,完成投资";

    [Theory, OnBothDatabases]
    public async Task Sound_rows_are_written_and_the_others_say_what_is_wrong(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        var import = unit.Get<ImportLedger>();
        var text = $"{Head}\n甲项目,省重点,张店区,甲公司,在建,2025.9.1,120000,36000,3500\n乙项目,省重点,张店区,乙公司,在建,,1000,100,1\n丙项目,特级,火星区,丙公司,快了,,1000,,\n合计,,,,,,,,";

        var (id, refusal) = await import.UploadAsync("台账.csv", Encoding.UTF8.GetBytes(text), Cancellation);
        Assert.Null(refusal);
        var rows = (await import.FindAsync(id!.Value, Cancellation))!.Reading.Rows;
        Assert.Equal(["状态是“在建”，但没有实际开工日期。"], rows[1].Problems);
        Assert.Equal(3, rows[2].Problems.Count);
        Assert.Equal(1, await import.WriteAsync(id.Value, Cancellation));
        Assert.Null(await import.WriteAsync(id.Value, Cancellation));

        var row = Assert.Single(await city.PortfolioAsync());
        Assert.Equal(("甲项目", ProjectKind.Provincial, "在建", 1_200_000_000m, 360_000_000m, 35_000_000m, new DateOnly(2025, 9, 1)),
            (row.Project.Name, row.Project.Kind, row.Project.Stage!, row.Project.Total!.Value, row.Project.Plan!.Value, row.Project.Done!.Value, row.Project.StartedOn!.Value));
        Assert.Equal(60_000_000m, row.Due);
    }

    [Theory, OnBothDatabases]
    public async Task Twelve_months_that_do_not_add_up_to_the_year_are_pointed_out(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        var months = string.Join(',', Enumerable.Range(1, 12).Select(month => $"{month}月计划（万元）"));
        var head = $"项目名称,项目代码,所在区县,项目状态,年度计划投资（万元）,{months}";
        var text = $"{head}\n甲,A-1,张店区,签约,1200,{string.Join(',', Enumerable.Repeat("100", 12))}\n乙,A-2,张店区,签约,1300,{string.Join(',', Enumerable.Repeat("100", 12))}";

        var (id, _) = await unit.Get<ImportLedger>().UploadAsync("月度.csv", Encoding.UTF8.GetBytes(text), Cancellation);
        var rows = (await unit.Get<ImportLedger>().FindAsync(id!.Value, Cancellation))!.Reading.Rows;

        Assert.Empty(rows[0].Problems);
        Assert.Equal("12 个月的计划合计 1,200 万元，与年度计划 1,300 万元不等。", Assert.Single(rows[1].Problems));
    }

    [Theory, OnBothDatabases]
    public async Task A_place_or_a_project_outside_the_scope_is_refused_and_another_persons_import_is_not_there(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Row("A-1", "在谈", Today) with { Region = "370304001" });
        await using var unit = city.As(Role.BureauOfficer, Scope.OfRegions("370303"), 5, "甲");
        var text = "项目名称,项目代码,所在区县,项目状态\n甲,A-1,张店区,签约\n乙,A-2,博山区,签约";

        var (id, _) = await unit.Get<ImportLedger>().UploadAsync("x.csv", Encoding.UTF8.GetBytes(text), Cancellation);
        var rows = (await unit.Get<ImportLedger>().FindAsync(id!.Value, Cancellation))!.Reading.Rows;
        Assert.Contains("不在您的管理范围内", Assert.Single(rows[0].Problems), StringComparison.Ordinal);
        Assert.Contains("不在您的管理范围内", Assert.Single(rows[1].Problems), StringComparison.Ordinal);
        await using var other = city.As(Role.BureauOfficer, Scope.All, 6, "乙");
        Assert.Null(await other.Get<ImportLedger>().FindAsync(id.Value, Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task The_same_ledger_again_makes_no_second_project(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var text = Encoding.UTF8.GetBytes($"{Head}\n甲项目,省重点,张店区,甲公司,在建,2025.9.1,120000,36000,3500");
        for (var time = 0; time < 2; time++)
        {
            await using var unit = city.As();
            var (id, _) = await unit.Get<ImportLedger>().UploadAsync("台账.csv", text, Cancellation);
            Assert.Equal(1, await unit.Get<ImportLedger>().WriteAsync(id!.Value, Cancellation));
        }

        await using var after = city.As();
        Assert.Equal(1, await after.Get<FunengDb>().Set<Project>().CountAsync(Cancellation));
        Assert.Equal(12, await after.Get<FunengDb>().Set<ProjectTarget>().CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_file_that_is_no_ledger_is_refused_with_what_a_ledger_needs()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using var unit = city.As();

        var (id, refusal) = await unit.Get<ImportLedger>().UploadAsync("x.csv", Encoding.UTF8.GetBytes("甲,乙\n1,2"), Cancellation);

        Assert.Null(id);
        Assert.Contains("项目名称", refusal, StringComparison.Ordinal);
    }
}
