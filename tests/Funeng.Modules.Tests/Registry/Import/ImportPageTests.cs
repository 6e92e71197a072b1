using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Registry.Import;

/// <summary>The import over HTTP, as its page does it.</summary>
public sealed partial class ImportPageTests(TestSite site) : IClassFixture<TestSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_large_file_is_checked_and_written_as_jobs_whose_progress_is_streamed_to_their_owner()
    {
        using var officer = await site.VisitAsync("officer");
        using var clerk = await site.VisitAsync("clerk");

        var checking = await UploadAsync(officer, "大表.csv", LargeSheet(400));
        Assert.Matches("^/jobs/\\d+$", checking);
        using var foreign = await clerk.GetAsync(checking + "/events");
        var news = await FollowAsync(officer, checking);
        var page = await officer.OpenAsync(await ResultAsync(officer, checking));
        Assert.Contains("400 行全部可以写入", page.Body!.TextContent, StringComparison.Ordinal);

        var form = page.QuerySelector<IHtmlFormElement>("form:has(button[value=write])")!;
        form.SetAttribute("action", await ResultAsync(officer, checking));
        using var written = await officer.SubmitAsync(form, ("Action", "write"));
        var writing = written.Headers.Location!.OriginalString;
        var more = await FollowAsync(officer, writing);
        page = await officer.OpenAsync(await ResultAsync(officer, writing));

        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Contains("\"done\":true", news[^1], StringComparison.Ordinal);
        Assert.Contains("\"percent\":100", more[^1], StringComparison.Ordinal);
        Assert.Contains("已写入 400 行", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("新增企业 400 家", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Contains("写入 大表.csv：已完成", (await officer.OpenAsync("/messages")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_asked_of_a_large_file_is_refused_at_once_and_a_job_that_finds_more_leads_back_to_the_import()
    {
        using var officer = await site.VisitAsync("officer");
        var address = await UploadAsync(officer, "上期.csv", AskedSheet(2, "90000", "淄博问表1号企业"));
        using (await WriteAsync(officer, address)) Assert.Contains("已写入 2 行", (await officer.OpenAsync(address)).Body!.TextContent, StringComparison.Ordinal);

        address = await UploadAsync(officer, "本期.csv", AskedSheet(201, "900", "完全不同的名字有限公司"));
        var page = await officer.OpenAsync(address);
        using var refused = await WriteAsync(officer, address);
        using var working = await WriteAsync(officer, address, ("Accept", page.QuerySelector<IHtmlInputElement>("input[name=Accept]")!.Value), ("cell-1,3", "901"));
        var job = working.Headers.Location!.OriginalString;
        await FollowAsync(officer, job);

        Assert.Contains("写入前请先答复“请核对”的 1 处", page.QuerySelector("main .result")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("另有 1 处没有答复，所在的行先不写入", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("都已答复", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("1 处请核对的与您勾选时看到的不同", (await officer.OpenAsync(job)).QuerySelector("main .note.warn")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(address, await ResultAsync(officer, job));
    }

    [Fact]
    public async Task Uploads_are_limited_by_their_number()
    {
        using var head = await site.VisitAsync("head");
        var answers = new List<HttpStatusCode>();

        for (var attempt = 0; attempt < 31; attempt++)
        {
            using var form = new FormUrlEncodedContent([]);
            using var answer = await head.Http.PostAsync("/import", form, Cancellation);
            answers.Add(answer.StatusCode);
        }

        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, answers[..30]);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[30]);
    }

    [Theory]
    [MemberData(nameof(HostileFiles.Names), MemberType = typeof(HostileFiles))]
    public async Task A_hostile_file_is_refused_with_the_reason_and_nothing_of_it_is_stored(string name)
    {
        using var statistician = await site.VisitAsync("statistician");
        var before = await StoredAsync();

        using var answer = await PostFileAsync(statistician, name + ".xlsx", HostileFiles.Make(name));
        var refusal = answer.StatusCode == HttpStatusCode.UnprocessableEntity
            ? (await Visitor.ReadAsync(answer)).QuerySelector("#e-File")!.TextContent
            : await RefusalOfJobAsync(statistician, answer.Headers.Location!.OriginalString);

        Assert.Contains(HostileFiles.Words(name), refusal, StringComparison.Ordinal);
        Assert.Equal(before, await StoredAsync());
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused_before_it_is_read()
    {
        using var statistician = await site.VisitAsync("statistician");
        var before = await StoredAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/import")
        {
            Content = new StreamContent(new MemoryStream(new byte[121_000_000])), Headers = { ExpectContinue = true },
        };
        request.Content.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "x") } };

        using var answer = await statistician.Http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        var page = await Visitor.ReadAsync(answer);
        Assert.Contains("文件太大", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("上传的内容有 115.4 MB，超过了这里一个文件最大的 80 MB，没有保存。", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(before, await StoredAsync());
    }

    private static byte[] LargeSheet(int rows)
    {
        // Remarks are not imported; they make the file larger than what is checked while the browser waits.
        var remark = new string('备', 1000);
        var text = new StringBuilder("统一社会信用代码,企业名称,所在区县,2025年营业收入（万元）,备注\n");
        for (var row = 0; row < rows; row++)
        {
            var code = FormattableString.Invariant($"91370303MH{row:0000000}");
            text.Append(code).Append(UnifiedSocialCreditCode.CheckCharacter(code)).Append(",淄博大表").Append(row).Append("号企业,张店区,").Append(1000 + row).Append(',').Append(remark).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] AskedSheet(int rows, string firstFigure, string secondName)
    {
        var text = new StringBuilder("统一社会信用代码,企业名称,所在区县,2025年营业收入（万元）\n");
        for (var row = 0; row < rows; row++)
        {
            var code = FormattableString.Invariant($"91370303MJ{row:0000000}");
            text.Append(code).Append(UnifiedSocialCreditCode.CheckCharacter(code)).Append(',').Append(row == 1 ? secondName : $"淄博问表{row}号企业")
                .Append(",张店区,").Append(row == 0 ? firstFigure : "1000").Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The form of an import, sent to write it.</summary>
    private static async Task<HttpResponseMessage> WriteAsync(Visitor visitor, string address, params (string Name, string Value)[] values)
    {
        var form = (await visitor.OpenAsync(address)).QuerySelector<IHtmlFormElement>("form:has(button[value=write])")!;
        form.SetAttribute("action", address);
        return await visitor.SubmitAsync(form, [("Action", "write"), .. values]);
    }

    private static async Task<HttpResponseMessage> PostFileAsync(Visitor visitor, string name, byte[] content)
    {
        var page = await visitor.OpenAsync("/import");
        var form = page.QuerySelector<IHtmlFormElement>("form[enctype]")!;
        using var body = new MultipartFormDataContent();
        foreach (var field in form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]"))
            body.Add(new StringContent(field.Value), field.Name!);
        body.Add(new StringContent("import"), "Source");
        body.Add(new StringContent("2026-03-02"), "On");
        body.Add(new ByteArrayContent(content), "File", name);
        return await visitor.Http.PostAsync("/import", body, Cancellation);
    }

    private static async Task<string> UploadAsync(Visitor visitor, string name, byte[] content)
    {
        using var answer = await PostFileAsync(visitor, name, content);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>What the stream of a job says until it ends.</summary>
    private static async Task<IReadOnlyList<string>> FollowAsync(Visitor visitor, string job)
    {
        using var answer = await visitor.Http.GetAsync(job + "/events", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("br", answer.Content.Headers.ContentEncoding);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        return [.. text.Split('\n').Where(line => line.StartsWith("data:", StringComparison.Ordinal))];
    }

    /// <summary>A text of more than a megabyte is read by a job; it ends with the reason.</summary>
    private static async Task<string> RefusalOfJobAsync(Visitor visitor, string job)
    {
        await FollowAsync(visitor, job);
        return (await visitor.OpenAsync(job)).QuerySelector("main .note.warn")!.TextContent;
    }

    private static async Task<string> ResultAsync(Visitor visitor, string job) =>
        ImportAddress().Match((await visitor.OpenAsync(job)).QuerySelector("main .acts")!.InnerHtml).Value;

    private async Task<(int Runs, int Files, int Enterprises)> StoredAsync()
    {
        await using var unit = site.Services.CreateAsyncScope();
        var db = unit.Get<FunengDb>();
        var folder = Path.Combine(unit.Get<Funeng.Modules.Foundation.Installation>().DataFolder, "imports");
        return (await db.Set<Funeng.Modules.Registry.Import.ImportRun>().CountAsync(Cancellation),
            Directory.Exists(folder) ? Directory.GetFiles(folder).Length : 0, await db.Set<Organization>().CountAsync(Cancellation));
    }

    [GeneratedRegex("/import/\\d+")]
    private static partial Regex ImportAddress();
}
