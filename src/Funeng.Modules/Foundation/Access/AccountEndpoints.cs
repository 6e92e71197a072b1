using Funeng.Modules.Foundation.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Foundation.Access;

/// <summary>Who calls the API, and with which rights: the first thing to try with a new token.</summary>
public static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder api) =>
        api.MapGet("/account", (CurrentUser user) => TypedResults.Ok(new CallerAccount(
                user.Name, user.Role, user.Role.DisplayName(), [.. user.Permissions.Order()])))
            .WithSummary("当前账号的姓名、角色与权限").WithTags("账号");
}

public sealed record CallerAccount(string Name, Role Role, string RoleName, IReadOnlyList<Permission> Permissions);
