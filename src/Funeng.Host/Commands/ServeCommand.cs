using System.Net;
using System.Net.Sockets;
using Funeng.Host.Demo;
using Funeng.Host.Web;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Accounts;
using Funeng.Modules.Foundation.SignIn;

namespace Funeng.Host.Commands;

/// <summary>Serves the site until it is told to stop: <c>serve [--urls U] [--data DIR] [--database C] [--city demo|empty] [--enterprises N] [--projects N] [--warm no]</c>.</summary>
internal static class ServeCommand
{
    private static readonly string[] Options = ["urls", "data", "database", "city", "enterprises", "projects", "warm"];

    public static async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words).Allow(Options);
        var options = Read(arguments);
        if (arguments.Find("warm") is { } warm and not ("yes" or "no")) throw new UsageException($"--warm must be yes or no, not '{warm}'");
        RequireFreePort(options.Urls);
        if (DemoMark.ClearAway(options)) Console.WriteLine("loading the demo city was cut off the last time; it begins again");
        await using var site = Site.Build(options);
        await site.StartAsync(cancellation);
        // Told before the city is there: the sign-in page answers, and says that it is coming.
        foreach (var url in site.Urls)
            Console.WriteLine(url);
        await DemoCity.LoadAsync(site, cancellation);
        foreach (var account in site.Services.GetRequiredService<DemoAccounts>().Read())
            Console.WriteLine($"{account.Role} {account.User} {account.Password}");
        if (await MakeFirstAdministratorAsync(site, cancellation) is var (user, password))
            Console.WriteLine($"Administrator {user} {password}");
        Console.WriteLine("ready");
        site.Lifetime.ApplicationStopping.Register(() => Console.WriteLine("stopping"));
        var warming = arguments.Find("warm") == "no" ? Task.CompletedTask : WarmPages.RunAsync(site);
        await site.WaitForShutdownAsync(cancellation);
        await warming;
        Console.WriteLine("stopped");
        return CommandTable.Done;
    }

    /// <summary>Said before anything is loaded, in one line.</summary>
    private static void RequireFreePort(string urls)
    {
        foreach (var url in urls.Split(';').Select(text => Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : null).OfType<Uri>().Where(url => url.Port > 0))
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) ? address : IPAddress.Loopback, url.Port));
            }
            catch (SocketException problem) when (problem.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw new UsageException($"{url.Authority} is in use by another program; choose another address with --urls");
            }
        }
    }

    /// <summary>A command that looks at what is there makes nothing where nothing is.</summary>
    public static void RequireInstallation(SiteOptions options)
    {
        if (options.Database is null && !File.Exists(Path.Combine(options.DataFolder, "funeng.db")))
            throw new UsageException($"there is no installation in {Path.GetFullPath(options.DataFolder)}");
    }

    /// <summary>The password is shown this once; it must be changed at the first sign-in.</summary>
    private static async Task<(string User, string Password)?> MakeFirstAdministratorAsync(WebApplication site, CancellationToken cancellation)
    {
        await using var scope = site.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsCommandLine();
        return await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().RunAsync(cancellation);
    }

    /// <summary>The options every command that opens an installation shares: data folder, database, city.</summary>
    public static SiteOptions Read(Arguments arguments) => new()
    {
        Urls = arguments.Find("urls") ?? SiteOptions.DefaultUrls,
        DataFolder = arguments.Find("data") ?? "data",
        Database = arguments.Find("database"),
        Enterprises = arguments.Number("enterprises", new SiteOptions().Enterprises),
        Projects = arguments.Find("projects") is null ? null : arguments.Number("projects", 0) is > 0 and <= 100_000 and var projects ? projects : throw new UsageException("--projects must be from 1 to 100000"),
        City = arguments.Find("city") switch
        {
            null or "demo" => CityContent.Demo,
            "empty" => CityContent.Empty,
            var other => throw new UsageException($"--city must be demo or empty, not '{other}'"),
        },
    };
}
