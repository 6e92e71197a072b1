using Microsoft.Extensions.Hosting;

namespace Funeng.Modules.Registry;

/// <summary>Reads the names into memory after the start, while the site answers already.</summary>
internal sealed class WarmNames(EnterpriseIndex index) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await index.WarmAsync(stoppingToken);
        }
        catch (Exception problem) when (problem is OperationCanceledException or System.Data.Common.DbException)
        {
            // The first search reads them, and says what is wrong.
        }
    }
}
