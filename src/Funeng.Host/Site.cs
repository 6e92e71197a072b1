using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Funeng.Host.Web;
using Funeng.Modules.Foundation.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;

namespace Funeng.Host;

/// <summary>The web application, built by a function so that tests start the real one in process.</summary>
public static class Site
{
    // Pages take a form or two; what uploads files says so itself with [RequestSizeLimit].
    private const long LargestRequest = 4 * 1024 * 1024;

    public static WebApplication Build(SiteOptions options)
    {
        var installation = options.Installation;
        Directory.CreateDirectory(installation.DataFolder);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(Site).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            Args = ["--urls", options.Urls],
        });
        builder.Configuration.AddInMemoryCollection(
        [
            new("AllowedHosts", AllowedHosts(options.Urls, builder.Configuration)),
            // Or a site run from its build output would forbid browsers to keep styles and scripts.
            new("ReloadStaticAssetsAtRuntime", builder.Environment.IsDevelopment() ? "true" : "false"),
        ]);
        builder.WebHost.UseStaticWebAssets().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
        });
        Quieten(builder.Logging);
        builder.Services.AddSingleton(installation).AddSingleton(options);
        // First among the hosted services: those of the modules expect the schema.
        builder.Services.AddHostedService<StartInstallation>().AddModules();
        AddPages(builder.Services);
        AddApi(builder.Services);
        builder.Services.AddDataProtection().SetApplicationName("funeng")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(installation.DataFolder, "keys")));

        var app = builder.Build();
        Use(app, isEncrypted: options.Urls.Contains("https://", StringComparison.OrdinalIgnoreCase));
        Map(app);
        return app;
    }

    /// <summary>The site's services on a database brought up to date, without listening: for commands.</summary>
    public static async Task<WebApplication> OpenAsync(SiteOptions options, CancellationToken cancellation)
    {
        var site = Build(options with { Urls = "http://127.0.0.1:0" });
        await site.Services.GetRequiredService<InstallationStart>().RunAsync(cancellation);
        return site;
    }

    /// <summary>A site that listens on loopback only answers to loopback names, so that no other site's name can be pointed at it.</summary>
    private static string AllowedHosts(string urls, IConfiguration configuration)
    {
        if (configuration["AllowedHosts"] is { Length: > 0 } configured)
            return configured;
        string[] loopback = ["localhost", "127.0.0.1", "[::1]"];
        return urls.Split(';').All(url => loopback.Any(host => url.Contains("//" + host, StringComparison.OrdinalIgnoreCase)))
            ? string.Join(';', loopback)
            : "*";
    }

    private static void Quieten(ILoggingBuilder logging) => logging
        .ClearProviders()
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        })
        .SetMinimumLevel(LogLevel.Warning)
        // One line a night: whoever runs the site sees that it was done, and how long it took.
        .AddFilter("Funeng.Modules.Policies.Nightly", LogLevel.Information)
        // Keys lie unencrypted in the data folder, which is as private as the database beside them.
        .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
        // A stale form is the user's matter; the page tells him.
        .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Critical);

    private static void AddPages(IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        // Or Chinese is sent as &#x…; in attributes and dynamic text.
        services.AddWebEncoders(encoders => encoders.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "fn.form";
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // SecurityHeaders says it for every page.
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        services.Configure<FormOptions>(form => form.ValueCountLimit = 8192);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/problem+json"];
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
    }

    private static void AddApi(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        });
        services.AddOpenApi("v1", ApiDescription.Configure);
    }

    private static void Use(WebApplication app, bool isEncrypted)
    {
        // From a proxy on this machine only, which ends the encryption: limits count people's addresses, and cookies know that the way was secure.
        app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto });
        if (isEncrypted)
            app.UseHsts();
        app.UseResponseCompression();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ErrorPages>();
        app.UseRouting();
        app.Use(RefuseTooLarge);
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseMiddleware<TemporaryPasswordGate>();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseMiddleware<OncePerForm>();
    }

    /// <summary>Said before anything reads the body, or the form's token would be found missing instead.</summary>
    private static Task RefuseTooLarge(HttpContext http, RequestDelegate next)
    {
        // The page that explains the refusal is rendered in the same request and reads no body.
        if (!(http.Request.ContentLength > http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize)
            || http.Features.Get<IStatusCodeReExecuteFeature>() is not null)
            return next(http);
        http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        return Task.CompletedTask;
    }

    private static void Map(WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet("/healthz/live", () => "live").AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/healthz/ready", () => "ready").AllowAnonymous().ExcludeFromDescription();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapModules(app.MapGroup("/api/v1").RequireAuthorization().RequireRateLimiting(Funeng.Modules.Foundation.Access.RateLimits.Api));
        app.MapRazorComponents<App>().AddAdditionalAssemblies(Composition.ModulesAssembly);
    }
}

/// <summary>Brings the schema up to date before the first request is answered.</summary>
internal sealed class StartInstallation(InstallationStart start) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => start.RunAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
