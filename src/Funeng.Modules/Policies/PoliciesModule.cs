using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Search;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies.Browse;
using Funeng.Modules.Policies.Care;
using Funeng.Modules.Policies.Contacts;
using Funeng.Modules.Policies.Demands;
using Funeng.Modules.Policies.Effect;
using Funeng.Modules.Policies.Follow;
using Funeng.Modules.Policies.Library;
using Funeng.Modules.Policies.Match;
using Funeng.Modules.Policies.Partners;
using Funeng.Modules.Policies.Premises;
using Funeng.Modules.Policies.Simulate;
using Funeng.Modules.Policies.Tell;
using Funeng.Modules.Policies.Visits;
using Funeng.Modules.Registry;
using Funeng.Modules.Schemes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Policies;

/// <summary>Policies: the library, who is entitled to what, and what a policy would cost.</summary>
public static class PoliciesModule
{
    public static IServiceCollection AddPolicies(this IServiceCollection services) => services
        .AddSingleton(new SubjectRows("policy_told", "subject", IsDerived: false))
        .AddSingleton(provider => PolicyBook.Load(provider.GetRequiredService<RuleBook>()))
        .AddSingleton<DecideBenefits>()
        .AddSingleton<BenefitArchive>()
        .AddSingleton<PolicySearch>()
        .AddSingleton(new SubjectRows("benefit_item", "subject", IsDerived: false))
        .AddScoped<ItemBook>()
        .AddScoped<Entitled>()
        .AddScoped<MatchEnterprise>()
        .AddScoped<FollowPolicy>()
        .AddScoped<ReadChanges>()
        .AddSingleton<ReadLibrary>()
        .AddSingleton<IStartStep>(provider => provider.GetRequiredService<ReadLibrary>())
        .AddHostedService<FollowLibrary>()
        .AddScoped<PolicyLibrary>()
        .AddSingleton<EffectOutcomes>()
        .AddSingleton<PolicyChanges>()
        .AddSingleton<IStartStep>(provider => provider.GetRequiredService<PolicyChanges>())
        .AddSingleton(new SubjectRows("policy_read", "subject", IsDerived: false))
        .AddScoped<ReadPolicy>()
        .AddSingleton(_ => new LinkHealth())
        .AddScoped<PolicyOffices>()
        .AddScoped<KeepContacts>()
        .AddSingleton(new SubjectRows("policy_visit", "subject", IsDerived: false))
        .AddScoped<LogPolicyVisit>()
        .AddScoped<ReadPolicyVisits>()
        .AddScoped<IAuditNames, OfficeAudit>()
        .AddSingleton<CareTerms>()
        .AddSingleton<PartnerKinds>()
        .AddSingleton(new SubjectRows("city_partner", "subject", IsDerived: false))
        .AddScoped<ReadPartners>()
        .AddScoped<KeepPartners>()
        .AddScoped<OpenPartnerReviews>()
        .AddScoped<IAuditNames, PartnerAudit>()
        .AddScoped<OpenCareTasks>()
        .AddHostedService<CareForPolicies>()
        .AddHostedService<AskForTexts>()
        .AddScoped<KeepPremises>()
        .AddScoped<IAuditNames, PremiseAudit>()
        .AddSingleton(new SubjectRows("support_demand", "subject", IsDerived: false))
        .AddSingleton<DemandTerms>()
        .AddScoped<KeepDemands>()
        .AddScoped<AnswerDemand>()
        .AddScoped<IAuditNames, DemandAudit>()
        .AddScoped<TellEnterprises>()
        .AddScoped<ReadFunnel>()
        .AddScoped<Nightly.MatchEverybody>()
        .AddScoped<Nightly.ReadNights>()
        .AddSingleton<Nightly.MatchNightly>()
        .AddHostedService(provider => provider.GetRequiredService<Nightly.MatchNightly>())
        .AddScoped<SimulateBenefit>()
        .AddScoped<FindTried>()
        .AddScoped<RunLab>()
        .AddScoped<KeepTrials>()
        .AddSingleton<EnterpriseSizes>()
        .AddHostedService<WarmSizes>()
        .AddScoped<GroupEnterprises>()
        .AddScoped<SweepBenefit>()
        .AddScoped<FindClassCliffs>()
        .AddScoped<FindClashes>()
        .AddScoped<MeasureEffect>()
        .AddScoped<ISearchContributor, FindPolicies>()
        .AddScoped<IAuditNames, PolicyAudit>()
        .AddScoped<IEnterprisePanel, EnterprisePolicyPanel>()
        .AddScoped<PolicyArrivals>()
        .AddScoped<IHomeContributor, OwnPolicies>()
        .AddNav(
            new NavItem(NavGroup.Industry, 20, "惠企政策", "/policies", Icon: "file-certificate", Permission.ViewSchemes)
            {
                Key = "z", Keywords = "政策 奖补 贴息 补贴 减税 免申即享 政策解读 政策匹配", Summary = "政策解读：给谁、多少、何时办、要什么、找谁；哪些适合哪家企业",
            },
            new NavItem(NavGroup.Industry, 22, "政策仿真", "/policies/lab", Icon: "flask-2", Permission.ViewLists)
            {
                Keywords = "政策仿真 测算 门槛 预算 断崖 冲突 受益 受损", Summary = "政策出台前：给谁、多少家、花多少，改一个数字谁受益谁受损", Hidden = true,
            },
            new NavItem(NavGroup.Industry, 24, "用地用房", "/premises", Icon: "building-warehouse", Permission.ViewEnterprises)
            {
                Keywords = "用地 用房 厂房 地块 闲置 租金 融资需求 投融资 重点支持", Summary = "闲置厂房、研发用房和地块，和企业的需求对上；融资需求转金融主管单位",
            },
            new NavItem(NavGroup.Industry, 23, "城市发展合伙人", "/partners", Icon: "users", Permission.ViewEnterprises)
            {
                Keywords = "合伙人 企业家 聘任 续聘 贡献 权利", Summary = "合伙人名册：哪一类、任期到哪天、有什么权利、做了什么贡献", Hidden = true,
            });

    /// <summary>Files of the laboratory, and the interface for other systems.</summary>
    public static void MapPolicies(this IEndpointRouteBuilder site, IEndpointRouteBuilder api)
    {
        site.MapLabFiles();
        site.MapPartnerFiles();
        api.MapPolicyApi();
    }
}
