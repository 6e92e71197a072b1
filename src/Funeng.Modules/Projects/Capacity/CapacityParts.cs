using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Ui;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Projects.Capacity;

/// <summary>Plans under what offices have little of.</summary>
internal static class CapacityParts
{
    public static IServiceCollection AddCapacity(this IServiceCollection services) => services
        .AddSingleton<CapacityMemory>()
        .AddScoped<CapacityBook>()
        .AddScoped<KeepCapacity>()
        .AddScoped<IAuditNames, CapacityAudit>()
        .AddNav(new NavItem(NavGroup.Industry, 20, "办理力量与排期", "/projects/capacity", Icon: "users", Permission.ViewProjects)
        {
            Keywords = "审查窗口 验收组 检查人员 施工队 冲突 排期", Summary = "一个地方的审查窗口、验收人员够不够各项目用，不够时怎样错开", Hidden = true,
        });
}

/// <summary>Places in the audit, by their names.</summary>
internal sealed class CapacityAudit(RegionTree regions) : IAuditNames
{
    public string Kind => "capacity";

    public string Title => "办理力量";

    public Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation) => Task.FromResult<IReadOnlyDictionary<string, AuditName>>(
        keys.Where(key => regions.Find(key) is not null).ToDictionary(key => key, key => new AuditName($"{regions.Find(key)!.Name}办理力量", $"/projects/capacity?place={key}")));
}
