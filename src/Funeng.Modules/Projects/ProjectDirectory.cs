using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects;

/// <summary>The door to projects: those an account may see, by place, by zone, or because they are its own enterprise's.</summary>
public sealed class ProjectDirectory(FunengDb db)
{
    public IQueryable<Project> Within(CurrentUser user) => user.Has(Permission.ViewProjects)
        ? user.Scope.Filter(db.Set<Project>(), project => project.Region, project => project.Zone, project => project.Owner ?? 0)
        : db.Set<Project>().Where(project => false);

    /// <summary>Null when there is none or it lies outside the scope: the two look the same.</summary>
    public Task<Project?> FindAsync(CurrentUser user, string code, CancellationToken cancellation) =>
        Within(user).SingleOrDefaultAsync(project => project.Code == code, cancellation);
}
