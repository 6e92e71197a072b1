using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Registry.Profile;

public sealed class FactHistoryPageTests(TestSite site) : IClassFixture<TestSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_elses_enterprise_looks_like_one_that_does_not_exist()
    {
        var own = (await ScopeOfAsync("enterprise")).Organization;
        var other = await FindAsync(subject => subject.Id != own);
        using var visitor = await site.VisitAsync("enterprise");

        using var foreign = await visitor.GetAsync($"/enterprises/{other.Code}/facts/revenue");
        using var missing = await visitor.GetAsync("/enterprises/91370300MA0000000X/facts/revenue");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (foreign.StatusCode, missing.StatusCode));
    }

    [Theory]
    [InlineData("bank")]
    [InlineData("public")]
    [InlineData("expert")]
    public async Task Roles_that_may_not_see_enterprises_are_turned_away(string user)
    {
        var subject = await FindAsync(_ => true);
        using var visitor = await site.VisitAsync(user);

        using var answer = await visitor.GetAsync($"/enterprises/{subject.Code}/facts/revenue");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task The_page_shows_every_filing_to_the_last_digit_and_where_it_came_from()
    {
        var subject = await FindAsync(_ => true);
        await FileAsync(subject.Id, 123_450_000.25m, "tax", "第 2 行 营业收入（万元）");
        await FileAsync(subject.Id, 99m, "enterprise", "");
        using var visitor = await site.VisitAsync("officer");

        var page = await visitor.OpenAsync($"/enterprises/{subject.Code}/facts/revenue");

        Assert.Contains("123,450,000.25", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("第 2 行 营业收入（万元）", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Contains(page.QuerySelectorAll(".note.warn"), note => note.TextContent.Contains("2025 年度有", StringComparison.Ordinal));
        Assert.Contains("另有更可信来源", page.Body.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_facts_of_an_enterprise_show_where_sources_differ_and_what_was_corrected_and_lead_there_as_of_the_day()
    {
        var subject = await FindAsync(_ => true);
        await FileAsync(subject.Id, 55_000_001m, "authority", "");
        await FileAsync(subject.Id, 55_000_002m, "authority", "审计报告");
        await FileAsync(subject.Id, 7m, "enterprise", "");
        using var visitor = await site.VisitAsync("officer");

        var facts = await visitor.OpenAsync($"/enterprises/{subject.Code}?tab=facts");
        var past = await visitor.OpenAsync($"/enterprises/{subject.Code}?tab=facts&asof=2026-01-31");

        Assert.NotNull(facts.QuerySelector("#conflicts"));
        Assert.Contains("审计报告", facts.QuerySelector("[aria-labelledby=changes]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(past.QuerySelector("#changes"));
        Assert.All(past.QuerySelectorAll("a[href*='/facts/']"), link => Assert.EndsWith("?asof=2026-01-31", link.GetAttribute("href"), StringComparison.Ordinal));
        Assert.NotEmpty(past.QuerySelectorAll("a[href*='/facts/']"));
        // A filing that only corrects is one event and not two.
        var events = (await visitor.OpenAsync($"/enterprises/{subject.Code}?tab=timeline")).QuerySelectorAll("main .tl li").Select(item => string.Concat(item.TextContent.Where(letter => !char.IsWhiteSpace(letter)))).ToList();
        Assert.Contains(events, text => text.Contains("更正：营业收入", StringComparison.Ordinal));
        Assert.DoesNotContain(events, text => text.EndsWith("主管部门营业收入", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_filing_is_withdrawn_with_a_reason_and_not_without()
    {
        var subject = await FindAsync(_ => true);
        await FileAsync(subject.Id, 77_777m, "authority", "");
        using var visitor = await site.VisitAsync("officer");
        var address = $"/enterprises/{subject.Code}/facts/revenue";
        var page = await visitor.OpenAsync(address);
        var row = page.QuerySelectorAll("tr").Last(line => line.TextContent.Contains("77,777", StringComparison.Ordinal) && line.QuerySelector("form") is not null);
        var form = row.QuerySelector<IHtmlFormElement>("form")!;
        form.SetAttribute("action", address);

        using var refused = await visitor.SubmitAsync(form, ("Reason", " "));
        using var withdrawn = await visitor.SubmitAsync(form, ("Reason", "填错企业"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther), (refused.StatusCode, withdrawn.StatusCode));
        Assert.Contains("填错企业", (await visitor.OpenAsync(address)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_leader_reads_but_is_offered_no_withdrawal()
    {
        var subject = await FindAsync(_ => true);
        using var visitor = await site.VisitAsync("leader");

        var page = await visitor.OpenAsync($"/enterprises/{subject.Code}/facts/revenue");

        Assert.NotEmpty(page.QuerySelectorAll("table"));
        Assert.Empty(page.QuerySelectorAll("form.confirm"));
    }

    [Fact]
    public async Task An_earlier_day_shows_what_was_known_then()
    {
        var subject = await FindAsync(_ => true);
        using var visitor = await site.VisitAsync("officer");

        var page = await visitor.OpenAsync($"/enterprises/{subject.Code}/facts/revenue?asof=1999-12-31");

        Assert.Contains("截至这一天还没有任何来源报送过这一项", page.Body!.TextContent, StringComparison.Ordinal);
    }

    private async Task<Subject> FindAsync(Func<Subject, bool> condition)
    {
        await using var unit = site.Services.CreateAsyncScope();
        var subjects = await unit.Get<FunengDb>().Set<Subject>().AsNoTracking().Where(subject => subject.Kind == "enterprise").OrderBy(subject => subject.Code).ToListAsync(Cancellation);
        return subjects.First(condition);
    }

    private async Task<Scope> ScopeOfAsync(string user)
    {
        await using var unit = site.Services.CreateAsyncScope();
        return (await unit.Get<FunengDb>().Accounts.AsNoTracking().SingleAsync(account => account.UserName == user, Cancellation)).Scope;
    }

    private async Task FileAsync(long subject, decimal revenue, string source, string place)
    {
        await using var unit = site.Services.CreateAsyncScope();
        unit.Get<CurrentUser>().ActAsCommandLine();
        await unit.Get<FactStore>().RecordAsync(
            new NewFiling(subject, new Period(2025), source, [new FiledValue("revenue", FeelValue.From(revenue))]) { Place = place }, Cancellation);
        await unit.Get<FactStore>().PublishAsync(Cancellation);
    }
}
