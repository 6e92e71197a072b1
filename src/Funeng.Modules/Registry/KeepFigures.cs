using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Registry;

/// <summary>Keeps the figures by which lists sort and sum (revenue, employees, founding day, industry) equal to the present facts.</summary>
internal sealed class KeepFigures(IServiceScopeFactory scopes) : IFilingListener
{
    private const int Chunk = 1000, Many = 4000;

    private static readonly SemaphoreSlim Gate = new(1);

    // Of very many nothing but these is read.
    private static readonly HashSet<string> Kept = ["revenue", "employees", "foundedOn", "industryCode"];

    public async Task PublishedAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        // A unit of work of its own: the store that tells of the filings is still in the middle of its caller's.
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FunengDb>();
        var facts = scope.ServiceProvider.GetRequiredService<FactReader>();
        foreach (var chunk in subjects.Chunk(subjects.Count < Many ? Chunk : Many))
        {
            // Reading facts and writing figures are one step: the slower of two that were told at once must not have the last word.
            await Gate.WaitAsync(cancellation);
            try
            {
                await KeepAsync(db, facts, chunk, await TableAsync(scope.ServiceProvider, chunk, cancellation), cancellation);
            }
            finally
            {
                Gate.Release();
            }
        }
    }

    private static async Task<FactTable?> TableAsync(IServiceProvider services, long[] subjects, CancellationToken cancellation) => subjects.Length < Many ? null
        : (await services.GetRequiredService<FactTables>().OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table.Only(Kept);

    private static async Task KeepAsync(FunengDb db, FactReader facts, long[] subjects, FactTable? table, CancellationToken cancellation)
    {
        var organizations = await db.Set<Organization>().Where(organization => subjects.Contains(organization.Id))
            .ToDictionaryAsync(organization => organization.Id, cancellation);
        foreach (var organization in organizations.Values.Where(organization => table?.FindRow(organization.Id) >= 0))
            Apply(organization, table!.ReadSubject(table.FindRow(organization.Id)));
        var others = organizations.Keys.Where(id => table is null || table.FindRow(id) < 0).ToList();
        await foreach (var (subject, known) in facts.LoadSubjectsAsync(others, null, cancellation))
            Apply(organizations[subject], known);
        await ForgetTakenBackAsync(db, facts, organizations, cancellation);
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
    }

    /// <summary>
    /// A founding day or an industry that somebody filed and took back is not known any more. One that only the register ever said stays.
    /// </summary>
    private static async Task ForgetTakenBackAsync(FunengDb db, FactReader facts, Dictionary<long, Organization> organizations, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        var takenBack = await Withdrawals.LatestAsync(db.Database.GetDbConnection(), null, organizations.Keys, cancellation);
        await db.Database.CloseConnectionAsync();
        foreach (var organization in takenBack.Keys.Select(id => organizations[id]))
        {
            var standing = (await facts.HistoryAsync(organization.Id, cancellation)).ToLookup(entry => entry.Key, entry => entry.Standing);
            if (IsGone(standing["foundedOn"])) organization.FoundedOn = null;
            if (IsGone(standing["industryCode"])) organization.Industry = null;
        }
    }

    private static bool IsGone(IEnumerable<EntryStanding> said) => said.Any() && said.All(standing => standing != EntryStanding.Present);

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
