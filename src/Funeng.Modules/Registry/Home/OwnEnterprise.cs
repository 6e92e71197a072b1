using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Registry.Home;

/// <summary>Whoever signs in for an enterprise finds it first on the workbench.</summary>
internal sealed class OwnEnterprise(OrganizationDirectory directory) : IHomeContributor
{
    public async Task<HomeContribution> ContributeAsync(CurrentUser user, DateOnly today, CancellationToken cancellation)
    {
        if (user.Scope.Organization is not { } own || !user.Has(Permission.ViewEnterprises)
            || await directory.FindAsync(user.Scope, own, cancellation) is not { Kind: OrganizationKind.Enterprise } enterprise)
        {
            return HomeContribution.None;
        }

        return new HomeContribution(
            [],
            [
                new KeyFigure(enterprise.RevenueYear is { } year ? $"{year} 年营业收入" : "营业收入", Fmt.Number(enterprise.Revenue / 10_000m, 2), "万元", $"{enterprise.Link}/facts/revenue"),
                new KeyFigure("职工总数", Fmt.Number(enterprise.Employees), "人", $"{enterprise.Link}/facts/employees"),
            ],
            [])
        {
            OwnPages =
            [
                new WorkItem("本企业", enterprise.Name, "梯次、差距、事实与经过都在这一页", enterprise.Link),
                new WorkItem("自评", "看看够哪一级，还差什么", "按现有数据即时判定，可以试填", "/self-assessment"),
            ],
        };
    }
}
