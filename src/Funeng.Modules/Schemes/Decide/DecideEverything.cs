using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Schemes.Decide;

/// <summary>Decides every enterprise anew: after new rules, and when a day brings another version into force.</summary>
internal sealed class DecideEverything(FunengDb db, DecideVerdicts decide)
{
    /// <param name="report">Told how many enterprises are done, and of how many.</param>
    /// <param name="cancellation">Stops between two chunks; what is stored stays.</param>
    /// <returns>How many enterprises were decided.</returns>
    public async Task<int> RunAsync(Func<int, int, ValueTask>? report, CancellationToken cancellation)
    {
        var subjects = await db.Set<Subject>().Where(subject => subject.Kind == Subject.Enterprise)
            .OrderBy(subject => subject.Id).Select(subject => subject.Id).ToListAsync(cancellation);
        await decide.RunAsync(subjects, null, done => report?.Invoke(done, subjects.Count) ?? ValueTask.CompletedTask, cancellation);
        return subjects.Count;
    }
}
