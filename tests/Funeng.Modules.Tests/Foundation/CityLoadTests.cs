using Funeng.Host;
using Funeng.Modules.Foundation;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Foundation;

/// <summary>The site answers while the demo city is being loaded, and says so.</summary>
public sealed class CityLoadTests
{
    [Fact]
    public async Task The_sign_in_page_says_that_the_city_is_coming_and_gives_no_account_before_it_is_whole()
    {
        var folder = Directory.CreateTempSubdirectory("funeng-load-").FullName;
        var site = Site.Build(new SiteOptions { Urls = "http://127.0.0.1:0", DataFolder = folder, City = CityContent.Demo, RulesFolder = Repository.Folder("rules") });
        await site.StartAsync(TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(Path.Combine(folder, "demo-accounts.txt"), ["Leader leader made-up-word"], TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(site.Urls.First()) };
        var done = new TaskCompletionSource();
        var loading = site.Services.GetRequiredService<CityLoad>().RunAsync(() => done.Task);

        var (during, text) = await AskAsync();
        done.SetResult();
        await loading;
        var (after, later) = await AskAsync();

        Assert.Null(during);
        Assert.Contains("没有脚本时请自己<a href=\"/sign-in\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("made-up-word", text, StringComparison.Ordinal);
        Assert.Contains("made-up-word", later, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv=\"refresh\"", text, StringComparison.Ordinal);
        Assert.Contains("演示城市正在装载", text, StringComparison.Ordinal);
        Assert.Null(after);
        Assert.DoesNotContain("演示城市正在装载", later, StringComparison.Ordinal);
        await site.StopAsync(TestContext.Current.CancellationToken);
        await site.DisposeAsync();
        Directory.Delete(folder, recursive: true);

        async Task<(string? Refresh, string Text)> AskAsync()
        {
            using var answer = await http.GetAsync(new Uri("/sign-in", UriKind.Relative), TestContext.Current.CancellationToken);
            return (answer.Headers.TryGetValues("Refresh", out var values) ? values.Single() : null, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }
}
