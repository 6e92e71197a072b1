using System.Globalization;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>
/// Merges a case that tells of the same problem as another into that: its tasks and its row of the problem list end, its photos and what it tells go over. It stays to be
/// read and says where it went. Taken up again it is a case of its own once more, with the photos it brought.
/// </summary>
public sealed class MergeCase(FunengDb db, ClinicSight sight, ClinicBook book, ClinicAskers askers)
{
    private const int MostOffered = 50;

    /// <returns>What is wrong; null when this account does not run such a case.</returns>
    public async Task<IReadOnlyList<Problem>?> RunAsync(long id, long version, string into, string reason, CancellationToken cancellation)
    {
        if (await sight.FindAsync(id, cancellation) is not { } it || !(await sight.RightsAsync(it, cancellation)).Runs) return null;
        if (version != it.Version) return ClinicBook.ChangedMeanwhile;
        if (it.State is not (ClinicState.Reported or ClinicState.Consulting or ClinicState.Treating)) return ClinicBook.WrongState(it);
        var problems = new List<Problem>();
        var other = long.TryParse(into, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? await (await TwinsAsync(it, cancellation)).SingleOrDefaultAsync(row => row.Id == key, cancellation) : null;
        if (other is null || !(await sight.RightsAsync(other, cancellation)).Runs) problems.Add(new("Into", "没有选择并入哪一件，或那一件已经办结。"));
        if (reason.Trim().Length is < 4 or > 500) problems.Add(new("MergeReason", "请写明为什么是同一个问题，4 到 500 个字。"));
        if (problems.Count > 0) return problems;
        await MergeAsync(it, other!, reason.Trim(), cancellation);
        return await book.SaveAsync(it, cancellation);
    }

    /// <summary>The open cases a case may be one with: of the same project; without a project, of the same enterprise.</summary>
    public async Task<IReadOnlyList<ClinicCase>> OffersAsync(ClinicCase it, CancellationToken cancellation) =>
        await (await TwinsAsync(it, cancellation)).AsNoTracking().OrderByDescending(row => row.ReportedOn).ThenByDescending(row => row.Id).Take(MostOffered).ToListAsync(cancellation);

    private async Task<IQueryable<ClinicCase>> TwinsAsync(ClinicCase it, CancellationToken cancellation)
    {
        var open = ClinicCase.Open((await sight.VisibleAsync(cancellation)).Where(row => row.Id != it.Id));
        return it.Project is { } project ? open.Where(row => row.Project == project) : open.Where(row => row.Project == null && row.Owner != null && row.Owner == it.Owner);
    }

    private async Task MergeAsync(ClinicCase it, ClinicCase other, string reason, CancellationToken cancellation)
    {
        var known = await db.Set<ClinicPhoto>().Where(row => row.ClinicCase == other.Id).Select(row => row.Sha256).ToListAsync(cancellation);
        foreach (var photo in await db.Set<ClinicPhoto>().Where(row => row.ClinicCase == it.Id && !known.Contains(row.Sha256)).ToListAsync(cancellation))
            (photo.ClinicCase, photo.CameFrom) = (other.Id, photo.CameFrom ?? it.Id);
        (it.MergedInto, it.Result) = (other.Id, reason);
        await book.CloseAsync(it, ClinicState.Merged, $"并入 {other.Number}：{reason}", cancellation);
        book.Note(it, ClinicEntryKind.Merged, $"并入 {other.Number}“{other.Title}”：{reason}");
        book.Note(other, ClinicEntryKind.Merged, $"{it.Number}“{it.Title}”并入本件：{reason}{(it.Detail.Length > 0 ? $"。那一件的情况说明：{it.Detail}" : "")}（{it.ReporterName}报，联系人见 {it.Number}）");
        other.Version++;
        await askers.TellAsync(it, $"已并入：“{it.Title}”（{it.Number}）与 {other.Number} 是同一个问题，一并办理，办理结果会告诉您", cancellation);
    }
}
