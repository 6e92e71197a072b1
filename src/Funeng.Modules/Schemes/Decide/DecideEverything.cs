using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Schemes.Decide;

/// <summary>Decides every enterprise anew: after new rules, and when a day brings another version into force.</summary>
public sealed class DecideEverything(FunengDb db, DecideVerdicts decide)
{
    /// <returns>How many enterprises were decided.</returns>
    public async Task<int> RunAsync(IProgress<int>? progress, CancellationToken cancellation)
    {
        var subjects = await db.Set<Subject>().Where(subject => subject.Kind == Subject.Enterprise)
            .OrderBy(subject => subject.Id).Select(subject => subject.Id).ToListAsync(cancellation);
        await decide.RunAsync(subjects, progress, cancellation);
        return subjects.Count;
    }
}
