using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Move;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Projects;

/// <summary>Short ways to put a project into the ledger of a test and to lead it on.</summary>
internal static class ProjectsInTests
{
    public static readonly DateOnly Today = new(2026, 3, 2);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static (string, Period, FeelValue) Day(string key, DateOnly day) => (key, Period.State, FeelValue.From(day));

    public static (string, Period, FeelValue) Money(string key, decimal yuan, int? year = null) => (key, year is { } of ? new Period(of) : Period.State, FeelValue.From(yuan));

    public static (string, Period, FeelValue) Yes(string key) => (key, Period.State, FeelValue.True);

    public static LedgerRow Row(string code, string stage, DateOnly since, params (string, Period, FeelValue)[] more) => new(code, $"项目{code}", ProjectKind.City, ProjectNature.New, 2026)
    {
        Region = "370303001", OwnerName = "测试业主",
        Facts = [(ProjectFacts.Stage, Period.State, FeelValue.From(stage)), Day(ProjectFacts.StageOn, since), .. more],
    };

    public static async Task<IReadOnlyDictionary<string, long>> AddProjectsAsync(this TestInstallation city, params LedgerRow[] rows)
    {
        await using var unit = city.As();
        await using var batch = await unit.Get<FactStore>().BeginBatchAsync(new NewBatch("台账", "authority"), CancellationToken.None);
        var ids = await unit.Get<LedgerWriter>().WriteAsync(batch, rows, CancellationToken.None);
        await batch.PublishAsync(CancellationToken.None);
        return ids;
    }

    public static async Task<IReadOnlyList<PortfolioRow>> PortfolioAsync(this TestInstallation city, Role role = Role.Administrator, Scope? scope = null)
    {
        await using var unit = city.As(role, scope);
        return await unit.Get<Portfolio>().ReadAsync(CancellationToken.None);
    }

    public static async Task<MoveResult> MoveAsync(this TestInstallation city, string code, string stage, params (string Key, string Value)[] evidence)
    {
        await using var unit = city.As();
        return await unit.Get<MoveProject>().RunAsync(
            new TypedMove(code, stage, "2026-03-02", evidence.ToDictionary(pair => pair.Key, pair => pair.Value), "测试"), CancellationToken.None);
    }
}
