using Funeng.Modules.Foundation.Audit;

namespace Funeng.Modules.Schemes;

/// <summary>Standards in the audit.</summary>
internal sealed class SchemeAudit(RuleBook rules) : IAuditNames
{
    public string Kind => "scheme";

    public string Title => "认定标准";

    public Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<string, AuditName>>(keys.Where(key => rules.FindLatest(key) is not null)
            .ToDictionary(key => key, key => new AuditName(rules.FindLatest(key)!.Scheme.Title, $"/schemes/{key}")));
}

/// <summary>What concerns all standards at once.</summary>
internal sealed class AllSchemesAudit : IAuditNames
{
    public string Kind => "schemes";

    public string Title => "认定标准";

    public Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<string, AuditName>>(keys.ToDictionary(key => key, _ => new AuditName("全部标准", "/schemes")));
}
