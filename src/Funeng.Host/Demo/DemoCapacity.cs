using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Projects.Capacity;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Host.Demo;

/// <summary>What the offices of the made-up city have little of: few enough in most districts that plans have to take turns.</summary>
internal static class DemoCapacity
{
    private static readonly (string Name, string Office, string Nodes, int Amount, int Later)[] Kept =
        [("联合验收组", "住建", "联合验收", 1, 2), ("施工图审查窗口", "住建", "施工图审查与施工许可", 1, 1), ("环评会审席位", "生态环境", "环评与能评批复", 2, 2)];

    public static async Task LoadAsync(IServiceProvider provider, DateOnly today, CancellationToken cancellation)
    {
        var (db, ids) = (provider.GetRequiredService<FunengDb>(), provider.GetRequiredService<IdSource>());
        if (await db.Set<ScarceResource>().AnyAsync(cancellation)) return;
        foreach (var county in provider.GetRequiredService<RegionTree>().Counties)
        {
            foreach (var (name, office, nodes, amount, later) in Kept)
            {
                var resource = new ScarceResource { Id = ids.Next(), Place = county.Code, Office = office, Name = name, Nodes = nodes, Who = "演示城市生成器", At = new DateTimeOffset(today.ToDateTime(new TimeOnly(9, 0)), TimeSpan.FromHours(8)), Version = 1 };
                db.Add(resource);
                db.Add(new ScarceAmount { Id = ids.Next(), Resource = resource.Id, FromOn = today.AddDays(-30), Amount = amount });
                if (later != amount) db.Add(new ScarceAmount { Id = ids.Next(), Resource = resource.Id, FromOn = today.AddDays(300), Amount = later });
            }
        }

        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
    }
}
