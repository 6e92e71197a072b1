using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Foundation.Audit;

/// <summary>Chains new audit rows every few seconds while the site runs, and once more when it stops.</summary>
internal sealed class AuditSealer(AuditChain chain, TimeProvider time, ILogger<AuditSealer> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await SealAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // There was no time left; the next start chains them.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SealAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The site stops.
        }
    }

    private async Task SealAsync(CancellationToken cancellation)
    {
        try
        {
            await chain.SealAsync(cancellation);
        }
        catch (Exception problem) when (problem is System.Data.Common.DbException or InvalidOperationException)
        {
            // The rows wait; the next round takes them.
            log.LogWarning(problem, "The audit rows could not be chained now");
        }
    }
}
