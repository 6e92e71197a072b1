using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Accounts;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Search;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Registry.Browse;
using Funeng.Modules.Registry.Home;
using Funeng.Modules.Registry.Import;
using Funeng.Modules.Registry.Organizations;
using Funeng.Modules.Registry.Place;
using Funeng.Modules.Registry.Profile;
using Funeng.Modules.Registry.Regions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Registry;

public static class RegistryModule
{
    public static IServiceCollection AddRegistry(this IServiceCollection services) => services
        .AddSingleton(new SubjectRows("account", "organization", IsDerived: false))
        .AddSingleton(new SubjectRows("person", "organization", IsDerived: false))
        .AddSingleton(new SubjectRows("post", "organization", IsDerived: false))
        .AddSingleton(new SubjectKind(Subject.Enterprise, "企业", "家", "/enterprises/", Permission.ViewEnterprises))
        .AddSingleton<EnterpriseIndex>()
        .AddHostedService<WarmNames>()
        .AddSingleton(new SubjectRows("register_place", "organization", IsDerived: true))
        .AddScoped<FilePlaces>()
        .AddHostedService<FollowRegister>()
        .AddSingleton<KeepInitials>()
        .AddHostedService(provider => provider.GetRequiredService<KeepInitials>())
        .AddScoped<OrganizationDirectory>()
        .AddScoped<OrganizationLoader>()
        .AddScoped<IOrganizationLookup, OrganizationLookup>()
        .AddSingleton<IFilingListener, KeepFigures>()
        .AddSingleton<TitleNames>()
        .AddScoped<IAuditNames, EnterpriseAudit>()
        .AddScoped<IAuditNames, OrganizationAudit>()
        .AddScoped<IAuditNames, ImportAudit>()
        .AddBrowse()
        .AddImport()
        .AddNav(
            new NavItem(NavGroup.Industry, 10, "企业", "/enterprises", Icon: "building-factory-2", Permission.ViewEnterprises)
            {
                Key = "e", Keywords = "企业名录 一企一页 最省路径 差距 梯次 未归属地区", Summary = "每家企业一页：身份、事实、梯次、差距与经过",
            },
            new NavItem(NavGroup.Administration, 20, "数据导入", "/import", Icon: "file-import", Permission.ImportFacts)
            {
                Key = "i", Keywords = "上传 表格 Excel 模板", Summary = "上传企业表格，校验、改错、写入，30 分钟内可撤销",
            },
            new NavItem(NavGroup.Administration, 30, "区划与功能区", "/regions", Icon: "map-pin", Permission.ViewEnterprises)
            {
                Keywords = "区县 镇街 行政区划", Summary = "区县、镇街和功能区，各有多少企业",
            },
            new NavItem(NavGroup.Administration, 40, "机构", "/organizations", Icon: "building", Permission.ViewEnterprises)
            {
                Keywords = "部门 银行 高校 院所 任职", Summary = "部门、银行、高校等机构及其任职",
            });

    /// <summary>
    /// Says that a table of another module refers to organizations, so that undoing an import never takes one away that people have worked on.
    /// </summary>
    public static IServiceCollection AddOrganizationRows(this IServiceCollection services, string table, string column) =>
        services.AddSingleton(new SubjectRows(table, column, IsDerived: false));

    /// <summary>Downloads, and the interface for other systems.</summary>
    public static void MapRegistry(this IEndpointRouteBuilder site, IEndpointRouteBuilder api)
    {
        site.MapEnterpriseExport();
        site.MapImportFiles();
        api.MapEnterpriseApi();
        api.MapFactApi();
    }

    private static IServiceCollection AddBrowse(this IServiceCollection services) => services
        .AddScoped<BrowseEnterprises>()
        .AddScoped<EnterpriseTable>()
        .AddScoped<SavedViews>()
        .AddScoped<IHomeContributor, OwnEnterprise>()
        .AddScoped<IHomeContributor, RecentImports>()
        .AddScoped<IHomeContributor, WaitingRegistrations>()
        .AddScoped<IEnterpriseView, UnplacedView>()
        .AddScoped<PlaceEnterprises>()
        .AddScoped<IEnterpriseColumn, TitleColumn>()
        .AddScoped<ISearchContributor, FindEnterprises>()
        .AddSingleton<FactSections>()
        .AddScoped<ReadEnterprise>()
        .AddScoped<CorrectFact>()
        .AddScoped<CountByRegion>()
        .AddScoped<ListOrganizations>()
        .AddScoped<ManagePosts>();

    private static IServiceCollection AddImport(this IServiceCollection services) => services
        .AddScoped<EnterpriseSheet>()
        .AddSingleton<ImportFiles>()
        .AddHostedService<ForgetUploads>()
        .AddSingleton(new KeptData("imports"))
        .AddSingleton<ImportTemplate>()
        .AddScoped<ImportSight>()
        .AddScoped<ImportRuns>()
        .AddScoped<CarryOutImport>()
        .AddScoped<ImportWizard>()
        .AddScoped<TakeUpRows>()
        .AddScoped<AskAboutRows>()
        .AddScoped<CodeGuesses>()
        .AddScoped<CheckSheet>()
        .AddScoped<UndoImport>()
        .AddScoped<WriteRegister>()
        .AddScoped<ImportEnterprises>();
}
