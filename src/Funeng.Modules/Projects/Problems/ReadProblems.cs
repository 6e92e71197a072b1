using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Problems;

/// <summary>A problem with the project it belongs to.</summary>
public sealed record ProblemRow(Project Project, ProjectProblem Problem);

/// <summary>The problems of the projects an account may see: one reading for all three lists.</summary>
public sealed class ReadProblems(FunengDb db, ProjectDirectory projects, CurrentUser user)
{
    public Task<List<ProblemRow>> OfAsync(long project, CancellationToken cancellation) => Within(row => row.Id == project).ToListAsync(cancellation);

    public Task<List<ProblemRow>> OpenAsync(CancellationToken cancellation) => Within(_ => true, onlyOpen: true).ToListAsync(cancellation);

    public Task<List<ProblemRow>> AllAsync(CancellationToken cancellation) => Within(_ => true).ToListAsync(cancellation);

    private IQueryable<ProblemRow> Within(System.Linq.Expressions.Expression<Func<Project, bool>> of, bool onlyOpen = false) =>
        from project in projects.Within(user).AsNoTracking().Where(of)
        join problem in db.Set<ProjectProblem>().AsNoTracking() on project.Id equals problem.Project
        where !onlyOpen || problem.ClosedOn == null
        orderby problem.ClosedOn != null, problem.DueOn, problem.RaisedOn, problem.Id
        select new ProblemRow(project, problem);
}
