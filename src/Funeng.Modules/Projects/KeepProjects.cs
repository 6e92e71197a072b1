using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects;

/// <summary>Keeps what the portfolio shows, sorts and sums equal to the present facts.</summary>
public sealed class KeepProjects(FunengDb db, FactReader facts, CityProfile city, TimeProvider clock) : IFilingListener
{
    private const int Chunk = 500;

    private static readonly SemaphoreSlim Gate = new(1);

    public async Task PublishedAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        var year = city.Today(clock).Year;
        foreach (var chunk in subjects.Chunk(Chunk))
        {
            // Reading facts and writing the row are one step: the slower of two that were told at once must not have the last word.
            await Gate.WaitAsync(cancellation);
            try
            {
                await KeepAsync(chunk, year, cancellation);
            }
            finally
            {
                Gate.Release();
            }
        }
    }

    private async Task KeepAsync(long[] chunk, int year, CancellationToken cancellation)
    {
        var projects = await db.Set<Project>().Where(project => chunk.Contains(project.Id)).ToDictionaryAsync(project => project.Id, cancellation);
        if (projects.Count == 0) return;
        await foreach (var (subject, known) in facts.LoadSubjectsAsync([.. projects.Keys], null, cancellation))
            Apply(projects[subject], known, year);
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
    }

    internal static void Apply(Project project, SubjectFacts facts, int year)
    {
        project.Stage = ProjectFacts.Latest(facts, ProjectFacts.Stage) is { Value.Kind: FeelKind.String } stage ? stage.Value.AsString() : null;
        project.StageOn = ProjectFacts.Day(facts, ProjectFacts.StageOn);
        project.PlannedStartOn = ProjectFacts.Day(facts, ProjectFacts.PlannedStartOn);
        project.PlannedCompletionOn = ProjectFacts.Day(facts, ProjectFacts.PlannedCompletionOn);
        project.PlannedProductionOn = ProjectFacts.Day(facts, ProjectFacts.PlannedProductionOn);
        project.StartedOn = ProjectFacts.Day(facts, ProjectFacts.StartedOn);
        project.CompletedOn = ProjectFacts.Day(facts, ProjectFacts.CompletedOn);
        project.ProductionOn = ProjectFacts.Day(facts, ProjectFacts.ProductionOn);
        project.TotalFen = ProjectFacts.Fen(ProjectFacts.Latest(facts, ProjectFacts.Investment));
        project.Progress = ProjectFacts.Number(ProjectFacts.Latest(facts, ProjectFacts.Progress)) is { } percent ? (int)decimal.Round(percent * 100) : null;
        project.ReportedOn = ProjectFacts.Day(facts, ProjectFacts.ReportedOn);
        project.PlanYear = year;
        project.PlanFen = ProjectFacts.Fen(OfYear(facts, ProjectFacts.Plan, year));
        project.DoneFen = ProjectFacts.Fen(OfYear(facts, ProjectFacts.Done, year));
    }

    private static Fact? OfYear(SubjectFacts facts, string key, int year) =>
        facts.Catalogue.Find(key) is { } definition ? facts.Find(definition, new Period(year)) : null;
}
