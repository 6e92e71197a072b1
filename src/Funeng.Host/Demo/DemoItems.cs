using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Items;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Host.Demo;

/// <summary>
/// Made-up scenes, standards and projects that an officer of the demo has looked at and registered: some that can be applied for, one of which nothing
/// but the number is known yet. The demo's own enterprise has two of them.
/// </summary>
internal static class DemoItems
{
    private static readonly (string Benefit, string Number, string Title, (string, string)[] Values)[] Items =
    [
        ("zb-new-economy-12/scene", "YS-CJ-2026-001", "釉面质检视觉识别场景（演示）", [("isSceneAccepted", "是"), ("sceneInvestment", "320")]),
        ("zb-new-economy-12/scene", "YS-CJ-2026-002", "窑炉数字孪生场景（演示）", []),
        ("zb-standard-award/award", "YS/T 1001-2025", "陶瓷辊道窑能效测试方法（演示）", []),
        ("zb-green-factory-award/energy", "YS-JN-2026-01", "余热回收改造（演示）", [("energySavedY1", "820")]),
    ];

    /// <param name="own">The enterprise of the demo; the first two are its.</param>
    public static async Task LoadAsync(IServiceProvider services, Account officer, long? own, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(officer.Id, officer.DisplayName, officer.Role, officer.Scope);
        var db = scope.ServiceProvider.GetRequiredService<FunengDb>();
        var codes = await db.Set<Subject>().AsNoTracking().Where(subject => subject.Kind == Subject.Enterprise && subject.Region != null).OrderBy(subject => subject.Id == own ? 0 : 1).ThenBy(subject => subject.Code).Select(subject => subject.Code).Take(3).ToListAsync(cancellation);
        var keep = scope.ServiceProvider.GetRequiredService<KeepItems>();
        foreach (var (item, at) in Items.Select((item, at) => (item, at)))
            await keep.RunAsync(new TypedItem(item.Benefit, codes[Math.Min(at < 2 ? 0 : at - 1, codes.Count - 1)], item.Number, item.Title, item.Values.ToDictionary()) { IsSynthetic = true }, cancellation);
    }
}
