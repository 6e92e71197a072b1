using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Registry;

/// <summary>Keeps the figures by which lists sort and sum (revenue, employees, founding day, industry) equal to the present facts.</summary>
internal sealed class KeepFigures(IServiceScopeFactory scopes) : IFilingListener
{
    private const int Chunk = 1000;

    public async Task PublishedAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        // A unit of work of its own: the store that tells of the filings is still in the middle of its caller's.
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FunengDb>();
        var facts = scope.ServiceProvider.GetRequiredService<FactStore>();
        foreach (var chunk in subjects.Chunk(Chunk))
        {
            var organizations = await db.Set<Organization>().Where(organization => chunk.Contains(organization.Id))
                .ToDictionaryAsync(organization => organization.Id, cancellation);
            await foreach (var (subject, known) in facts.LoadSubjectsAsync([.. organizations.Keys], null, cancellation))
            {
                Apply(organizations[subject], known);
            }

            await db.SaveChangesAsync(cancellation);
            db.ChangeTracker.Clear();
        }
    }

    private static void Apply(Organization organization, SubjectFacts facts)
    {
        var revenue = Latest(facts, "revenue");
        organization.RevenueYear = revenue?.Period.Year;
        organization.RevenueFen = Number(revenue) is { } yuan && Math.Abs(yuan) < 9e16m ? (long)decimal.Round(yuan * 100) : null;
        organization.Employees = Number(Latest(facts, "employees")) is { } people && Math.Abs(people) < 1e15m ? (long)people : null;
        if (Latest(facts, "foundedOn")?.Value.AsDate().TryToDateOnly(out var founded) == true)
        {
            organization.FoundedOn = founded;
        }

        organization.Industry = Latest(facts, "industryCode")?.Value.AsString() ?? organization.Industry;
    }

    private static Fact? Latest(SubjectFacts facts, string key) =>
        facts.Catalogue.Find(key) is { } definition ? facts.FindLatest(definition) : null;

    private static decimal? Number(Fact? fact) => fact is not null && fact.Value.AsNumber().TryToDecimal(out var number) ? number : null;
}
