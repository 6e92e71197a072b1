using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Registry;

namespace Funeng.Modules.Policies.Match;

/// <summary>惠企政策 on the page of an enterprise: how many it gets, and the way to the whole.</summary>
internal sealed class EnterprisePolicyPanel : IEnterprisePanel
{
    public string Title => "惠企政策";

    public int Order => 30;

    public PanelTab? Tab => null;

    public bool IsAside => true;

    public Permission? Permission => Foundation.Access.Permission.ViewEnterprises;

    public Type Component => typeof(EnterprisePolicies);
}
