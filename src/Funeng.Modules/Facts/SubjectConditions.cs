using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Facts;

/// <summary>Conditions on subjects as queries of their ids, so that lists can apply them in the database. Combine them with a scoped query.</summary>
public sealed class SubjectConditions(FunengDb db)
{
    /// <summary>Those that hold a scheme's title on a day.</summary>
    public IQueryable<long> HoldingTitle(string scheme, DateOnly on) => db.Set<TitleGrantRow>()
        .Where(grant => grant.Scheme == scheme && grant.WithdrawnAt == null && grant.ValidFrom <= on && (grant.ValidTo == null || grant.ValidTo >= on)
            && (grant.Batch == null || db.Set<Batch>().Any(batch => batch.Id == grant.Batch && batch.State == BatchState.Published)))
        .Select(grant => grant.Subject);

    /// <summary>The schemes whose titles some subjects hold on a day.</summary>
    public async Task<ILookup<long, string>> TitlesAsync(IReadOnlyList<long> subjects, DateOnly on, CancellationToken cancellation)
    {
        var rows = await db.Set<TitleGrantRow>().AsNoTracking()
            .Where(grant => subjects.Contains(grant.Subject) && grant.WithdrawnAt == null && grant.ValidFrom <= on && (grant.ValidTo == null || grant.ValidTo >= on)
                && (grant.Batch == null || db.Set<Batch>().Any(batch => batch.Id == grant.Batch && batch.State == BatchState.Published)))
            .Select(grant => new { grant.Subject, grant.Scheme }).Distinct().ToListAsync(cancellation);
        return rows.ToLookup(row => row.Subject, row => row.Scheme);
    }

    /// <summary>Those of some subjects about which anything was ever filed outside one batch.</summary>
    public async Task<IReadOnlyList<long>> SpokenOfOutsideAsync(IReadOnlyCollection<long> subjects, long batch, CancellationToken cancellation) =>
        await db.Set<FilingRow>().Where(filing => subjects.Contains(filing.Subject) && filing.Batch != batch).Select(filing => filing.Subject)
            .Union(db.Set<TitleGrantRow>().Where(grant => subjects.Contains(grant.Subject) && grant.Batch != batch).Select(grant => grant.Subject))
            .ToListAsync(cancellation);

    /// <summary>Those a source has reported about.</summary>
    public IQueryable<long> ReportedBy(string source) => db.Set<FilingRow>()
        .Where(filing => filing.Source == source
            && (filing.Batch == null || db.Set<Batch>().Any(batch => batch.Id == filing.Batch && batch.State == BatchState.Published)))
        .Select(filing => filing.Subject);
}
