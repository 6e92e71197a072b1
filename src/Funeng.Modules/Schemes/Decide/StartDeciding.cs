using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Schemes.Decide;

/// <summary>Starts deciding every enterprise anew as a job; who asked for it and why is audited.</summary>
public sealed class StartDeciding(JobRunner jobs, AuditTrail audit, FunengDb db, CurrentUser user)
{
    /// <returns>Id of the job.</returns>
    public async Task<long> RunAsync(string reason, CancellationToken cancellation)
    {
        audit.Record("重新判定全部企业", "schemes:all", reason);
        await db.SaveChangesAsync(cancellation);
        return await jobs.StartAsync(user, new NewJob("re-decide", "按现行标准重新判定全部企业"), WorkAsync, cancellation);
    }

    private static async Task<string?> WorkAsync(IServiceProvider services, JobProgress progress, CancellationToken cancellation)
    {
        await services.GetRequiredService<DecideEverything>().RunAsync(
            (done, total) => progress.ReportAsync(done, total, $"已判定 {done:N0} / {total:N0} 家企业"), cancellation);
        return "/schemes";
    }
}
