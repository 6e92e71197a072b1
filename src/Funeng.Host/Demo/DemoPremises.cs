using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Policies.Demands;
using Funeng.Modules.Policies.Premises;

namespace Funeng.Host.Demo;

/// <summary>Made-up workshops, offices and parcels, and two things the demo's own enterprise asks for: one that some of them fit, and money.</summary>
internal static class DemoPremises
{
    private static readonly TypedPremise[] Offered =
    [
        new("Workshop", "一号标准厂房（演示）", "370303", "演示产业园 1 号", "3200", "16", "", "演示产业园招商部"),
        new("Workshop", "二号标准厂房（演示）", "370303", "演示产业园 2 号", "2300", "18", "", "演示产业园招商部"),
        new("Workshop", "闲置老厂房（演示）", "370302", "演示老工业区", "5200", "9", "", "演示镇街经济发展办公室"),
        new("Office", "科创园研发楼三层（演示）", "370303", "演示科创园", "1200", "28", "", "演示科创园管理处"),
        new("Parcel", "演示功能区东侧地块", "370305", "演示功能区东路", "40000", "26", "", "演示功能区经济发展局"),
    ];

    public static async Task LoadAsync(IServiceProvider services, Account officer, Account? asker, DateOnly today, CancellationToken cancellation)
    {
        string Day(int months) => today.AddMonths(months).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await AsAsync(services, officer, async unit =>
        {
            foreach (var (one, at) in Offered.Select((one, at) => (one, at))) await unit.GetRequiredService<KeepPremises>().AddAsync(one with { AvailableFrom = Day(at % 3), IsSynthetic = true }, cancellation);
        });
        if (asker is null) return;
        await AsAsync(services, asker, async unit =>
        {
            var keep = unit.GetRequiredService<KeepDemands>();
            await keep.AskAsync(new TypedDemand("Workshop", "2500", "3500", "370303", "17", "", Day(4), "层高 8 米以上，有 5 吨行车（演示）", "demo-workshop") { IsSynthetic = true }, cancellation);
            await keep.AskAsync(new TypedDemand("Financing", "", "", "", "", "800", Day(3), "扩建釉料车间，可以用设备抵押（演示）", "demo-financing") { IsSynthetic = true }, cancellation);
        });
    }

    private static async Task AsAsync(IServiceProvider services, Account who, Func<IServiceProvider, Task> work)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(who.Id, who.DisplayName, who.Role, who.Scope);
        await work(scope.ServiceProvider);
    }
}
