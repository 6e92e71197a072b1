using System.Net;
using AngleSharp.Html.Dom;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Cultivation;

/// <summary>The pages of libraries, lists and standards over real HTTP, on a small demo city: first who may not see them.</summary>
public sealed class CultivationPagesTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Nobody_and_the_public_see_none_of_them()
    {
        string[] paths =
        [
            "/libraries", "/libraries/sme-innovative", "/lists", "/lists/small-to-above-scale", "/lists/small-to-above-scale.csv", "/titles", "/compare", "/self-assessment",
        ];
        using var nobody = await site.VisitAsync(null);
        using var citizen = await site.VisitAsync("public");

        foreach (var path in paths)
        {
            Assert.Equal((path, HttpStatusCode.Redirect), (path, (await nobody.GetAsync(path)).StatusCode));
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, (await citizen.GetAsync(path)).StatusCode));
        }
    }

    [Theory]
    [InlineData("enterprise", "/lists")]
    [InlineData("enterprise", "/lists/small-to-above-scale.csv")]
    [InlineData("bank", "/lists")]
    [InlineData("clerk", "/lists/small-to-above-scale.csv")]
    [InlineData("officer", "/self-assessment")]
    public async Task A_role_without_the_permission_is_refused(string user, string path)
    {
        using var visitor = await site.VisitAsync(user);

        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task An_enterprise_user_finds_its_own_record_and_no_other_by_a_guessed_address()
    {
        var own = await CodeAsync("select s.code from subject s join account a on a.organization = s.id where a.user_name = 'enterprise'");
        var other = await CodeAsync($"select code from subject where code <> '{own}' order by code limit 1");
        using var visitor = await site.VisitAsync("enterprise");

        foreach (var page in new[] { "/libraries/sme-specialised/{0}", "/enterprises/{0}/compare", "/enterprises/{0}/path/sme-specialised-2026" })
        {
            Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(string.Format(null, page, own))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(string.Format(null, page, other))).StatusCode);
        }
    }

    [Fact]
    public async Task An_officer_reads_every_page()
    {
        string[] paths =
        [
            "/libraries",
            "/libraries?area=370303",
            "/libraries?asof=2026-01-01&area=370303",
            "/libraries/sme-innovative",
            "/libraries/sme-innovative?asof=2026-01-01",
            "/libraries/sme-innovative?tab=should-enter",
            "/libraries/sme-innovative?tab=should-enter&asof=2026-01-01",
            "/libraries/sme-innovative?tab=should-leave",
            "/libraries/sme-innovative?tab=near&distance=3",
            "/libraries/sme-innovative?tab=nominations",
            "/libraries/sme-innovative?tab=history",
            "/libraries/green-factory",
            "/lists",
            "/lists/small-to-above-scale",
            "/lists/small-to-above-scale?view=pending",
            "/lists/small-to-above-scale?view=entered",
            "/lists/small-to-above-scale?asof=2026-01-01&area=370303&q=山东",
            "/lists/small-to-above-scale.csv",
            "/titles",
            "/titles?by=zone&on=2025-12-31",
            "/compare",
            "/compare?library=little-giant&change=Gains&holders=1",
        ];
        using var officer = await site.VisitAsync("officer");

        // One sign-in for all of them: sign-ins are limited.
        foreach (var path in paths)
            Assert.Equal((path, HttpStatusCode.OK), (path, (await officer.GetAsync(path)).StatusCode));
    }

    [Fact]
    public async Task The_expert_and_the_bank_of_the_demo_find_a_record_that_waits_for_their_opinion()
    {
        foreach (var user in new[] { "expert", "bank" })
        {
            var path = await CodeAsync(
                $"select '/libraries/' || r.library || '/' || s.code from library_reader x join account a on a.id = x.account join library_record r on r.id = x.record join subject s on s.id = r.subject where a.user_name = '{user}' order by r.id limit 1");
            using var visitor = await site.VisitAsync(user);

            Assert.NotEmpty((await visitor.OpenAsync(path)).QuerySelectorAll("form [name=Supports]"));
        }
    }

    [Theory]
    [InlineData("/lists/small-to-above-scale?asof=2020-01-01")]
    [InlineData("/libraries/sme-innovative?tab=should-enter&asof=2020-01-01")]
    public async Task Of_a_day_on_which_nobody_had_looked_yet_no_list_says_that_nobody_was_on_it(string path)
    {
        using var officer = await site.VisitAsync("officer");

        var text = (await officer.OpenAsync(path)).QuerySelector("main")!.TextContent;

        Assert.Contains("那一天还没有名单", text, StringComparison.Ordinal);
        Assert.Contains("不等于没有", text, StringComparison.Ordinal);
        Assert.DoesNotContain("在册 0", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        string[] paths =
        [
            "/libraries/no-such-library",
            "/libraries/sme-innovative/no-such-enterprise",
            "/lists/no-such-list",
            "/lists/no-such-list.csv",
        ];
        using var officer = await site.VisitAsync("officer");

        // One sign-in for all of them: sign-ins are limited.
        foreach (var path in paths)
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await officer.GetAsync(path)).StatusCode));
    }

    [Fact]
    public async Task An_enterprise_tries_figures_without_filing_and_then_files_them_in_one_step()
    {
        const string Address = "/self-assessment?scheme=sme-specialised-2026";
        using var visitor = await site.VisitAsync("enterprise");
        var before = await CodeAsync("select count(*) from filing");

        var saved = await visitor.SubmitAsync(await FormAsync(), ("revenueY1", "12"), ("rdExpenseY1", "3"), ("do", "try"));

        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.Equal("1", await CodeAsync("select count(*) from self_assessment"));
        Assert.Equal(before, await CodeAsync("select count(*) from filing"));
        Assert.Contains("与登记不同 2 项", (await visitor.OpenAsync(Address)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("不符合", (await visitor.OpenAsync(Address)).QuerySelector("#result")!.TextContent, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visitor.SubmitAsync(await FormAsync(), ("do", "file"))).StatusCode);
        var wordy = await visitor.SubmitAsync(await FormAsync(), ("Reason", new string('字', 201)), ("do", "file"));
        Assert.Contains("依据有 201 个字，最多 200 个", await wordy.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var filed = await visitor.SubmitAsync(await FormAsync(), ("Reason", "2025 年审计报告第 3 页"), ("do", "file"));

        Assert.Equal(HttpStatusCode.SeeOther, filed.StatusCode);
        Assert.Equal("1", await CodeAsync("select count(*) from filing where source = 'enterprise' and place like '自评报送%'"));
        Assert.DoesNotContain("与登记不同", (await visitor.OpenAsync(Address)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("12 万元", (await visitor.OpenAsync(Address)).Body!.TextContent, StringComparison.Ordinal);

        async Task<IHtmlFormElement> FormAsync() => (await visitor.OpenAsync(Address)).QuerySelectorAll("form[method=post]").OfType<IHtmlFormElement>()
            .Single(form => form.QuerySelector("[name=_handler][value=assess]") is not null);
    }

    [Fact]
    public async Task Who_comes_second_keeps_what_was_typed_and_sees_what_happened_meanwhile()
    {
        var code = await CodeAsync("select s.code from list_membership m join subject s on s.id = m.subject where m.list = 'should-enter-sme-innovative' and m.until is null order by s.code limit 1");
        using var officer = await site.VisitAsync("officer");
        using var head = await site.VisitAsync("head");
        var address = $"/libraries/sme-innovative/{code}";
        var (first, second) = (Nomination(await officer.OpenAsync(address)), Nomination(await head.OpenAsync(address)));

        Assert.Equal(HttpStatusCode.SeeOther, (await officer.SubmitAsync(first, ("Reason", "走访核实，先提名"))).StatusCode);
        var answer = await head.SubmitAsync(second, ("Reason", "规则筛查出来的，写了很久的理由"));
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("您打开页面之后", text, StringComparison.Ordinal);
        Assert.Contains("走访核实，先提名", text, StringComparison.Ordinal);
        Assert.Contains("规则筛查出来的，写了很久的理由", text, StringComparison.Ordinal);

        static IHtmlFormElement Nomination(IHtmlDocument page) => page.QuerySelectorAll("form[method=post]").OfType<IHtmlFormElement>()
            .Single(form => form.QuerySelector("[name=_handler][value=nominate]") is not null);
    }

    [Fact]
    public async Task A_step_on_a_selection_says_who_was_left_out_and_why_and_marks_whom_it_was_taken_on()
    {
        const string Address = "/libraries/sme-innovative?tab=should-enter";
        using var officer = await site.VisitAsync("officer");
        var page = await officer.OpenAsync(Address);
        var form = page.QuerySelectorAll("form[method=post]").OfType<IHtmlFormElement>().Single(form => form.QuerySelector("[name=_handler][value=bulk]") is not null);
        var pick = page.QuerySelector("input[name=pick]")!.GetAttribute("value")!;
        var code = pick.Split(':')[0];

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await officer.SubmitAsync(form, ("Step", "Nominate"), ("Reason", "集中提名"))).StatusCode);
        // The page was shown before somebody took a step on it.
        var answer = await officer.SubmitAsync(form, ("pick", $"{code}:99"), ("Step", "Nominate"), ("Reason", "集中走访后提名"));
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("1 家没有办", text, StringComparison.Ordinal);
        Assert.Contains("已被他人办理", text, StringComparison.Ordinal);
        Assert.Contains("集中走访后提名", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await officer.SubmitAsync(form, ("pick", pick), ("Step", "Nominate"), ("Reason", "集中走访后提名"))).StatusCode);
        var row = (await officer.OpenAsync(Address)).QuerySelectorAll("main tbody tr").Single(row => row.TextContent.Contains(code, StringComparison.Ordinal));
        Assert.Contains("评审中", row.TextContent, StringComparison.Ordinal);
        Assert.Null(row.QuerySelector("input[name=pick]"));
        using var leader = await site.VisitAsync("leader");
        Assert.Empty((await leader.OpenAsync(Address)).QuerySelectorAll("input[name=pick]"));
    }

    [Fact]
    public async Task After_a_step_that_was_refused_in_part_the_counts_of_the_tabs_are_those_after_it()
    {
        const string Address = "/libraries/sme-tech?tab=should-enter";
        using var officer = await site.VisitAsync("officer");
        var page = await officer.OpenAsync(Address);
        var form = page.QuerySelectorAll("form[method=post]").OfType<IHtmlFormElement>().Single(form => form.QuerySelector("[name=_handler][value=bulk]") is not null);
        var picks = page.QuerySelectorAll("input[name=pick]").Select(box => box.GetAttribute("value")!).ToList();

        var answer = await officer.SubmitAsync(form, ("pick", picks[0]), ("pick", picks[1].Split(':')[0] + ":99"), ("Step", "Nominate"), ("Reason", "集中走访后提名"));
        var shown = await Visitor.ReadAsync(answer);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("已办理 1 家；1 家没有办", shown.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.NotEqual(Counts(page), Counts(shown));
        Assert.Equal(Counts(await officer.OpenAsync(Address)), Counts(shown));

        static string Counts(IHtmlDocument page) => page.QuerySelector("nav.tabs[aria-label='培育库内容']")!.TextContent;
    }

    private async Task<string> CodeAsync(string sql)
    {
        await using var connection = await site.Services.GetRequiredService<FunengDatabase>().OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture)!;
    }
}
