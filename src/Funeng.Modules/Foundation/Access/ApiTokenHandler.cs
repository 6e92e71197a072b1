using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Funeng.Modules.Foundation.Access;

/// <summary>Signs a request in by <c>Authorization: Bearer fn_…</c>.</summary>
internal sealed class ApiTokenHandler(
    FunengDb db, RegionTree regions, TimeProvider time, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "ApiToken";
    private const string Bearer = "Bearer ";
    private const int LongestHeader = 200;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) || header.Length > LongestHeader)
        {
            return AuthenticateResult.NoResult();
        }

        var hash = ApiToken.HashOf(header[Bearer.Length..].Trim());
        var found = await db.Set<ApiToken>()
            .Where(token => token.Hash == hash)
            .Join(db.Accounts, token => token.Account, account => account.Id, (token, account) => new { token, account })
            .SingleOrDefaultAsync(Context.RequestAborted);
        var now = time.GetUtcNow();
        if (found is null || !found.token.IsValidAt(now) || found.account.LockoutEnd > now || !RolePermissions.Of(found.account.Role).Contains(Permission.UseApi))
        {
            return AuthenticateResult.Fail("令牌无效、已过期或已撤销");
        }

        await NoteUseAsync(found.token, now);
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, found.account.Id.ToString(CultureInfo.InvariantCulture)), .. AccountClaims.Of(found.account, regions)],
            Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    private async Task NoteUseAsync(ApiToken token, DateTimeOffset now)
    {
        if (token.UsedAt is null || now - token.UsedAt > TimeSpan.FromMinutes(10))
        {
            await db.Set<ApiToken>().Where(row => row.Id == token.Id)
                .ExecuteUpdateAsync(row => row.SetProperty(used => used.UsedAt, now), Context.RequestAborted);
        }
    }
}
