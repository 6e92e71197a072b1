using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Regions;

namespace Funeng.Modules.Projects.Factors;

/// <summary>The quotas of a district in the audit, by its name.</summary>
internal sealed class FactorAudit(RegionTree regions) : IAuditNames
{
    public string Kind => "factor-stock";

    public string Title => "要素指标";

    public Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<string, AuditName>>(keys.Distinct().ToDictionary(key => key, key => new AuditName(regions.Name(key), "/projects/factors")));
}
