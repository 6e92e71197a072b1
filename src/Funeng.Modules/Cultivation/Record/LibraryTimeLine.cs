using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Cultivation.Record;

/// <summary>The steps of library records on the time line of an enterprise.</summary>
internal sealed class LibraryTimeLine(FunengDb db, LibraryCatalogue libraries) : IEnterpriseTimeLine
{
    public async Task<IReadOnlyList<EnterpriseEvent>> ReadAsync(EnterpriseContext enterprise, CancellationToken cancellation)
    {
        var until = enterprise.AsOf ?? DateTimeOffset.MaxValue;
        var steps = await db.Set<LibraryStepTaken>().AsNoTracking()
            .Where(step => step.TakenAt <= until)
            .Join(db.Set<LibraryRecord>().AsNoTracking(), step => step.Record, record => record.Id, (step, record) => new { step, record })
            .Where(pair => pair.record.Subject == enterprise.Organization.Id)
            .OrderByDescending(pair => pair.step.Id)
            .ToListAsync(cancellation);
        return [.. steps.Select(pair => new EnterpriseEvent(
            pair.step.TakenOn,
            $"{libraries.Find(pair.record.Library)?.Title ?? pair.record.Library}：{pair.step.Step.DisplayName()}",
            $"{pair.step.ActorName}：{pair.step.Reason}",
            $"/libraries/{pair.record.Library}/{enterprise.Organization.Code}",
            pair.step.Step is LibraryStep.Warn or LibraryStep.Exit or LibraryStep.Decline ? CellTone.Warning : CellTone.Done))];
    }
}
