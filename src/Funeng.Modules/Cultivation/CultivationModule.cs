using Funeng.Modules.Cultivation.Compare;
using Funeng.Modules.Cultivation.Library;
using Funeng.Modules.Cultivation.Near;
using Funeng.Modules.Cultivation.Paths;
using Funeng.Modules.Cultivation.Record;
using Funeng.Modules.Cultivation.SelfAssess;
using Funeng.Modules.Cultivation.Titles;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Search;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Registry;
using Funeng.Modules.Schemes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Cultivation;

/// <summary>Tiers and their libraries: who belongs, who stands in them, how to get there.</summary>
public static class CultivationModule
{
    public static IServiceCollection AddCultivation(this IServiceCollection services) => services
        .AddSingleton(new SubjectRows("library_record", "subject", IsDerived: false))
        .AddSingleton(new SubjectRows("self_assessment", "subject", IsDerived: false))
        .AddSingleton(new SubjectRows("standard_comparison", "subject", IsDerived: true))
        .AddSingleton(provider => LibraryCatalogue.Load(Path.Combine(provider.GetRequiredService<Installation>().RulesFolder, "libraries")))
        .AddSingleton(provider => CostBook.Load(provider.GetRequiredService<Installation>().RulesFolder))
        .AddSingleton<TierStandards>()
        .AddSingleton<IListSource, CultivationLists>()
        .AddSingleton<IListTerms, CultivationTerms>()
        .AddScoped<TierDecision>()
        .AddScoped<LibrarySight>()
        .AddScoped<LibraryReaders>()
        .AddScoped<LibraryLoader>()
        .AddScoped<BrowseLibraries>()
        .AddScoped<ReadLibrary>()
        .AddScoped<LibraryFile>()
        .AddSingleton<NearMemory>()
        .AddScoped<NearCandidates>()
        .AddScoped<FindNear>()
        .AddHostedService<WarmNear>()
        .AddScoped<ReadRecord>()
        .AddScoped<TakeLibraryStep>()
        .AddScoped<ReadLadders>()
        .AddScoped<FindPaths>()
        .AddSingleton<PathPlanner>()
        .AddSingleton<SizeBar>()
        .AddScoped<CompareStandards>()
        .AddScoped<IVerdictListener, CompareOnVerdicts>()
        .AddScoped<ReadComparison>()
        .AddScoped<CompareEnterprise>()
        .AddScoped<ReadSchemeChanges>()
        .AddScoped<CountTitles>()
        .AddSingleton<TitleRegister>()
        .AddScoped<BrowseGrants>()
        .AddScoped<KeepTitles>()
        .AddScoped<AssessSelf>()
        .AddScoped<IEnterprisePanel, EnterpriseLadderPanel>()
        .AddScoped<ISearchContributor, FindLibraries>()
        .AddScoped<IEnterpriseColumn, ScaleColumn>()
        .AddScoped<IEnterpriseFilter, ScaleFilter>()
        .AddScoped<IEnterpriseColumn, VerdictColumn>()
        .AddScoped<IEnterpriseFilter, MetFilter>()
        .AddScoped<IEnterpriseTimeLine, LibraryTimeLine>()
        .AddScoped<IEnterpriseFilter, EnterpriseLibraryFilter>()
        .AddScoped<LargeEnterprises>()
        .AddScoped<IHomeContributor, LibraryWork>()
        .AddScoped<IAuditNames, LibraryAudit>()
        .AddNav(
            new NavItem(NavGroup.Industry, 30, "培育库", "/libraries", Icon: "books", Permission.ViewLibraries)
            {
                Key = "b", Keywords = "梯度培育 专精特新 小巨人 瞪羚 独角兽 高企 上市后备 应入未入 应出未出 接近门槛", Summary = "各级培育库：在库、应入未入、应出未出、评审与年审",
            },
            new NavItem(NavGroup.Industry, 32, "称号台账", "/titles", Icon: "certificate", Permission.ViewEnterprises)
            {
                Keywords = "称号 批次 到期", Summary = "任一日期各地区有效称号数、本年新增与到期",
            },
            new NavItem(NavGroup.Industry, 33, "称号登记", "/titles/grants", Icon: "certificate", Permission.ViewEnterprises)
            {
                Keywords = "登记 更正 撤回 认定公告 批次", Summary = "登记一家或一批企业的称号，更正、撤回", Hidden = true,
            },
            new NavItem(NavGroup.Industry, 34, "新旧标准对照", "/compare", Icon: "arrows-diff", Permission.ViewEnterprises)
            {
                Keywords = "2022 2026 专精特新 小巨人", Summary = "同一批企业按新旧标准：谁保持、谁新增、谁失去、为什么",
            },
            new NavItem(NavGroup.Industry, 36, "自评", "/self-assessment", Icon: "clipboard-check", Permission.SelfAssess)
            {
                Keywords = "自我评估 申报", Summary = "对照任一标准自评，看差距和最省路径",
            },
            new NavItem(NavGroup.Finance, 10, "上市后备梯次", "/libraries#l-listing", Icon: "chart-line", Permission.ViewLibraries)
            {
                Keywords = "新三板 北交所 创业板 科创板 主板", Summary = "对照各板块上市标准，谁已够格、谁还差多少",
            },
            new NavItem(NavGroup.Innovation, 10, "科技企业梯度", "/libraries#l-technology", Icon: "flask-2", Permission.ViewLibraries)
            {
                Keywords = "科技型中小企业 高新技术企业", Summary = "科技型中小企业与高新技术企业的培育、认定与年审",
            },
            new NavItem(NavGroup.Innovation, 20, "企业技术中心", "/libraries#l-technology-centre", Icon: "microscope", Permission.ViewLibraries)
            {
                Keywords = "研发平台 创新平台", Summary = "企业技术中心的培育与评价",
            });

    public static void MapCultivation(this IEndpointRouteBuilder site, IEndpointRouteBuilder api)
    {
        site.MapLibraryFiles();
        site.MapCompareFile();
        api.MapLibraryApi();
    }
}
