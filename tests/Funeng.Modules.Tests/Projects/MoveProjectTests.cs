using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects.Move;
using Funeng.Modules.Tests.Support;
using static Funeng.Modules.Tests.Projects.ProjectsInTests;

namespace Funeng.Modules.Tests.Projects;

/// <summary>A project goes from stage to stage on evidence, and no other way.</summary>
public sealed class MoveProjectTests
{
    [Theory, OnBothDatabases]
    public async Task Outside_the_scope_a_project_is_not_there(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Row("A", "在谈", Today.AddDays(-10)));
        await using var unit = city.As(Role.BureauOfficer, Scope.OfRegions("370304"));
        await using var clerk = city.As(Role.TownshipClerk, Scope.OfRegions("370303001"));
        var typed = new TypedMove("A", "签约", "2026-03-02", new Dictionary<string, string> { ["hasAgreement"] = "是" }, "");

        Assert.IsType<MoveResult.NotFound>(await unit.Get<MoveProject>().RunAsync(typed, TestContext.Current.CancellationToken));
        Assert.IsType<MoveResult.NotFound>(await clerk.Get<MoveProject>().RunAsync(typed, TestContext.Current.CancellationToken));
    }

    [Theory, OnBothDatabases]
    public async Task A_jump_over_a_stage_is_refused_with_the_way_there_is(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Row("A", "在谈", Today.AddDays(-10)));

        var refused = Assert.IsType<MoveResult.Refused>(await city.MoveAsync("A", "开工"));

        var problem = Assert.Single(refused.Problems);
        Assert.Equal("不能从“在谈”直接到“开工”：“开工”要从“落地”进入。现在是“在谈”，下一步可以是“签约”、“终止”。", problem.Message);
        Assert.Equal("在谈", Assert.Single(await city.PortfolioAsync()).Project.Stage);
    }

    [Theory, OnBothDatabases]
    public async Task Evidence_that_is_missing_is_named_and_never_taken_for_yes(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Row("A", "落地", Today.AddDays(-10), Yes("isProjectFiled"), Yes("siteSecured")));

        var refused = Assert.IsType<MoveResult.Refused>(await city.MoveAsync("A", "开工", ("hasConstructionPermit", "否")));

        Assert.Contains(refused.Problems, problem => problem.Message.Contains("“已取得施工许可证”现在是“否”", StringComparison.Ordinal));
        var open = Assert.IsType<MoveResult.Refused>(await city.MoveAsync("A", "开工", ("hasConstructionPermit", "是")));
        Assert.Contains(open.Problems, problem => problem.Message.Contains("缺“首批永久性工程已动工”", StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task With_evidence_it_enters_and_the_day_is_kept(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Row("A", "落地", Today.AddDays(-10), Yes("isProjectFiled"), Yes("siteSecured")));

        Assert.IsType<MoveResult.Moved>(await city.MoveAsync("A", "开工", ("hasConstructionPermit", "是"), ("permanentWorksBegun", "是")));

        var project = Assert.Single(await city.PortfolioAsync()).Project;
        Assert.Equal(("开工", Today, Today), (project.Stage, project.StageOn!.Value, project.StartedOn!.Value));
    }

    [Theory, OnBothDatabases]
    public async Task A_day_to_come_or_before_the_present_stage_is_refused(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Row("A", "在谈", Today.AddDays(-10)));
        await using var unit = city.As();
        var typed = new TypedMove("A", "签约", "2026-03-03", new Dictionary<string, string> { ["hasAgreement"] = "是" }, "");

        Assert.Contains("还没有到", Assert.Single(Assert.IsType<MoveResult.Refused>(await unit.Get<MoveProject>().RunAsync(typed, Cancellation)).Problems).Message, StringComparison.Ordinal);
        Assert.Contains("早于", Assert.Single(Assert.IsType<MoveResult.Refused>(await unit.Get<MoveProject>().RunAsync(typed with { On = "2026-01-01" }, Cancellation)).Problems).Message, StringComparison.Ordinal);
    }
}
