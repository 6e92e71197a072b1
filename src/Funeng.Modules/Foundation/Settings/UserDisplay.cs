using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Funeng.Modules.Foundation.Settings;

/// <summary>How the site looks to one person. In the cookie <c>fn.display</c>, so that the first paint is right; kept with the account too.</summary>
/// <param name="Theme">auto, light or dark</param>
/// <param name="Scale">normal, or large: the elder version 关怀版</param>
/// <param name="Density">normal or compact</param>
/// <param name="Keys">on, or off: single-key shortcuts</param>
public sealed record DisplayChoice(string Theme = "auto", string Scale = "normal", string Density = "normal", string Keys = "on")
{
    private static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>
    {
        ["theme"] = ["auto", "light", "dark"],
        ["scale"] = ["normal", "large"],
        ["density"] = ["normal", "compact"],
        ["keys"] = ["on", "off"],
    };

    public static DisplayChoice Read(string? text) =>
        (text ?? "").Split('_').Aggregate(new DisplayChoice(), (choice, setting) => choice.With(setting));

    /// <summary>Takes one setting such as <c>theme:dark</c>; an unknown one changes nothing.</summary>
    public DisplayChoice With(string setting) => setting.Split(':') switch
    {
        [var name, var value] when Allowed.TryGetValue(name, out var values) && values.Contains(value) => name switch
        {
            "theme" => this with { Theme = value },
            "scale" => this with { Scale = value },
            "density" => this with { Density = value },
            _ => this with { Keys = value },
        },
        _ => this,
    };

    public override string ToString() => $"theme:{Theme}_scale:{Scale}_density:{Density}_keys:{Keys}";
}

/// <summary>Reads and keeps the display choice of the person at the other end.</summary>
public sealed class UserDisplay(IHttpContextAccessor http, UserManager<Account> accounts, CurrentUser user)
{
    private const string Cookie = "fn.display";
    private const string Provider = "funeng";

    public DisplayChoice Choice => DisplayChoice.Read(http.HttpContext?.Request.Cookies[Cookie]);

    public async Task ChangeAsync(string setting)
    {
        var choice = Choice.With(setting);
        Send(choice);
        if (user.Id is { } id && await accounts.FindByIdAsync(id.ToString(CultureInfo.InvariantCulture)) is { } account)
            await accounts.SetAuthenticationTokenAsync(account, Provider, Cookie, choice.ToString());
    }

    /// <summary>After sign-in the account's own choice follows the person to this browser.</summary>
    public async Task RestoreAsync(long accountId)
    {
        if (await accounts.FindByIdAsync(accountId.ToString(CultureInfo.InvariantCulture)) is { } account
            && await accounts.GetAuthenticationTokenAsync(account, Provider, Cookie) is { } kept)
            Send(DisplayChoice.Read(kept));
    }

    private void Send(DisplayChoice choice)
    {
        var context = http.HttpContext!;
        context.Response.Cookies.Append(Cookie, choice.ToString(), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(400),
            IsEssential = true,
        });
    }
}
