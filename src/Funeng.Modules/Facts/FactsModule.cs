using Funeng.Engines.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Funeng.Modules.Facts;

/// <summary>
/// Filings and the facts that follow. The catalogue of <c>rules/facts.yaml</c> is registered here; a later module that knows more facts
/// (review items of schemes) registers a larger <c>FactCatalogue</c> over it.
/// </summary>
public static class FactsModule
{
    // A batch that is still being written may be another import about the same enterprise.
    private const string Counting = "(batch is null or batch not in (select id from batch where state = 'Withdrawn'))";

    // What the register itself says of a subject is no use anybody made of it, and goes with it.
    private const string FromRegister = "source = 'register'";

    public static IServiceCollection AddFacts(this IServiceCollection services)
    {
        services.TryAddSingleton(provider =>
            CatalogueReader.Read(File.ReadAllText(Path.Combine(provider.GetRequiredService<Installation>().RulesFolder, "facts.yaml"))).Catalogue);
        return services
            .AddSingleton(provider => FactSources.ReadFile(Path.Combine(provider.GetRequiredService<Installation>().RulesFolder, "sources.yaml")))
            .AddSingleton(provider => IndustryTree.Read(provider.GetRequiredService<Installation>().RulesFolder))
            .AddSingleton(provider => HeadingBook.Read(provider.GetRequiredService<FactCatalogue>(), provider.GetRequiredService<Installation>().RulesFolder))
            .AddSingleton(provider => new TitleWords(provider.GetRequiredService<FactCatalogue>(), provider.GetRequiredService<Installation>().RulesFolder))
            .AddSingleton<SheetFacts>()
            .AddSingleton<DataCutOff>()
            .AddSingleton<IDataCutOff>(provider => provider.GetRequiredService<DataCutOff>())
            .AddSingleton<IFilingListener>(provider => provider.GetRequiredService<DataCutOff>())
            .AddSingleton<FactNumbers>()
            .AddSingleton<IStartStep>(provider => provider.GetRequiredService<FactNumbers>())
            .AddSingleton<IStartStep, ClearUnpublished>()
            .AddSingleton<FollowUps>()
            .AddHostedService<SweepFollowUps>()
            .AddSingleton<FactTableLoader>()
            .AddSingleton<FactTables>()
            .AddSingleton<PlacedFacts>()
            .AddSingleton(new SubjectRows("filing", "subject", IsDerived: false) { Where = $"{Counting} and not ({FromRegister})" })
            .AddSingleton(new SubjectRows("filing", "subject", IsDerived: true) { Where = FromRegister })
            .AddSingleton(new SubjectRows("title_grant", "subject", IsDerived: false) { Where = Counting })
            .AddSingleton(new SubjectRows("follow_up", "subject", IsDerived: true))
            .AddScoped<TakeBackSubjects>()
            .AddSingleton<SubjectKinds>()
            .AddScoped<SubjectDirectory>()
            .AddScoped<SubjectConditions>()
            .AddScoped<FactStore>()
            .AddScoped<FactReader>()
            .AddScoped<WithdrawBatch>()
            .AddScoped<IAuditNames, FilingNames>()
            .AddScoped<IAuditNames, BatchNames>()
            .AddScoped<ShowFactHistory>()
            .AddScoped<WithdrawFiling>();
    }
}
