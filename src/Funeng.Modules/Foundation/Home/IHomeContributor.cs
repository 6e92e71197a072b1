using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Foundation.Home;

/// <summary>One thing the user has to do: what kind, what, from where, and until when.</summary>
/// <param name="Due">Null when it has no date.</param>
/// <param name="Amount">How many records stand behind it; one entry per kind is better than one per record.</param>
public sealed record WorkItem(string Kind, string Title, string Source, string Href, DateOnly? Due = null, long? Amount = null)
{
    /// <summary>What these records are counted in.</summary>
    public string Unit { get; init; } = "条";

    /// <summary>How many entries it stands for that are not listed one by one, and how many of those are late; null when it stands for itself.</summary>
    public (long Count, long Late)? Rest { get; init; }

    /// <summary>How many entries it counts as.</summary>
    public long Count => Rest?.Count ?? 1;

    /// <summary>How many of them are late.</summary>
    public long LateOn(DateOnly today) => Rest?.Late ?? (Due < today ? 1 : 0);
}

/// <summary>What one module has to say on the workbench.</summary>
public sealed record HomeContribution(IReadOnlyList<WorkItem> Work, IReadOnlyList<KeyFigure> Figures, IReadOnlyList<TimeLineEntry> Changes)
{
    public static readonly HomeContribution None = new([], [], []);

    /// <summary>Where whoever signs in for one enterprise begins: nothing there waits for him, so it is no work and not counted.</summary>
    public IReadOnlyList<WorkItem> OwnPages { get; init; } = [];
}

/// <summary>
/// A module that has work, figures or news for the workbench registers one of these as a scoped service. It answers for the given user,
/// within his scope and permissions, in well under 100 ms; the workbench shows the contributions in the order of registration.
/// </summary>
public interface IHomeContributor
{
    Task<HomeContribution> ContributeAsync(CurrentUser user, DateOnly today, CancellationToken cancellation);
}
