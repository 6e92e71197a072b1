using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Registry.Import;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Home;

/// <summary>Sheets written or taken back within a week: those of the user, and all of them for whoever has the whole city.</summary>
internal sealed class RecentImports(FunengDb db, ImportSight sight, CityProfile city, TimeProvider clock) : IHomeContributor
{
    private const int Most = 5;

    public async Task<HomeContribution> ContributeAsync(CurrentUser user, DateOnly today, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewEnterprises) || user.Role == Role.Enterprise)
        {
            return HomeContribution.None;
        }

        var since = clock.GetUtcNow().AddDays(-7);
        var mine = user.Scope.CoversUnplaced ? db.Set<ImportRun>() : db.Set<ImportRun>().Where(run => run.Creator == user.Id);
        var runs = await mine.AsNoTracking().Where(run => run.WrittenAt >= since && run.Changed > 0)
            .OrderByDescending(run => run.WrittenAt).Take(Most).ToListAsync(cancellation);
        var ids = runs.Select(run => run.Id).ToArray();
        var seen = user.Has(Permission.ImportFacts) ? await sight.Seen().Where(run => ids.Contains(run.Id)).Select(run => run.Id).ToListAsync(cancellation) : [];
        return new HomeContribution([], [], [.. runs.Select(run => Entry(run, seen.Contains(run.Id)))]);
    }

    private TimeLineEntry Entry(ImportRun run, bool isSeen)
    {
        var link = isSeen ? $"/import/{run.Id}" : null;
        return run.WithdrawnAt is { } withdrawn
            ? new TimeLineEntry(Fmt.Moment(city.Local(withdrawn)), $"撤销导入 {run.FileName}", run.CreatorName, link, Signal.Idle)
            : new TimeLineEntry(Fmt.Moment(city.Local(run.WrittenAt!.Value)), $"导入 {run.FileName}",
                $"{run.CreatorName}：新增企业 {Fmt.Number((long)run.Added)} 家，{Fmt.Number((long)run.Changed)} 行有变化", link, Signal.Done);
    }
}
