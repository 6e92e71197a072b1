using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Search;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Schemes.Browse;
using Funeng.Modules.Schemes.Count;
using Funeng.Modules.Schemes.Decide;
using Funeng.Modules.Schemes.Draft;
using Funeng.Modules.Schemes.Explain;
using Funeng.Modules.Schemes.Replay;
using Funeng.Modules.Schemes.Sweep;
using Funeng.Modules.Schemes.Try;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Funeng.Modules.Schemes;

/// <summary>Rule packs, verdicts and their explanation. The fact catalogue grows by the review items of the schemes.</summary>
public static class SchemesModule
{
    public static IServiceCollection AddSchemes(this IServiceCollection services)
    {
        services.AddSingleton(provider => RuleBook.Load(provider.GetRequiredService<Installation>().RulesFolder));
        services.Replace(ServiceDescriptor.Singleton<FactCatalogue>(provider => provider.GetRequiredService<RuleBook>().Catalogue));
        return services
            .AddSingleton(new SubjectRows("verdict_row", "subject", IsDerived: true))
            .AddSingleton(new SubjectRows("past_verdict", "subject", IsDerived: true))
            .AddSingleton<RuleArchive>()
            .AddSingleton<IStartStep>(provider => provider.GetRequiredService<RuleArchive>())
            .AddScoped<VerdictStore>()
            .AddSingleton<VerdictWriter>()
            .AddSingleton<DecidingGate>()
            .AddScoped<SubjectFactsSource>()
            .AddScoped<DecideVerdicts>()
            .AddScoped<IFilingListener, DecideOnFilings>()
            .AddScoped<DecideEverything>()
            .AddHostedService<DecideDaily>()
            .AddScoped<StartDeciding>()
            .AddScoped<ReplayVerdicts>()
            .AddSingleton<RowAnswers>()
            .AddScoped<CountVerdicts>()
            .AddScoped<ExplainVerdict>()
            .AddScoped<ReadScheme>()
            .AddScoped<TryScheme>()
            .AddScoped<EnterpriseSample>()
            .AddScoped<SweepThreshold>()
            .AddScoped<KeepDrafts>()
            .AddScoped<CheckDraft>()
            .AddScoped<MeasureDraft>()
            .AddScoped<ISearchContributor, FindSchemes>()
            .AddScoped<IAuditNames, SchemeAudit>()
            .AddScoped<IAuditNames, AllSchemesAudit>()
            .AddNav(new NavItem(NavGroup.Industry, 40, "认定标准", "/schemes", Icon: "scale", Permission.ViewSchemes)
            {
                Key = "r",
                Keywords = "专精特新 小巨人 高新技术 瞪羚 上市 规则",
                Summary = "各级认定、评价与上市标准：条件、评分、文件与版本",
            },
            new NavItem(NavGroup.Livelihood, 10, "群众诉求办理", "/schemes/citizen-request-sla", Icon: "message-circle", Permission.ViewSchemes)
            {
                Keywords = "12345 热线 时限 满意度", Summary = "各类诉求的签收、办理和回访时限，出自公开文件",
            },
            new NavItem(NavGroup.Livelihood, 20, "用地一件事", "/schemes/land-one-thing-flow", Icon: "map-pin", Permission.ViewSchemes)
            {
                Keywords = "土地 流程 审批", Summary = "从用地到开工的阶段、事项和承诺时限，出自公开文件",
            });
    }

    public static void MapSchemes(this IEndpointRouteBuilder site, IEndpointRouteBuilder api)
    {
        site.MapDraftFiles();
        api.MapVerdictApi();
    }
}
