using Funeng.Modules.Foundation.Access;

namespace Funeng.Modules.Registry;

/// <summary>
/// A part another module adds to the page of an enterprise: the ladders, the verdicts, the lists it is on. Registered as a scoped service.
/// The component is a Razor component with one parameter, <c>[Parameter] public EnterpriseContext Enterprise { get; set; }</c>; it is
/// rendered on the server with the page and must show nothing the user's scope does not cover.
/// </summary>
public interface IEnterprisePanel
{
    string Title { get; }

    /// <summary>Place on the page, in steps of ten: ladders 10, verdicts 20, lists 40.</summary>
    int Order { get; }

    /// <summary>The tab it stands on; the overview when it is null. A panel with its own tab names it by an English key.</summary>
    PanelTab? Tab { get; }

    /// <summary>True for a panel in the narrow column at the right.</summary>
    bool IsAside { get; }

    /// <summary>Without it the panel is not shown; null means everyone who sees the page.</summary>
    Permission? Permission { get; }

    Type Component { get; }
}

public sealed record PanelTab(string Key, string Text);

/// <summary>Which enterprise the page shows, for which application date, and as known when (null: now).</summary>
public sealed record EnterpriseContext(Organization Organization, DateOnly On, DateTimeOffset? AsOf);

/// <summary>An entry another module adds to the time line of an enterprise: a title granted, a verdict that changed, a library entered.</summary>
public sealed record EnterpriseEvent(DateOnly On, string Title, string? Text = null, string? Href = null, CellTone Tone = CellTone.None);

/// <summary>Tells what happened to an enterprise, newest first.</summary>
public interface IEnterpriseTimeLine
{
    Task<IReadOnlyList<EnterpriseEvent>> ReadAsync(EnterpriseContext enterprise, CancellationToken cancellation);
}
