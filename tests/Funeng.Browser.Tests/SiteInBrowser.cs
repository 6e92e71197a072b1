using System.Globalization;
using Funeng.Host;
using Funeng.Host.Demo;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.SignIn;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Partners;
using Funeng.Modules.Projects.Clinic;
using Funeng.Modules.Projects.Officers;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Payments;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Review;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Funeng.Browser.Tests.SiteInBrowser))]

namespace Funeng.Browser.Tests;

/// <summary>
/// The real site with a small demo city on a free port, and a real Chromium before it; one of each for all tests.
/// Without Chromium (CHROME_PATH, else /usr/bin/chromium) the tests are skipped; with CI=true they fail.
/// </summary>
public sealed class SiteInBrowser : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("funeng-browser-").FullName;
    private readonly Dictionary<string, string> signedIn = [];
    private readonly SemaphoreSlim gate = new(1);
    private WebApplication? site;
    private IPlaywright? playwright;
    private IBrowser? browser;
    private IReadOnlyDictionary<string, string> samples = new Dictionary<string, string>();

    public string Url { get; private set; } = "";

    public IReadOnlyList<DemoAccount> Accounts { get; private set; } = [];

    public IServiceProvider Services
    {
        get
        {
            Require();
            return site!.Services;
        }
    }

    private static string Chromium => Environment.GetEnvironmentVariable("CHROME_PATH") ?? "/usr/bin/chromium";

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
            return;
        site = Site.Build(new SiteOptions { Urls = "http://127.0.0.1:0", DataFolder = folder, City = CityContent.Demo, Enterprises = 120 });
        await site.StartAsync();
        await DemoCity.LoadAsync(site, CancellationToken.None);
        Url = site.Urls.First();
        Accounts = site.Services.GetRequiredService<DemoAccounts>().Read();
        await using (var scope = site.Services.CreateAsyncScope())
            samples = await SamplesAsync(scope.ServiceProvider.GetRequiredService<FunengDb>());
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--lang=zh-CN",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        if (site is not null)
        {
            await site.StopAsync();
            await site.DisposeAsync();
        }
        gate.Dispose();
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A file still held at the end is the temporary folder's matter.
        }
    }

    /// <summary>A page in a profile of its own, signed in as one of the demo users (null: nobody).</summary>
    public async Task<BrowserPage> OpenAsync(string? user, Look? look = null)
    {
        look ??= Look.Desktop;
        var context = await Require().NewContextAsync(Options(look, user is null ? null : await SignInAsync(user)));
        await context.AddCookiesAsync([new() { Name = "fn.display", Value = Uri.EscapeDataString(look.Display), Url = Url }]);
        return new BrowserPage(context, await context.NewPageAsync(), Url, look, samples);
    }

    /// <summary>The cookies of a signed-in user, for plain HTTP.</summary>
    public async Task<string> CookiesAsync(string user)
    {
        await using var page = await OpenAsync(user);
        return string.Join("; ", (await page.Page.Context.CookiesAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}"));
    }

    public DemoAccount Account(string user) => Accounts.Single(account => account.User == user);

    /// <summary>What stands for itself in the addresses of the page list.</summary>
    private static async Task<Dictionary<string, string>> SamplesAsync(FunengDb db)
    {
        var (task, order) = (await db.Set<TaskItem>().FirstAsync(item => item.Key == "demo:conference"), await db.Set<SupervisionOrder>().OrderBy(order => order.Id).FirstAsync());
        return new()
        {
            ["{enterprise}"] = await db.Set<Organization>().Where(organization => organization.RevenueFen != null).OrderByDescending(organization => organization.RevenueFen)
                .Select(organization => organization.Code).FirstAsync(),
            ["{served}"] = await db.Set<Duty>().Where(duty => duty.Role == Portfolios.Role && duty.SourceKind == "project").OrderBy(duty => duty.SourceKey)
                .Select(duty => duty.SourceKey).FirstAsync(),
            ["{task}"] = Text(task.Id),
            ["{demand}"] = Text((await db.Set<Funeng.Modules.Policies.Demands.SupportDemand>().OrderBy(demand => demand.Id).FirstAsync()).Id),
            ["{order}"] = Text(order.Id),
            ["{payment}"] = Text(await db.Set<Payment>().OrderBy(payment => payment.Id).Select(payment => payment.Id).FirstAsync()),
            ["{batch}"] = Text(await db.Set<Payment>().OrderBy(payment => payment.Id).Select(payment => payment.Batch).FirstAsync()),
            ["{budget}"] = Text(await db.Set<Budget>().OrderBy(budget => budget.Id).Select(budget => budget.Id).FirstAsync()),
            ["{award}"] = Text(await db.Set<PaymentLine>().OrderBy(line => line.Id).Select(line => line.Award).FirstAsync()),
            ["{claim}"] = Text(await db.Set<Claim>().OrderBy(claim => claim.Id).Select(claim => claim.Id).FirstAsync()),
            ["{item}"] = Text(await db.Set<BenefitItem>().OrderBy(item => item.Id).Select(item => item.Id).FirstAsync()),
            ["{draft}"] = await ApplicationAsync(db, ApplicationState.Draft),
            ["{review}"] = await ApplicationAsync(db, ApplicationState.InReview),
            ["{panel}"] = Text((await db.Set<ScoreRound>().OrderBy(row => row.Id).FirstAsync()).Id),
            ["{score}"] = Text((await db.Set<ScoreAssignment>().OrderBy(row => row.Id).FirstAsync()).Id),
            ["{case}"] = await CaseAsync(db, ClinicState.Consulting),
            ["{treated}"] = await CaseAsync(db, ClinicState.Treating),
            ["{round}"] = Text((await db.Set<ClinicRound>().OrderByDescending(round => round.Number).FirstAsync()).Id),
            ["{account}"] = Text((await db.Set<Account>().OrderBy(account => account.Id).FirstAsync()).Id),
            ["{circular}"] = Text((await db.Set<Circular>().OrderBy(circular => circular.Id).FirstAsync()).Id),
            ["{partner}"] = Text((await db.Set<CityPartner>().OrderBy(partner => partner.Id).FirstAsync()).Id),
            ["{visit}"] = Text((await db.Set<Visit>().OrderBy(visit => visit.Id).FirstAsync()).Id),
            ["{grant}"] = Text(await db.Database.SqlQuery<long>($"select min(id) as \"Value\" from title_grant").SingleAsync()),
        };
    }

    private static async Task<string> ApplicationAsync(FunengDb db, ApplicationState state) =>
        Text((await db.Set<Application>().Where(row => row.State == state).OrderBy(row => row.Id).FirstAsync()).Id);

    private static async Task<string> CaseAsync(FunengDb db, ClinicState state) =>
        Text((await db.Set<ClinicCase>().Where(row => row.State == state).OrderBy(row => row.Id).FirstAsync()).Id);

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private IBrowser Require()
    {
        if (browser is not null)
            return browser;
        var reason = $"Chromium is not installed at {Chromium}; install it or set CHROME_PATH";
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(reason);
        Assert.Skip(reason);
        throw new InvalidOperationException(reason);
    }

    private async Task<string> SignInAsync(string user)
    {
        await gate.WaitAsync();
        try
        {
            if (signedIn.TryGetValue(user, out var state))
                return state;
            await using var context = await Require().NewContextAsync(Options(Look.Desktop, null));
            var page = await context.NewPageAsync();
            await page.GotoAsync(Url + "/sign-in");
            await page.FillAsync("#f-user", user);
            await page.FillAsync("#f-password", Account(user).Password);
            await page.ClickAsync("button.btn-p");
            await page.ArrivesAsync(Arrival.Home);
            return signedIn[user] = await context.StorageStateAsync();
        }
        finally
        {
            gate.Release();
        }
    }

    private static BrowserNewContextOptions Options(Look look, string? state) => new()
    {
        ViewportSize = new() { Width = look.Width, Height = look.Height },
        Locale = "zh-CN",
        StorageState = state,
        JavaScriptEnabled = look.Scripts,
        // axe is put into the page by the test, not by the site.
        BypassCSP = false,
        ReducedMotion = ReducedMotion.Reduce,
    };
}

/// <summary>How a page is looked at.</summary>
public sealed record Look(string Name, int Width, int Height, string Display, bool Scripts = true)
{
    public static readonly Look Desktop = new("1440", 1440, 900, "theme:light");
    public static readonly Look Phone = new("390", 390, 844, "theme:light");
    public static readonly Look DarkDesktop = new("1440-dark", 1440, 900, "theme:dark");
    public static readonly Look DarkPhone = new("390-dark", 390, 844, "theme:dark");
    public static readonly Look ElderDesktop = new("1440-elder", 1440, 900, "theme:light_scale:large");
    public static readonly Look ElderPhone = new("390-elder", 390, 844, "theme:light_scale:large");
    public static readonly Look NoScript = Desktop with { Scripts = false };
}

/// <summary>One open page with what its console complained about.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly IReadOnlyDictionary<string, string> samples;

    internal BrowserPage(IBrowserContext context, IPage page, string url, Look look, IReadOnlyDictionary<string, string> samples)
    {
        this.samples = samples;
        this.context = context;
        Page = page;
        Url = url;
        Look = look;
        page.PageError += (_, problem) => Complaints.Add(problem);
        page.Console += (_, message) =>
        {
            // A browser prints one line for an answer of 4xx to a page; that is no complaint of the page.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                Complaints.Add(message.Text);
        };
    }

    public IPage Page { get; }

    public string Url { get; }

    public Look Look { get; private set; }

    public List<string> Complaints { get; } = [];

    public async Task<IResponse?> GoAsync(string path)
    {
        var response = await Page.GotoAsync(Url + samples.Aggregate(path, (text, sample) => text.Replace(sample.Key, sample.Value, StringComparison.Ordinal)));
        if (Look.Scripts)
            await Page.WaitForFunctionAsync("() => [...document.querySelectorAll('fn-chart,fn-map,fn-dmn')].every(x => x.hasAttribute('data-ready'))");
        return response;
    }

    /// <summary>Looks at the same page otherwise: the window's size and the attributes that a user's choice of display writes.</summary>
    public async Task LookAsync(Look look)
    {
        Look = look;
        await Page.SetViewportSizeAsync(look.Width, look.Height);
        await Page.EvaluateAsync(
            """
            async choice => {
              const html = document.documentElement;
              html.dataset.theme = choice.theme;
              html.dataset.scale = choice.scale;
              // A window that the browser does not draw gets no frame, and an animation in it no end: they are not waited for without end.
              const within = (promise, ms) => Promise.race([promise, new Promise(done => setTimeout(done, ms))]);
              await within(new Promise(requestAnimationFrame), 1000);
              await within(Promise.allSettled(document.getAnimations().map(animation => animation.finished)), 2000);
            }
            """,
            new { theme = look.Display.Contains("dark", StringComparison.Ordinal) ? "dark" : "light", scale = look.Display.Contains("large", StringComparison.Ordinal) ? "large" : "normal" });
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
