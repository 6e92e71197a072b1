using Funeng.Modules.Foundation.Audit;

namespace Funeng.Modules.Policies;

/// <summary>Policies in the audit.</summary>
internal sealed class PolicyAudit(PolicyBook book) : IAuditNames
{
    public string Kind => "policy";

    public string Title => "政策";

    public Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<string, AuditName>>(keys.Select(book.Find).OfType<PolicyDocument>().ToDictionary(policy => policy.Id, policy => new AuditName(policy.Title, $"/policies/{policy.Id}")));
}
