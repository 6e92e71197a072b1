using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects;

/// <summary>Whose projects are, where the owner is registered.</summary>
internal sealed class ProjectOwners(FunengDb db) : ISubjectOwners
{
    private const int AtOnce = 500;

    public string Kind => ProjectsModule.Subject;

    public async Task<IReadOnlyDictionary<long, long>> OfAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        var owners = new Dictionary<long, long>();
        foreach (var chunk in subjects.Chunk(AtOnce))
        {
            var owned = await db.Set<Project>().AsNoTracking().Where(project => chunk.Contains(project.Id) && project.Owner != null).Select(project => new { project.Id, project.Owner }).ToListAsync(cancellation);
            foreach (var project in owned) owners[project.Id] = project.Owner!.Value;
        }

        return owners;
    }
}
