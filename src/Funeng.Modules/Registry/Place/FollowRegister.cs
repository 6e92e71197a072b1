using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Registry.Place;

/// <summary>Files places after the start and whenever the register has changed; two hosts that do it at one moment collide, and one of them looks again.</summary>
internal sealed partial class FollowRegister(IServiceScopeFactory scopes, EnterpriseIndex index, ILogger<FollowRegister> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var changed = new SemaphoreSlim(1);
        void Wake()
        {
            if (changed.CurrentCount == 0) changed.Release();
        }

        index.Changed += Wake;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await changed.WaitAsync(Pause, stoppingToken);
                await FileAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            index.Changed -= Wake;
        }
    }

    private async Task FileAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var unit = scopes.CreateAsyncScope();
            unit.ServiceProvider.GetRequiredService<Foundation.Access.CurrentUser>().ActAsSystem();
            await unit.ServiceProvider.GetRequiredService<FilePlaces>().RunAsync(stoppingToken);
        }
        catch (Exception problem) when (!stoppingToken.IsCancellationRequested)
        {
            NotFiled(log, problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Places of the register were not filed; the next round tries again.")]
    private static partial void NotFiled(ILogger log, Exception problem);
}
