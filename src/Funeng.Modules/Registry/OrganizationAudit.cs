using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry.Import;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Registry;

/// <summary>Enterprises in the audit, by name or by code.</summary>
internal sealed class EnterpriseAudit(FunengDb db, EnterpriseIndex index) : IAuditNames
{
    private const int Most = 50;

    public string Kind => "enterprise";

    public string Title => "企业";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) =>
        await db.Set<Organization>().Where(organization => organization.Kind == OrganizationKind.Enterprise && keys.Contains(organization.Code))
            .ToDictionaryAsync(organization => organization.Code, organization => new AuditName(organization.Name, organization.Link), cancellation);

    public async Task<IReadOnlyList<string>> FindAsync(string text, CancellationToken cancellation) =>
        [.. (await index.SuggestAsync(text, Scope.All, Most, cancellation)).Select(found => found.Code)];
}

/// <summary>Other organizations in the audit.</summary>
internal sealed class OrganizationAudit(FunengDb db) : IAuditNames
{
    public string Kind => "organization";

    public string Title => "机构";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) =>
        (await db.Set<Organization>().Where(organization => organization.Kind != OrganizationKind.Enterprise && keys.Contains(organization.Code)).ToListAsync(cancellation))
            .DistinctBy(organization => organization.Code).ToDictionary(organization => organization.Code, organization => new AuditName(organization.Name, organization.Link));
}

/// <summary>Imports in the audit, by their files.</summary>
internal sealed class ImportAudit(FunengDb db, ImportSight sight, CurrentUser user) : IAuditNames
{
    public string Kind => "import";

    public string Title => "导入";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        var found = await db.Set<ImportRun>().Where(run => ids.Contains(run.Id)).Select(run => new { run.Id, run.FileName }).ToListAsync(cancellation);
        var seen = user.Has(Permission.ImportFacts) ? await sight.Seen().Where(run => ids.Contains(run.Id)).Select(run => run.Id).ToListAsync(cancellation) : [];
        return found.ToDictionary(
            run => run.Id.ToString(CultureInfo.InvariantCulture), run => new AuditName(run.FileName, seen.Contains(run.Id) ? $"/import/{run.Id}" : null));
    }
}
