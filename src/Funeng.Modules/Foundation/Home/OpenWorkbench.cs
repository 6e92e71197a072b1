using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;

namespace Funeng.Modules.Foundation.Home;

/// <summary>The signed-in user's own work, most overdue first, with the figures and changes of all modules.</summary>
public sealed class OpenWorkbench(IEnumerable<IHomeContributor> contributors, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public async Task<Workbench> RunAsync(CancellationToken cancellation)
    {
        var now = city.Local(clock.GetUtcNow());
        var today = DateOnly.FromDateTime(now.DateTime);
        var parts = new List<HomeContribution>();
        foreach (var contributor in contributors)
            parts.Add(await contributor.ContributeAsync(user, today, cancellation));
        return new Workbench(
            now,
            [.. parts.SelectMany(part => part.Work).OrderBy(item => item.Due ?? DateOnly.MaxValue)],
            [.. parts.SelectMany(part => part.Figures)],
            [.. parts.SelectMany(part => part.Changes).OrderByDescending(change => change.When, StringComparer.Ordinal)])
        {
            OwnPages = [.. parts.SelectMany(part => part.OwnPages)],
        };
    }
}

public sealed record Workbench(
    DateTimeOffset Now, IReadOnlyList<WorkItem> Work, IReadOnlyList<Ui.KeyFigure> Figures, IReadOnlyList<Ui.TimeLineEntry> Changes)
{
    public DateOnly Today => DateOnly.FromDateTime(Now.DateTime);

    public IReadOnlyList<WorkItem> OwnPages { get; init; } = [];

    public long Open => Work.Sum(item => item.Count);

    public long Overdue => Work.Sum(item => item.LateOn(Today));
}
