using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Registry;

namespace Funeng.Modules.Policies.Match;

/// <summary>Whoever signs in for an enterprise finds on the workbench what it can have today.</summary>
internal sealed class OwnPolicies(OrganizationDirectory directory, MatchEnterprise matchEnterprise) : IHomeContributor
{
    public async Task<HomeContribution> ContributeAsync(CurrentUser user, DateOnly today, CancellationToken cancellation)
    {
        if (user.Scope.Organization is not { } own || !user.Has(Permission.ViewEnterprises)
            || await directory.FindAsync(user.Scope, own, cancellation) is not { Kind: OrganizationKind.Enterprise } enterprise
            || await matchEnterprise.RunAsync(enterprise.Code, false, cancellation) is not { } match)
        {
            return HomeContribution.None;
        }

        var relief = match.Relief.Total > 0 ? $"，另可少缴税约 {Fmt.Money(match.Relief.Total)}" : "";
        return HomeContribution.None with
        {
            OwnPages = [new WorkItem("我能享受什么", $"现在可享 {match.Now.Count} 项{(match.EndSoon > 0 ? $"（{match.EndSoon} 项两周内截止）" : "")}，能到账的最优组合合计 {Fmt.Money(match.Bundle.Total)}{relief}", match.NextStep(), $"/enterprises/{enterprise.Code}/policies", Amount: match.Now.Count) { Unit = "项" }],
        };
    }
}
