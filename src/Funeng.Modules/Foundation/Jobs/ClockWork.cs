using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Foundation.Jobs;

/// <summary>
/// Work done again and again while the site runs. A round that fails is written to the log and tried again at the next: until then what it
/// keeps stands as it was. Rounds never overlap.
/// </summary>
/// <param name="pause">Between two rounds.</param>
/// <param name="atStart">Whether the first round is done at the start, or after the first pause.</param>
internal abstract partial class ClockWork(TimeSpan pause, bool atStart, TimeProvider time, ILogger log) : BackgroundService
{
    protected TimeProvider Time => time;

    protected abstract Task RoundAsync(CancellationToken cancellation);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pause, time);
        try
        {
            if (atStart) await TryAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The site stops.
        }
    }

    private async Task TryAsync(CancellationToken cancellation)
    {
        try
        {
            await RoundAsync(cancellation);
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested)
        {
            Failed(log, GetType().Name, problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of {Work} failed; the next one tries again")]
    private static partial void Failed(ILogger log, string work, Exception problem);
}
