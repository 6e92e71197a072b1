using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Registry;

namespace Funeng.Modules.Lists.Browse;

/// <summary>所在清单 on the page of an enterprise: every list it is or was on, whatever module made the list.</summary>
internal sealed class EnterpriseListsPanel : IEnterprisePanel
{
    public string Title => "所在清单";

    public int Order => 40;

    public PanelTab? Tab => null;

    public bool IsAside => true;

    public Permission? Permission => Foundation.Access.Permission.ViewLists;

    public Type Component => typeof(EnterpriseLists);
}
