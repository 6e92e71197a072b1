using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Tests.Architecture;
using Funeng.Modules.Tests.Support;
using Microsoft.AspNetCore.Http.Metadata;

namespace Funeng.Modules.Tests.Web;

/// <summary>Whoever sends a file that is too large is told how large one may be, on every page that takes files.</summary>
public sealed partial class LargestFileTests(TestSite site) : IClassFixture<TestSite>
{
    // Forms of text only, which are longer than others.
    private static readonly string[] TextOnly = ["/notice-drafts/{Id:long}", "/schemes/{Id}/drafts/{Draft:long}"];

    [Fact]
    public void Every_page_that_takes_files_says_how_large_one_may_be()
    {
        var pages = site.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is not null).ToList();

        var silent = pages.Where(page => page.Metadata.GetMetadata<LargestFileAttribute>() is null).Select(page => "/" + page.RoutePattern.RawText!.TrimStart('/'));

        Assert.Equal(TextOnly, silent.Distinct().Order());
        Assert.All(pages.Where(page => page.Metadata.GetMetadata<LargestFileAttribute>() is not null), page =>
        {
            var file = page.Metadata.GetMetadata<LargestFileAttribute>()!;
            Assert.True(file.Bytes * file.AtOnce <= page.Metadata.GetMetadata<IRequestSizeLimitMetadata>()!.MaxRequestBodySize || file.AtOnce > 1, page.DisplayName);
        });
    }

    [Fact]
    public void A_page_with_a_field_for_files_has_a_limit_of_its_own()
    {
        var folder = Repository.Folder("src", "Funeng.Modules");

        var without = Directory.EnumerateFiles(folder, "*Page.razor", SearchOption.AllDirectories)
            .Where(path => FileField().IsMatch(File.ReadAllText(path)) && !File.ReadAllText(path).Contains("[LargestFile(", StringComparison.Ordinal));

        Assert.Empty(without.Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("statistician", "/projects/import", "这里一个文件最大的 10 MB")]
    [InlineData("officer", "/projects/clinic/new", "最多 4 个文件，每个最大 4 MB")]
    public async Task A_file_beyond_the_limit_is_answered_with_the_limit(string user, string path, string words)
    {
        using var visitor = await site.VisitAsync(user);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StreamContent(new MemoryStream(new byte[30_000_000])), Headers = { ExpectContinue = true } };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("multipart/form-data") { Parameters = { new("boundary", "x") } };

        using var answer = await visitor.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains(words, (await Visitor.ReadAsync(answer)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [GeneratedRegex("<input[^>]*type=\"file\"")]
    private static partial Regex FileField();
}
