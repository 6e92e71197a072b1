using System.Globalization;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects.Import;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects;

/// <summary>Projects in the audit, by their names.</summary>
internal sealed class ProjectAudit(FunengDb db) : IAuditNames
{
    private const int Most = 50;

    public string Kind => "project";

    public string Title => "项目";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) =>
        await db.Set<Project>().Where(project => keys.Contains(project.Code))
            .ToDictionaryAsync(project => project.Code, project => new AuditName(project.Name, $"/projects/{project.Code}"), cancellation);

    public async Task<IReadOnlyList<string>> FindAsync(string text, CancellationToken cancellation) =>
        await db.Set<Project>().Where(project => project.Name.Contains(text)).OrderBy(project => project.Code).Select(project => project.Code).Take(Most).ToListAsync(cancellation);
}

/// <summary>Ledgers handed in, by their files.</summary>
internal sealed class ProjectImportAudit(FunengDb db) : IAuditNames
{
    public string Kind => "project-import";

    public string Title => "项目台账导入";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = AuditKeys.Numbers(keys);
        return (await db.Set<ProjectImport>().Where(import => ids.Contains(import.Id)).Select(import => new { import.Id, import.FileName }).ToListAsync(cancellation))
            .ToDictionary(import => import.Id.ToString(CultureInfo.InvariantCulture), import => new AuditName(import.FileName, $"/projects/import/{import.Id}"));
    }
}
