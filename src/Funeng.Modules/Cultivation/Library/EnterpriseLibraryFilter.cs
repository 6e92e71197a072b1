using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;

namespace Funeng.Modules.Cultivation.Library;

/// <summary>“In which library” as a filter of the list of enterprises.</summary>
internal sealed class EnterpriseLibraryFilter(FunengDb db, LibraryCatalogue libraries) : IEnterpriseFilter
{
    public string Key => "library";

    public string Label => "培育库";

    public string All => "全部培育库";

    public int Order => 30;

    public IReadOnlyList<(string Value, string Text)> Options => [.. libraries.Libraries.Select(library => (library.Id, "在库：" + library.ShortName))];

    public IQueryable<long>? Subjects(string value, Scope scope) => libraries.Find(value) is null
        ? null
        : db.Set<LibraryRecord>()
            .Where(record => record.Library == value && record.ClosedOn == null
                && (record.State == LibraryState.Member || record.State == LibraryState.UnderReview || record.State == LibraryState.Warned))
            .Select(record => record.Subject);
}
