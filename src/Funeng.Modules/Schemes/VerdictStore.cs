using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Schemes;

/// <summary>The door to stored verdicts. Reading takes a scope, as everything about a subject does.</summary>
public sealed class VerdictStore(FunengDb db)
{
    /// <summary>The verdicts on subjects a scope covers.</summary>
    public IQueryable<StoredVerdict> Within(Scope scope, string kind = Subject.Enterprise)
    {
        var subjects = scope.Filter(
            db.Set<Subject>().Where(subject => subject.Kind == kind), subject => subject.Region, subject => subject.Zone, subject => subject.Id);
        return db.Set<StoredVerdict>().AsNoTracking().Where(verdict => subjects.Any(subject => subject.Id == verdict.Subject));
    }

    /// <summary>All verdicts on one subject; whoever asks has found the subject within a scope.</summary>
    public async Task<IReadOnlyList<StoredVerdict>> OfSubjectAsync(long subject, CancellationToken cancellation) =>
        await db.Set<StoredVerdict>().AsNoTracking().Where(verdict => verdict.Subject == subject).ToListAsync(cancellation);

    public async Task<IReadOnlyList<StoredVerdict>> OfSubjectsAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation) =>
        await db.Set<StoredVerdict>().AsNoTracking().Where(verdict => subjects.Contains(verdict.Subject)).ToListAsync(cancellation);

    /// <summary>What a scheme said of a subject before, newest first; whoever asks has found the subject within a scope.</summary>
    public async Task<IReadOnlyList<PastVerdict>> PastAsync(long subject, string scheme, CancellationToken cancellation) =>
        await db.Set<PastVerdict>().AsNoTracking().Where(past => past.Subject == subject && past.Scheme == scheme)
            .OrderByDescending(past => past.Id).ToListAsync(cancellation);
}
