namespace Funeng.Host;

/// <summary>The web application, built by a function so that tests start the real one in process.</summary>
public static class Site
{
    public static WebApplication Build(SiteOptions options)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = ["--urls", options.Urls] });
        builder.Services.AddSingleton(options.Installation);
        Composition.AddModules(builder.Services);
        return builder.Build();
    }
}
