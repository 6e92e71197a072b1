using Funeng.Engines.Synthetic;
using Funeng.Feel.Values;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.SignIn;
using Funeng.Modules.Registry;
using Funeng.Modules.Registry.Place;
using Funeng.Modules.Registry.Organizations;
using Funeng.Modules.Schemes;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Host.Demo;

/// <summary>
/// Fills a new demo installation: made-up enterprises with three years of facts and titles, the enterprises articles name, library records in
/// every state, and an account for each role. What is there already is left alone.
/// </summary>
internal static class DemoCity
{
    public const long Seed = 20260101;

    private const int FilesAtOnce = 2000, RecordsToRead = 6;

    public static async Task LoadAsync(WebApplication site, CancellationToken cancellation)
    {
        if (site.Services.GetRequiredService<Installation>().City == CityContent.Demo)
        {
            var options = site.Services.GetRequiredService<SiteOptions>();
            await site.Services.GetRequiredService<CityLoad>().RunAsync(() => LoadAsync(site.Services, options.Enterprises, Seed, cancellation, options.Projects));
        }
    }

    /// <returns>What was loaded; nothing when the installation had subjects already.</returns>
    public static async Task<DemoCounts> LoadAsync(IServiceProvider services, int enterprises, long seed, CancellationToken cancellation, int? projects = null)
    {
        await using var scope = services.CreateAsyncScope();
        var provider = scope.ServiceProvider;
        provider.GetRequiredService<CurrentUser>().ActAs(null, "演示城市", Role.Administrator, Scope.All);
        var counts = DemoCounts.Nothing;
        var isNew = await IsNewAsync(provider, cancellation);
        using var mark = isNew && provider.GetRequiredService<Installation>().City == CityContent.Demo ? DemoMark.Begin(provider.GetRequiredService<Installation>().DataFolder) : null;
        if (isNew)
        {
            counts = await FillAsync(provider, enterprises, seed, cancellation);
            if (provider.GetRequiredService<Installation>() is { City: CityContent.Demo } installation)
                await DemoOrganizations.LoadAsync(provider.GetRequiredService<ManagePosts>(), installation.RulesFolder, cancellation);
        }

        if (provider.GetRequiredService<Installation>().City == CityContent.Demo)
        {
            var scopes = await ScopesAsync(provider, cancellation);
            if (isNew)
            {
                var today = provider.GetRequiredService<CityProfile>().Today(provider.GetRequiredService<TimeProvider>());
                await DemoProjects.LoadAsync(provider, scopes, projects, today, cancellation);
                await DemoWorks.LoadAsync(provider, today, cancellation);
                await DemoCapacity.LoadAsync(provider, today, cancellation);
            }

            await provider.GetRequiredService<MakeDemoAccounts>().RunAsync(scopes, cancellation);
            if (counts.Records > 0)
                await AskOutsideAsync(provider, cancellation);
            await DemoClinic.LoadAsync(provider, cancellation);
            await DemoFactors.LoadAsync(provider, provider.GetRequiredService<CityProfile>().Today(provider.GetRequiredService<TimeProvider>()).Year, cancellation);
            await DemoApplications.LoadAsync(provider, cancellation);
            await DemoTasks.LoadAsync(services, cancellation);
            if (isNew) await DemoRedemption.LoadAsync(services, cancellation);
        }

        mark?.Complete();
        return counts;
    }

    /// <summary>The demo's expert and bank find records that wait for their opinion.</summary>
    private static async Task AskOutsideAsync(IServiceProvider provider, CancellationToken cancellation)
    {
        var accounts = await provider.GetRequiredService<FunengDb>().Set<Account>().Where(account => account.Role == Role.Expert || account.Role == Role.Bank)
            .OrderBy(account => account.Id).Select(account => account.Id).ToListAsync(cancellation);
        var today = provider.GetRequiredService<CityProfile>().Today(provider.GetRequiredService<TimeProvider>());
        await provider.GetRequiredService<LibraryLoader>().AskAsync(accounts, RecordsToRead, DemoLibraries.Officer, today.AddDays(-4), cancellation);
    }

    /// <summary>The generator of the city this installation describes, for the present year.</summary>
    public static DemoPlan Plan(IServiceProvider services) => DemoPlan.Read(
        services.GetRequiredService<Installation>().RulesFolder,
        services.GetRequiredService<CityProfile>().Today(services.GetRequiredService<TimeProvider>()).Year);

    private static async Task<DemoCounts> FillAsync(IServiceProvider provider, int enterprises, long seed, CancellationToken cancellation)
    {
        var plan = Plan(provider);
        var today = provider.GetRequiredService<CityProfile>().Today(provider.GetRequiredService<TimeProvider>());
        var surveyed = new DateTimeOffset(new DateOnly(today.Year, 1, 1).ToDateTime(new TimeOnly(9, 0)), TimeSpan.FromHours(8));
        var places = provider.GetRequiredService<FilePlaces>();
        var filings = new DemoFilings(provider.GetRequiredService<RuleBook>().Catalogue, surveyed, made => places.Name(made.Place, Zone(made)));
        var libraries = new DemoLibraries(provider.GetRequiredService<LibraryCatalogue>(), today);
        var counts = new DemoCounts();
        await using var batch = await provider.GetRequiredService<FactStore>()
            .BeginBatchAsync(new NewBatch("演示城市", FactSources.Synthetic) { Reporter = "演示城市生成器" }, cancellation);
        foreach (var chunk in plan.Generate(enterprises, seed, today).Chunk(FilesAtOnce))
            await WriteAsync(provider, batch, chunk, filings, libraries, counts, cancellation);
        await WriteNamedAsync(provider, batch, plan.Named, counts, cancellation);
        await batch.PublishAsync(cancellation, surveyed);
        return counts;
    }

    private static async Task WriteAsync(
        IServiceProvider provider, FilingBatch batch, SyntheticEnterprise[] enterprises, DemoFilings filings, DemoLibraries libraries, DemoCounts counts,
        CancellationToken cancellation)
    {
        var ids = await batch.SubjectsAsync(
            [.. enterprises.Select(made => new NewSubject(Subject.Enterprise, made.Code, made.Name, made.Place, Zone(made)))], cancellation);
        foreach (var made in enterprises)
        {
            foreach (var filing in filings.Of(made, ids[made.Code]))
            {
                await batch.WriteAsync(filing, cancellation);
                counts.Filings++;
            }

            foreach (var grant in made.Grants)
            {
                batch.Write(new NewTitleGrant(ids[made.Code], grant.Scheme, grant.Batch, grant.From, grant.To, FactSources.Synthetic) { LearnedAt = Granted(grant) });
                counts.Titles++;
            }
        }

        await provider.GetRequiredService<OrganizationLoader>().WriteAsync(enterprises.Select(made => Loaded(made, ids[made.Code])), cancellation);
        var records = enterprises.SelectMany(made => libraries.Of(made, ids[made.Code])).ToList();
        await provider.GetRequiredService<LibraryLoader>().WriteAsync(records, cancellation);
        counts.Enterprises += enterprises.Length;
        counts.Records += records.Count;
    }

    private static async Task WriteNamedAsync(
        IServiceProvider provider, FilingBatch batch, IReadOnlyList<NamedEnterprise> named, DemoCounts counts, CancellationToken cancellation)
    {
        var catalogue = provider.GetRequiredService<RuleBook>().Catalogue;
        var ids = await batch.SubjectsAsync(
            [.. named.Select(known => new NewSubject(Subject.Enterprise, known.Code, known.Name, known.Region, known.Zone))], cancellation);
        foreach (var known in named.Where(known => known.Facts.Count > 0))
        {
            var values = known.Facts.Select(fact => new FiledValue(fact.Key, Value(catalogue, fact.Key, fact.Value))).ToList();
            var learned = new DateTimeOffset(known.Learned.ToDateTime(new TimeOnly(9, 0)), TimeSpan.FromHours(8));
            await batch.WriteAsync(new NewFiling(ids[known.Code], Engines.Facts.Period.State, "article", values) { Place = known.Place, LearnedAt = learned }, cancellation);
            counts.Filings++;
        }

        await provider.GetRequiredService<OrganizationLoader>().WriteAsync(
            named.Select(known => new LoadedOrganization(
                ids[known.Code], OrganizationKind.Enterprise, known.Code, known.Name, known.Region, known.Zone, null, null)), cancellation);
        counts.Named = named.Count;
    }

    private static FeelValue Value(Engines.Facts.FactCatalogue catalogue, string key, string text) => catalogue.Get(key).Type switch
    {
        Engines.Facts.FactType.Boolean => FeelValue.From(text == "true"),
        Engines.Facts.FactType.Number or Engines.Facts.FactType.Integer => FeelValue.From(FeelNumber.Parse(text)),
        _ => FeelValue.From(text),
    };

    private static LoadedOrganization Loaded(SyntheticEnterprise made, long id)
    {
        var latest = made.Filings.Where(filing => filing.Values.Any(value => value.Key == "revenue")).MaxBy(filing => filing.Year);
        var employees = made.Filings.SelectMany(filing => filing.Values).FirstOrDefault(value => value.Key == "employees").Value;
        return new LoadedOrganization(
            id, OrganizationKind.Enterprise, made.Code, made.Name, made.Place, Zone(made), made.Industry, made.Founded)
        {
            IsSynthetic = true,
            RevenueYear = latest?.Year,
            Revenue = latest?.Values.First(value => value.Key == "revenue").Value.AsNumber().TryToDecimal(out var yuan) == true ? yuan : null,
            Employees = employees.Kind == FeelKind.Number && employees.AsNumber().TryToInt64(out var people) ? people : null,
        };
    }

    private static string? Zone(SyntheticEnterprise made) => made.Zone.Length == 0 ? null : made.Zone;

    private static DateTimeOffset Granted(SyntheticGrant grant) => new(grant.From.ToDateTime(new TimeOnly(9, 0)), TimeSpan.FromHours(8));

    /// <summary>An unfinished load leaves no subjects but may leave organizations and records; they are cleared away.</summary>
    private static async Task<bool> IsNewAsync(IServiceProvider provider, CancellationToken cancellation)
    {
        await using var connection = await provider.GetRequiredService<FunengDatabase>().OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from subject";
        if (Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), System.Globalization.CultureInfo.InvariantCulture) > 0)
            return false;

        command.CommandText = "delete from library_step; delete from library_record; delete from tenure; delete from post; delete from person; delete from organization; delete from project_target; delete from enterprise_plan; delete from visit; delete from duty; delete from project";
        await command.ExecuteNonQueryAsync(cancellation);
        return true;
    }

    /// <summary>What each role sees: the clerk the busiest township, the zone officer the busiest zone, the enterprise itself; officials also whose office they are of.</summary>
    private static async Task<Dictionary<Role, Scope>> ScopesAsync(IServiceProvider provider, CancellationToken cancellation)
    {
        var city = provider.GetRequiredService<CityProfile>();
        await using var connection = await provider.GetRequiredService<FunengDatabase>().OpenAsync(cancellation);
        async Task<object?> FirstAsync(string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            return await command.ExecuteScalarAsync(cancellation);
        }

        var township = await FirstAsync("select region from organization where region is not null and length(region) = 9 group by region order by count(*) desc, region limit 1");
        var zone = await FirstAsync("select zone from organization where zone is not null group by zone order by count(*) desc, zone limit 1");
        // One for which the ladder of small enterprises means something: of the small and middling ones, that which meets most standards.
        var own = await FirstAsync(
            """
            select o.id from organization o join verdict s on s.subject = o.id and s.class in ('小型', '中型')
            where o.is_synthetic order by (select count(*) from verdict v where v.subject = o.id and v.outcome = 'Met') desc, o.code limit 1
            """)
            ?? await FirstAsync("select id from organization order by code limit 1");
        async Task<long?> OfficeAsync(OrganizationKind kind) => await FirstAsync($"select id from organization where kind = '{kind}' order by code limit 1") is { } id
            ? Convert.ToInt64(id, System.Globalization.CultureInfo.InvariantCulture) : null;
        var bureau = Scope.OfRegions(city.RegionCode) with { Organization = await OfficeAsync(OrganizationKind.Department) };
        var (ofTownship, ofZone) = (await OfficeAsync(OrganizationKind.Township), await OfficeAsync(OrganizationKind.Zone));
        return Enum.GetValues<Role>().ToDictionary(role => role, role => role switch
        {
            Role.TownshipClerk => township is string region ? Scope.OfRegions(region) with { Organization = ofTownship } : Scope.Nothing,
            Role.ZoneOfficer => zone is string code ? Scope.OfZones(code) with { Organization = ofZone } : Scope.Nothing,
            Role.Enterprise => own is null ? Scope.Nothing : Scope.OfOrganization(Convert.ToInt64(own, System.Globalization.CultureInfo.InvariantCulture)),
            Role.BureauOfficer or Role.BureauHead => bureau,
            Role.Expert or Role.Bank => Scope.OfRegions(city.RegionCode),
            Role.Public => Scope.Nothing,
            _ => Scope.All,
        });
    }
}

/// <summary>What a load wrote.</summary>
internal sealed class DemoCounts
{
    public static DemoCounts Nothing => new();

    public long Enterprises { get; set; }

    public long Named { get; set; }

    public long Filings { get; set; }

    public long Titles { get; set; }

    public long Records { get; set; }

    public override string ToString() =>
        $"{Enterprises} enterprises, {Named} named, {Filings} filings, {Titles} titles, {Records} library records";
}
