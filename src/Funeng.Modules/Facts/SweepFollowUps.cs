using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Facts;

/// <summary>Takes up follow-ups that were left over: at the start those of a process that was killed, later those whose listener had failed.</summary>
internal sealed partial class SweepFollowUps(FollowUps followUps, TimeProvider time, ILogger<SweepFollowUps> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await followUps.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            await StartAsync(followUps, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await followUps.SweepAsync().WaitAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The site stops.
        }
    }

    internal static async Task TakeUpAsync(FollowUps followUps, CancellationToken cancellation)
    {
        await followUps.Rows.MakeAllDueAsync(cancellation);
        await followUps.SweepAsync().WaitAsync(cancellation);
    }

    private async Task StartAsync(FollowUps left, CancellationToken cancellation)
    {
        try
        {
            await TakeUpAsync(left, cancellation);
        }
        catch (DbException problem)
        {
            Postponed(log, problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Follow-ups left over could not be looked for at the start")]
    private static partial void Postponed(ILogger log, Exception problem);
}
