using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Registry;

namespace Funeng.Modules.Cultivation.Record;

/// <summary>梯度培育 on the page of an enterprise: each ladder with the tier reached, the next one and what is missing for it.</summary>
internal sealed class EnterpriseLadderPanel : IEnterprisePanel
{
    public string Title => "梯度培育";

    public int Order => 10;

    public PanelTab? Tab => null;

    public bool IsAside => false;

    public Permission? Permission => Foundation.Access.Permission.ViewLibraries;

    public Type Component => typeof(EnterpriseLadders);
}
