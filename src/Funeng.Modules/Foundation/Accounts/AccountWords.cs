using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Regions;

namespace Funeng.Modules.Foundation.Accounts;

/// <summary>What an account sees, in words.</summary>
public static class AccountWords
{
    private const int Shown = 3;

    public static string Reach(Account account, RegionTree regions)
    {
        var scope = account.Scope;
        if (scope.Everything) return "全市";
        var places = scope.Regions.Concat(scope.Zones).Select(regions.Name).ToList();
        if (scope.Organization is not null) places.Add("本单位");
        if (places.Count == 0) return "无";
        return string.Join("、", places.Take(Shown)) + (places.Count > Shown ? $" 等 {places.Count} 处" : "");
    }
}
