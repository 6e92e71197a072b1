using Funeng.Modules.Foundation.Access;

namespace Funeng.Modules.Schemes;

/// <summary>
/// A part another module adds to the page of a verdict, such as the cheapest path to a tier. Registered as a service. The component is a
/// Razor component with one parameter, <c>[Parameter] public VerdictContext Verdict { get; set; }</c>.
/// </summary>
public interface IVerdictPanel
{
    /// <summary>Place on the page, in steps of ten.</summary>
    int Order { get; }

    /// <summary>Without it the panel is not shown; null means everyone who sees the page.</summary>
    Permission? Permission { get; }

    Type Component { get; }
}

/// <summary>The verdict a page explains, with the facts it was decided on.</summary>
public sealed record VerdictContext(Facts.Subject Subject, RulePack Pack, Engines.Facts.FactView View, Engines.Criteria.Verdict Verdict);
