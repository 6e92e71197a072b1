using Funeng.Modules.Foundation.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Foundation.Notifications;

/// <summary>What a module puts into the outbox by the clock: digests. Called every minute; it says itself what is due.</summary>
public interface INoticeSource
{
    Task FillAsync(CancellationToken cancellation);
}

/// <summary>Fills the outbox by the clock and empties it, every minute while the site runs.</summary>
internal sealed class NoticeSender(IServiceScopeFactory scopes, TimeProvider time, ILogger<NoticeSender> log)
    : ClockWork(TimeSpan.FromMinutes(1), atStart: false, time, log)
{
    protected override async Task RoundAsync(CancellationToken cancellation)
    {
        await using var unit = scopes.CreateAsyncScope();
        foreach (var source in unit.ServiceProvider.GetServices<INoticeSource>())
            await source.FillAsync(cancellation);
        await unit.ServiceProvider.GetRequiredService<SendNotices>().RunAsync(cancellation);
    }
}
