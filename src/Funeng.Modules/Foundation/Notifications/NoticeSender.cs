using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Foundation.Notifications;

/// <summary>What a module puts into the outbox by the clock: digests. Called every minute; it says itself what is due.</summary>
public interface INoticeSource
{
    Task FillAsync(CancellationToken cancellation);
}

/// <summary>Fills the outbox by the clock and empties it, every minute while the site runs.</summary>
internal sealed partial class NoticeSender(IServiceScopeFactory scopes, TimeProvider time, ILogger<NoticeSender> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await RunOnceAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The site stops.
        }
    }

    private async Task RunOnceAsync(CancellationToken cancellation)
    {
        try
        {
            await using var unit = scopes.CreateAsyncScope();
            foreach (var source in unit.ServiceProvider.GetServices<INoticeSource>())
                await source.FillAsync(cancellation);
            await unit.ServiceProvider.GetRequiredService<SendNotices>().RunAsync(cancellation);
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested)
        {
            Postponed(log, problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Notices could not be sent now; the next round tries again")]
    private static partial void Postponed(ILogger log, Exception problem);
}
