using System.Globalization;
using System.Security.Claims;
using Funeng.Modules.Foundation.Regions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Funeng.Modules.Foundation.Access;

/// <summary>
/// What the sign-in cookie carries: role, scope and name. It is made anew whenever the security stamp is checked (every minute),
/// so a change of rights reaches open sessions. A zone stands for the zones inside it too.
/// </summary>
public sealed class AccountClaims(UserManager<Account> accounts, RegionTree regions, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Account>(accounts, options)
{
    internal const string RoleName = "fn:role";
    internal const string DisplayName = "fn:name";
    internal const string TemporaryPassword = "fn:temporary";
    private const string Everything = "fn:everything";
    private const string Region = "fn:region";
    private const string Zone = "fn:zone";
    private const string Organization = "fn:organization";

    public static IEnumerable<Claim> Of(Account account, RegionTree regions)
    {
        yield return new Claim(RoleName, account.Role.ToString());
        yield return new Claim(DisplayName, account.DisplayName);
        if (account.PasswordIsTemporary)
        {
            yield return new Claim(TemporaryPassword, "1");
        }

        var scope = account.Scope;
        if (scope.Everything)
        {
            yield return new Claim(Everything, "1");
        }

        foreach (var region in scope.Regions)
        {
            yield return new Claim(Region, region);
        }

        foreach (var zone in scope.Zones.SelectMany(regions.WithInner).Distinct())
        {
            yield return new Claim(Zone, zone);
        }

        if (scope.Organization is { } own)
        {
            yield return new Claim(Organization, own.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>True while the password is one that somebody else set.</summary>
    public static bool MustChangePassword(ClaimsPrincipal principal) => principal.HasClaim(TemporaryPassword, "1");

    internal static Scope ReadScope(ClaimsPrincipal principal) => new(
        principal.HasClaim(Everything, "1"),
        [.. principal.FindAll(Region).Select(claim => claim.Value)],
        [.. principal.FindAll(Zone).Select(claim => claim.Value)],
        long.TryParse(principal.FindFirstValue(Organization), NumberStyles.None, CultureInfo.InvariantCulture, out var own) ? own : null);

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaims(Of(user, regions));
        return identity;
    }
}
