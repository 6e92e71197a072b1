using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Foundation.Accounts;

/// <summary>An account as typed into a form: codes of districts, townships and zones, separated by anything, and the code of its organization.</summary>
public sealed record TypedAccount(string Name, string Role, bool SeesEverything, string Places, string Organization, string Reason)
{
    private const int LongestName = 60, LongestReason = 500, MostPlaces = 200;

    private static readonly char[] Separators = [' ', ',', ';', '，', '；', '、', '\n', '\r', '\t'];

    /// <summary>The role and scope that were meant, or everything that is wrong.</summary>
    internal async Task<(Role Role, Scope Scope)?> ReadAsync(
        RegionTree regions, IOrganizationLookup organizations, List<Problem> problems, CancellationToken cancellation)
    {
        if (Name.Trim().Length is 0 or > LongestName)
            problems.Add(new(nameof(Name), $"请填写姓名，不超过 {LongestName} 个字"));
        if (Reason.Trim().Length is 0 or > LongestReason)
            problems.Add(new(nameof(Reason), "请写明依据，例如“任职文件”或“离岗”，会写入审计记录"));
        if (!Enum.TryParse<Role>(Role, out var role) || !Enum.IsDefined(role))
        {
            problems.Add(new(nameof(Role), "请选择角色"));
            return null;
        }

        var places = Places.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        foreach (var unknown in places.Where(place => regions.Find(place) is null).Take(5))
            problems.Add(new(nameof(Places), $"没有编码为“{unknown}”的区县、镇街或功能区"));
        if (places.Count > MostPlaces)
            problems.Add(new(nameof(Places), $"最多填写 {MostPlaces} 个地方，更多时请选择“全市”"));
        long? own = null;
        if (Organization.Trim() is { Length: > 0 } code && (own = await organizations.FindAsync(code, cancellation)) is null)
            problems.Add(new(nameof(Organization), $"没有登记过统一社会信用代码为“{code}”的企业或机构"));
        var known = places.Select(regions.Find).OfType<Region>().ToList();
        var scope = new Scope(
            SeesEverything,
            [.. known.Where(place => place.Kind != RegionKind.Zone).Select(place => place.Code)],
            [.. known.Where(place => place.Kind == RegionKind.Zone).Select(place => place.Code)],
            own);
        CheckReach(role, scope, problems);
        return (role, scope);
    }

    private void CheckReach(Role role, Scope scope, List<Problem> problems)
    {
        if (problems.Count > 0) return;
        if (role == Access.Role.Enterprise && (scope.Organization is null || scope.Everything || scope.Regions.Count + scope.Zones.Count > 0))
            problems.Add(new(nameof(Organization), "企业账号只看本企业：填写企业的统一社会信用代码，不选全市，不填区域"));
        else if (role is Access.Role.TownshipClerk or Access.Role.ZoneOfficer && (scope.Everything || scope.Regions.Count + scope.Zones.Count == 0))
            problems.Add(new(nameof(Places), "镇街与功能区账号要写明负责的地方，不能看全市"));
        else if (role is not (Access.Role.Expert or Access.Role.Bank or Access.Role.Public) && scope == Scope.Nothing)
            problems.Add(new(nameof(Places), "请选择全市，或填写负责的区县、镇街、功能区"));
    }
}
