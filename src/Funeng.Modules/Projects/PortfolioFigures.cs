using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Projects;

/// <summary>How many projects show a red light, of how many that show one at all, on the workbench of the officials.</summary>
internal sealed class PortfolioFigures(Portfolio portfolio) : IHomeContributor
{
    public async Task<HomeContribution> ContributeAsync(CurrentUser user, DateOnly today, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewProjects) || user.Role == Role.Enterprise) return HomeContribution.None;
        var lit = (await portfolio.ReadAsync(cancellation)).Where(row => row.Light != ProjectLight.None).ToList();
        if (lit.Count == 0) return HomeContribution.None;
        var red = lit.Count(row => row.Light == ProjectLight.Red);
        return new HomeContribution(
            [],
            [
                new KeyFigure("红灯项目", Fmt.Number((long)red), "个", "/projects?light=Red", $"在推重大项目 {Fmt.Number((long)lit.Count)} 个")
                {
                    Signal = red > 0 ? Signal.Bad : null, SignalText = "要过问",
                },
            ],
            []);
    }
}
