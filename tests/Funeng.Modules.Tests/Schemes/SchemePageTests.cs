using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Schemes;

public sealed class SchemePageTests(TestSite site) : IClassFixture<TestSite>
{
    [Theory]
    [InlineData("/schemes")]
    [InlineData("/schemes/sme-specialised-2026")]
    [InlineData("/enterprises/91370303FN0000011B/verdicts/sme-tech-2017")]
    public async Task Nobody_reads_them_without_signing_in(string path)
    {
        using var stranger = await site.VisitAsync(null);

        Assert.Equal(HttpStatusCode.Redirect, (await stranger.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task The_verdict_on_somebody_elses_enterprise_does_not_exist()
    {
        using var enterprise = await site.VisitAsync("enterprise");
        foreach (var code in await CodesAsync(count: 3))
        {
            var answer = await enterprise.GetAsync($"/enterprises/{code}/verdicts/sme-tech-2017");
            var own = (await Visitor.ReadAsync(answer)).QuerySelector("h1") is not null && answer.StatusCode == HttpStatusCode.OK;
            Assert.True(own || answer.StatusCode == HttpStatusCode.NotFound);
        }

        using var expert = await site.VisitAsync("expert");
        Assert.Equal(HttpStatusCode.Forbidden, (await expert.GetAsync($"/enterprises/{(await CodesAsync(1))[0]}/verdicts/sme-tech-2017")).StatusCode);
    }

    [Fact]
    public async Task A_verdict_shows_outcome_clause_value_and_source()
    {
        using var leader = await site.VisitAsync("leader");
        var page = await leader.OpenAsync($"/enterprises/{(await CodesAsync(1))[0]}/verdicts/sme-tech-2017?on=2026-06-30");

        var text = page.QuerySelector(".findings")!.TextContent;
        Assert.Contains("职工总数不超过500人", text, StringComparison.Ordinal);
        Assert.Contains("评价条件第2项", text, StringComparison.Ordinal);
        Assert.Contains("申请日期 2026-06-30", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector(".findings .st"));
    }

    [Fact]
    public async Task A_scheme_is_shown_with_its_tables_in_words_and_the_mark_of_what_is_to_be_checked()
    {
        using var leader = await site.VisitAsync("leader");
        var specialised = (await leader.OpenAsync("/schemes/sme-specialised-2022")).Body!.TextContent;
        var giant = (await leader.OpenAsync("/schemes/little-giant-2022?tab=notice")).Body!.TextContent;

        Assert.Contains("70（含）至 80", specialised, StringComparison.Ordinal);
        Assert.Contains("填补国内（国际）空白或进口替代", specialised, StringComparison.Ordinal);
        Assert.Contains("已停用", specialised, StringComparison.Ordinal);
        Assert.Contains("待核实", giant, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cases_are_decided_when_they_are_read()
    {
        using var leader = await site.VisitAsync("leader");
        var card = (await leader.OpenAsync("/schemes/sme-specialised-2022?tab=cases")).QuerySelector("table.t")!.Closest(".card")!;

        Assert.Contains("全部相符", card.TextContent, StringComparison.Ordinal);
        var results = card.QuerySelectorAll("tbody tr td:last-child").Select(cell => cell.TextContent.Trim()).ToList();
        Assert.True(results.Count > 3);
        Assert.All(results, result => Assert.Equal("相符", result));
    }

    [Theory]
    [InlineData("/schemes/no-such-scheme")]
    [InlineData("/schemes/sme-specialised-2022?version=9")]
    [InlineData("/enterprises/91370303FN0000099X/verdicts/sme-tech-2017")]
    public async Task What_does_not_exist_is_not_found(string path)
    {
        using var leader = await site.VisitAsync("leader");

        Assert.Equal(HttpStatusCode.NotFound, (await leader.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Deciding_everything_anew_is_a_job_of_those_who_keep_the_rules()
    {
        using var clerk = await site.VisitAsync("clerk");
        Assert.Null((await clerk.OpenAsync("/schemes")).QuerySelector("form.confirm"));

        using var admin = await site.VisitAsync("head");
        var form = (await admin.OpenAsync("/schemes")).QuerySelector<IHtmlFormElement>("form.confirm")!;
        var answer = await admin.SubmitAsync(form, ("Reason", "新标准施行"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.StartsWith("/jobs/", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    private async Task<List<string>> CodesAsync(int count)
    {
        await using var unit = site.Services.CreateAsyncScope();
        var db = unit.ServiceProvider.GetRequiredService<FunengDb>();
        return await db.Set<Subject>().Where(subject => db.Set<StoredVerdict>().Any(verdict => verdict.Subject == subject.Id && verdict.Outcome != Outcome.Met))
            .OrderBy(subject => subject.Id).Select(subject => subject.Code).Take(count).ToListAsync(CancellationToken.None);
    }
}
