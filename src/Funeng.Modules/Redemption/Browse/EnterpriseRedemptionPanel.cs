using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Registry;

namespace Funeng.Modules.Redemption.Browse;

/// <summary>兑付 on the page of an enterprise: what it got and is to get, with the way to its ledger.</summary>
internal sealed class EnterpriseRedemptionPanel : IEnterprisePanel
{
    public string Title => "政策兑付";

    public int Order => 60;

    public PanelTab? Tab => null;

    public bool IsAside => true;

    public Permission? Permission => Foundation.Access.Permission.ViewRedemption;

    public Type Component => typeof(EnterpriseRedemption);
}
