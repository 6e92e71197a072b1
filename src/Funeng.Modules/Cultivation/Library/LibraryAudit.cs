using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Cultivation.Library;

/// <summary>Library records in the audit: the enterprise and the library it stands in; and libraries themselves.</summary>
internal sealed class LibraryAudit(FunengDb db, LibraryCatalogue libraries) : IAuditNames
{
    public string Kind => "library";

    public string Title => "培育库";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        // sme-innovative:91370303…
        var parts = keys.Select(key => (Key: key, Parts: key.Split(':'))).Where(one => one.Parts.Length == 2).ToList();
        var codes = parts.Select(one => one.Parts[1]).Distinct().ToList();
        var names = await db.Set<Organization>().Where(organization => organization.Kind == OrganizationKind.Enterprise && codes.Contains(organization.Code))
            .ToDictionaryAsync(organization => organization.Code, organization => organization.Name, cancellation);
        var found = parts.ToDictionary(one => one.Key, one => new AuditName(
            $"{names.GetValueOrDefault(one.Parts[1], one.Parts[1])} · {libraries.Find(one.Parts[0])?.Title ?? one.Parts[0]}", $"/libraries/{one.Parts[0]}/{one.Parts[1]}"));
        // A library that was taken away as a file.
        foreach (var key in keys)
        {
            if (libraries.Find(key) is { } library) found[key] = new AuditName(library.Title, $"/libraries/{key}");
        }

        return found;
    }
}
