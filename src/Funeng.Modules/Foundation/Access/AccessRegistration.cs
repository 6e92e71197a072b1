using System.Globalization;
using System.Threading.RateLimiting;
using Funeng.Modules.Foundation.Accounts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Foundation.Access;

/// <summary>Names of the rate limits; put <c>[EnableRateLimiting(RateLimits.SignIn)]</c> or <c>.RequireRateLimiting(…)</c> on what they guard.</summary>
public static class RateLimits
{
    public const string SignIn = "sign-in";
    public const string Api = "api";
    public const string Import = "import";
}

internal static class AccessRegistration
{
    private const string CookieOrToken = "CookieOrToken";

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentUser>()
            .AddSingleton<SignInLimits>()
            .AddScoped<SignInUser>()
            .AddSingleton<ReturnAddress>()
            .AddScoped<CreateUser>()
            .AddScoped<ChangePassword>()
            .AddScoped<CreateApiToken>()
            .AddScoped<RevokeApiToken>()
            .AddScoped<ListApiTokens>()
            .AddScoped<BrowseAccounts>()
            .AddScoped<ManageAccounts>()
            .AddScoped<FirstAdministrator>();
        return services.AddAccounts().AddPolicies().AddRateLimits();
    }

    private static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddAuthentication(options =>
            {
                options.DefaultScheme = CookieOrToken;
                options.DefaultSignInScheme = IdentityConstants.ApplicationScheme;
                options.DefaultChallengeScheme = CookieOrToken;
            })
            // A token opens the API and no page: what a person does in the product, its forms and settings among it, needs the person.
            .AddPolicyScheme(CookieOrToken, null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.Count > 0 && context.Request.Path.StartsWithSegments("/api") ? ApiTokenHandler.Name : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiTokenHandler>(ApiTokenHandler.Name, null)
            .AddIdentityCookies();
        services.AddIdentityCore<Account>(Rules)
            .AddEntityFrameworkStores<FunengDb>()
            .AddSignInManager()
            .AddErrorDescriber<ChineseIdentityErrors>()
            .AddClaimsPrincipalFactory<AccountClaims>();
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromMinutes(1));
        services.ConfigureApplicationCookie(options =>
        {
            options.Cookie.Name = "funeng";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = TimeSpan.FromHours(10);
            options.SlidingExpiration = true;
            options.LoginPath = "/sign-in";
            options.LogoutPath = "/sign-out";
            options.ReturnUrlParameter = "return";
            options.Events.OnRedirectToLogin = context => AnswerApiOr(context.HttpContext, StatusCodes.Status401Unauthorized, () => context.Response.Redirect(SignInAddress(context)));
            options.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
        });
        return services;
    }

    // Whose session ended while he was filling in a form is told that it was not saved.
    private static string SignInAddress(RedirectContext<CookieAuthenticationOptions> context) =>
        HttpMethods.IsPost(context.Request.Method) ? $"{context.RedirectUri}&unsaved=1" : context.RedirectUri;

    private static void Rules(IdentityOptions options)
    {
        options.Password.RequiredLength = 10;
        options.Password.RequiredUniqueChars = 5;
        options.Password.RequireDigit = true;
        options.Password.RequireLowercase = true;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        options.Lockout.MaxFailedAccessAttempts = 5;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
        options.Lockout.AllowedForNewUsers = true;
        options.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
    }

    private static Task AnswerApiOr(HttpContext context, int status, Action otherwise)
    {
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            otherwise();
        }

        return Task.CompletedTask;
    }

    /// <summary>One policy per permission, by its name.</summary>
    private static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        var authorization = services.AddAuthorizationBuilder();
        foreach (var permission in Enum.GetValues<Permission>())
        {
            authorization.AddPolicy(permission.ToString(), policy => policy
                .RequireAuthenticatedUser()
                .RequireAssertion(context => RolePermissions.Of(CurrentUser.Read(context.User).Role).Contains(permission)));
        }

        return services;
    }

    private static IServiceCollection AddRateLimits(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        // Against a flood only: a whole office shares one address in the morning. SignInLimits counts names and failures.
        options.AddPolicy(RateLimits.SignIn, context => HttpMethods.IsPost(context.Request.Method)
            ? Window("sign-in:" + Address(context), permits: 600, TimeSpan.FromMinutes(1))
            : RateLimitPartition.GetNoLimiter("sign-in form"));
        options.AddPolicy(RateLimits.Api, context => Window("api:" + Caller(context), permits: 600, TimeSpan.FromMinutes(1)));
        // Uploads, not looks at the page.
        options.AddPolicy(RateLimits.Import, context => HttpMethods.IsPost(context.Request.Method)
            ? Window("import:" + Caller(context), permits: 30, TimeSpan.FromMinutes(1))
            : RateLimitPartition.GetNoLimiter("import page"));
    });

    private static RateLimitPartition<string> Window(string key, int permits, TimeSpan length) =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = length });

    private static string Caller(HttpContext context) =>
        CurrentUser.Read(context.User).Id?.ToString(CultureInfo.InvariantCulture) ?? Address(context);

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "local";
}
