using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Funeng.Host;
using Funeng.Host.Demo;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.SignIn;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Support;

/// <summary>The real site over real HTTP, on a free port with its own SQLite file and an account of every role.</summary>
public sealed class TestSite : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("funeng-site-").FullName;
    private WebApplication? site;
    private string? postgres;

    /// <summary>The database under the site; a test of both starts one of each.</summary>
    public DatabaseKind Kind { get; init; } = DatabaseKind.Sqlite;

    /// <summary>How many synthetic enterprises the city gets.</summary>
    public int Enterprises { get; init; } = 60;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public IServiceProvider Services => site!.Services;

    public static async Task<TestSite> StartAsync(DatabaseKind kind, int enterprises = 5)
    {
        var started = new TestSite { Kind = kind, Enterprises = enterprises };
        await started.InitializeAsync();
        return started;
    }

    public async ValueTask InitializeAsync()
    {
        postgres = Kind == DatabaseKind.PostgreSql ? await TestServer.CreateAsync(migrated: true) : null;
        site = Site.Build(new SiteOptions
        {
            Urls = "http://127.0.0.1:0",
            DataFolder = folder,
            City = CityContent.Demo,
            Enterprises = Enterprises,
            Database = postgres,
            RulesFolder = Repository.Folder("rules"),
        });
        await site.StartAsync();
        await DemoCity.LoadAsync(site, CancellationToken.None);
        Address = new Uri(site.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        await site!.StopAsync();
        await site.DisposeAsync();
        if (postgres is not null)
            await TestServer.GiveBackAsync(postgres);
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A file still held at the end is the temporary folder's matter.
        }
    }

    /// <summary>A browser without script, signed in by the form as one of the demo users; null is nobody.</summary>
    public async Task<Visitor> VisitAsync(string? user)
    {
        var visitor = new Visitor(Address);
        if (user is null)
            return visitor;
        var account = Services.GetRequiredService<DemoAccounts>().Read().Single(account => account.User == user);
        var page = await visitor.OpenAsync("/sign-in");
        var answer = await visitor.SubmitAsync(page.QuerySelector<IHtmlFormElement>("form.signin-form")!, ("user", user), ("password", account.Password));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return visitor;
    }
}

/// <summary>Follows no redirect by itself, keeps cookies, submits the forms it was shown.</summary>
public sealed class Visitor : IDisposable
{
    private readonly SocketsHttpHandler handler = new() { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All };

    public Visitor(Uri address) => Http = new HttpClient(handler) { BaseAddress = address };

    public HttpClient Http { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(path, Cancellation);

    public async Task<IHtmlDocument> OpenAsync(string path) => await ReadAsync(await GetAsync(path));

    public static async Task<IHtmlDocument> ReadAsync(HttpResponseMessage answer) =>
        new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Cancellation));

    /// <summary>The form's own fields, with those given set anew.</summary>
    public Task<HttpResponseMessage> SubmitAsync(IHtmlFormElement form, params (string Name, string Value)[] values)
    {
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input[name]")
            .Where(input => values.All(value => value.Name != input.Name) && (input.Type is not ("checkbox" or "radio") || input.IsChecked))
            .Select(input => KeyValuePair.Create(input.Name!, input.Value))
            .Concat(values.Select(value => KeyValuePair.Create(value.Name, value.Value)));
        var action = form.GetAttribute("action") is { Length: > 0 } address ? address : form.Owner!.Location.PathName;
        return Http.PostAsync(action, new FormUrlEncodedContent(fields), Cancellation);
    }

    public void Dispose()
    {
        Http.Dispose();
        handler.Dispose();
    }
}
