using System.Data.Common;
using Funeng.Modules.Foundation.Access;

namespace Funeng.Modules.Facts;

/// <summary>
/// A kind of subject, as the module that brings it registers it: <c>services.AddSingleton(new SubjectKind("project", "项目", "个", "/projects/", …))</c>.
/// Whatever shows subjects of any kind (lists, tasks, indicators) takes its words, its page and its permission from here.
/// </summary>
/// <param name="Id">As in <see cref="Subject.Kind"/>.</param>
/// <param name="Noun">企业, 项目.</param>
/// <param name="Counter">The measure word: 家, 个.</param>
/// <param name="Page">Address of its page; the code follows.</param>
/// <param name="View">Who may see subjects of the kind at all; which of them is the scope's matter.</param>
public sealed record SubjectKind(string Id, string Noun, string Counter, string Page, Permission View);

/// <summary>Every kind of subject that has been registered.</summary>
public sealed class SubjectKinds(IEnumerable<SubjectKind> kinds)
{
    private static readonly SubjectKind Unknown = new("", "对象", "个", "/", Permission.ViewEnterprises);

    public IReadOnlyList<SubjectKind> All { get; } = [.. kinds];

    public SubjectKind Get(string id) => All.FirstOrDefault(kind => kind.Id == id) ?? Unknown;

    /// <summary>The subjects an account may see, as a condition over the table <c>subject</c> joined as <c>s</c>: kinds it may see, within its scope.</summary>
    public string Seen(DbCommand command, CurrentUser user)
    {
        var seen = All.Where(kind => user.Has(kind.View)).Select(kind => $"'{kind.Id}'").ToList();
        return seen.Count == 0 ? "1 = 0" : $"s.kind in ({string.Join(", ", seen)}) and {user.Scope.Sql(command, "s.region", "s.zone", "s.id")}";
    }
}
