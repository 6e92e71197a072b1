using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Funeng.Modules.Foundation.Access;

/// <summary>Who acts in this request, command or job. Nobody signed in is the role <see cref="Role.Public"/> with an empty scope.</summary>
public sealed class CurrentUser(IHttpContextAccessor http)
{
    private Identity? identity;

    public long? Id => Who.Id;

    public string Name => Who.Name;

    public Role Role => Who.Role;

    public Scope Scope => Who.Scope;

    /// <summary>The enterprises this account may see: its scope, or none at all for an account that may not see enterprises (expert, bank).</summary>
    public Scope EnterpriseScope => Has(Permission.ViewEnterprises) ? Scope : Scope.Nothing;

    public bool IsSignedIn => Who.Id is not null;

    public IReadOnlySet<Permission> Permissions => RolePermissions.Of(Who.Role);

    /// <summary>What the changes of this user are signed with, in the audit and in filings.</summary>
    public string Signature => Who.Id is { } id ? string.Create(CultureInfo.InvariantCulture, $"{Who.Name}#{id}") : Who.Name;

    private Identity Who => identity ??= Read(http.HttpContext?.User);

    public bool Has(Permission permission) => Permissions.Contains(permission);

    /// <summary>For commands, jobs and tests, where no request says who acts.</summary>
    public void ActAs(long? id, string name, Role role, Scope scope) => identity = new Identity(id, name, role, scope);

    /// <summary>The command line acts with all rights of whoever may run it on this machine.</summary>
    public void ActAsCommandLine() => ActAs(null, "命令行", Role.Administrator, Scope.All);

    /// <summary>What runs by the clock, or after somebody's change, acts with all rights and is nobody's doing.</summary>
    public void ActAsSystem() => ActAs(null, "系统", Role.Administrator, Scope.All);

    internal static Identity Read(ClaimsPrincipal? principal)
    {
        if (principal?.Identity?.IsAuthenticated != true
            || !long.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || !Enum.TryParse<Role>(principal.FindFirstValue(AccountClaims.RoleName), out var role))
        {
            return new Identity(null, "访客", Role.Public, Scope.Nothing);
        }

        return new Identity(id, principal.FindFirstValue(AccountClaims.DisplayName) ?? "", role, AccountClaims.ReadScope(principal));
    }

    internal sealed record Identity(long? Id, string Name, Role Role, Scope Scope);
}
