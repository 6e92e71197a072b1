using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Registry.Import;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry.Home;

/// <summary>Rows of enterprises the townships reported and only the city may register.</summary>
internal sealed class WaitingRegistrations(ImportSight sight) : IHomeContributor
{
    public async Task<HomeContribution> ContributeAsync(CurrentUser user, DateOnly today, CancellationToken cancellation)
    {
        var waiting = await sight.Waiting().Select(run => run.Waiting).ToListAsync(cancellation);
        return waiting.Count == 0
            ? HomeContribution.None
            : new HomeContribution(
                [new WorkItem("待核对", $"{waiting.Sum()} 家新登记或迁入的企业", $"{waiting.Count} 张表由镇街、功能区报送", "/import#waiting", null, waiting.Sum())], [], []);
    }
}
