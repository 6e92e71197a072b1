using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Schemes;
using Funeng.Modules.Schemes.Draft;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Schemes;

/// <summary>Drafts: a copy that is changed, checked and tried, and never decides anything.</summary>
public sealed class DraftTests
{
    private const string Scheme = "sme-specialised-2026";

    [Theory]
    [OnBothDatabases]
    public async Task A_draft_is_copied_changed_by_its_owner_and_the_scheme_stays_as_it_is(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var before = city.Service<RuleBook>().FindLatest(Scheme)!.Sha256;
        await using var officer = city.As(Role.BureauOfficer, id: 7);
        var draft = Assert.IsType<DraftResult.Saved>(await officer.Get<KeepDrafts>().StartAsync(Scheme, "门槛提高", null, CancellationToken.None)).Draft;

        var raised = draft.Criteria.Replace("1500 * 万元", "2000 * 万元", StringComparison.Ordinal);
        await using var again = city.As(Role.BureauOfficer, id: 7);
        Assert.IsType<DraftResult.Saved>(await again.Get<KeepDrafts>().SaveAsync(Scheme, draft.Id, 1, "门槛提高", raised, CancellationToken.None));
        var check = again.Get<CheckDraft>().Run((await again.Get<KeepDrafts>().FindAsync(Scheme, draft.Id, CancellationToken.None))!);

        Assert.Empty(check.Findings);
        var change = Assert.Single(SchemeDifference.Of(check.Current, check.Pack!).Rows, row => row.Kind != BoundChangeKind.Same);
        Assert.Equal(("revenueY1", BoundChangeKind.Stricter), (change.Fact.Key, change.Kind));
        Assert.Equal(before, city.Service<RuleBook>().FindLatest(Scheme)!.Sha256);
    }

    [Theory]
    [OnBothDatabases]
    public async Task Somebody_else_reads_it_but_neither_changes_nor_deletes_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var officer = city.As(Role.BureauOfficer, id: 7);
        var draft = Assert.IsType<DraftResult.Saved>(await officer.Get<KeepDrafts>().StartAsync(Scheme, "我的", null, CancellationToken.None)).Draft;

        await using var other = city.As(Role.BureauHead, id: 8);
        var drafts = other.Get<KeepDrafts>();

        Assert.NotNull(await drafts.FindAsync(Scheme, draft.Id, CancellationToken.None));
        Assert.IsType<DraftResult.NotFound>(await drafts.SaveAsync(Scheme, draft.Id, 1, "别人的", draft.Criteria, CancellationToken.None));
        Assert.IsType<DraftResult.NotFound>(await drafts.DeleteAsync(Scheme, draft.Id, CancellationToken.None));
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_page_that_was_opened_before_another_saving_does_not_overwrite_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var officer = city.As(Role.BureauOfficer, id: 7);
        var drafts = officer.Get<KeepDrafts>();
        var draft = Assert.IsType<DraftResult.Saved>(await drafts.StartAsync(Scheme, "一", null, CancellationToken.None)).Draft;
        var text = draft.Criteria;
        Assert.IsType<DraftResult.Saved>(await drafts.SaveAsync(Scheme, draft.Id, 1, "二", text, CancellationToken.None));

        Assert.IsType<DraftResult.Refused>(await drafts.SaveAsync(Scheme, draft.Id, 1, "三", text, CancellationToken.None));
    }

    [Theory]
    [InlineData("", "空的")]
    [InlineData("<definitions", "不是完整的 XML")]
    [InlineData("<a/>", "不是 DMN 模型")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><definitions>&b;</definitions>", "DOCTYPE")]
    [InlineData("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><definitions/>", "DOCTYPE")]
    public void Hostile_or_foreign_text_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, DraftText.Read(text).Problem, StringComparison.Ordinal);

    [Fact]
    public void Too_large_too_deep_and_too_many_are_refused()
    {
        const string Open = "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\">";
        Assert.Contains("太大", DraftText.Read(new string(' ', DraftText.MostBytes + 1) + "<a/>").Problem, StringComparison.Ordinal);
        Assert.Contains("嵌套", DraftText.Read(Open + string.Concat(Enumerable.Repeat("<a>", 2000))).Problem, StringComparison.Ordinal);
        Assert.Contains("元素超过", DraftText.Read(Open + string.Concat(Enumerable.Repeat("<a/>", 50_000)) + "</definitions>").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_check_speaks_chinese()
    {
        var book = RuleBook.Load(Architecture.Repository.Folder("rules"));
        var model = book.FindLatest(Scheme)!.Text.Criteria.Replace("主营业务收入占营业收入比重 &gt;= 80", "主营占比 ＞ 80", StringComparison.Ordinal)
            .Replace("主营业务收入占营业收入比重 >= 80", "主营占比 ＞ 80", StringComparison.Ordinal);

        var findings = new CheckDraft(book).Run(Draft(model)).Findings;

        Assert.Contains(findings, finding => finding.Contains("不在事实目录里", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Contains("请改用半角", StringComparison.Ordinal));
    }

    private static RuleDraft Draft(string model) => new()
    {
        Id = 1, Scheme = Scheme, BasedOn = "", Title = "试", Criteria = model, Owner = 1, OwnerName = "测试员", SavedAt = DateTimeOffset.UnixEpoch, Version = 1,
    };
}

/// <summary>The pages of drafts over real HTTP, without script.</summary>
public sealed class DraftPageTests(TestSite site) : IClassFixture<TestSite>
{
    private const string Drafts = "/schemes/sme-specialised-2026/drafts";

    [Fact]
    public async Task Only_officials_who_decide_come_in()
    {
        foreach (var user in new[] { "public", "enterprise", "bank", "leader" })
        {
            using var visitor = await site.VisitAsync(user);
            Assert.Equal((user, HttpStatusCode.Forbidden), (user, (await visitor.GetAsync(Drafts)).StatusCode));
        }
    }

    [Fact]
    public async Task An_official_drafts_changes_checks_tries_and_takes_it_away()
    {
        using var officer = await site.VisitAsync("officer");
        var page = await officer.OpenAsync(Drafts);
        var started = await officer.SubmitAsync(page.QuerySelectorAll("main form").OfType<IHtmlFormElement>().First(form => form.QuerySelector("[name=Title]") is not null), ("Title", "收入门槛 2000 万元"));
        Assert.Equal(HttpStatusCode.SeeOther, started.StatusCode);
        var address = started.Headers.Location!.ToString();

        var editor = await officer.OpenAsync(address);
        var text = editor.QuerySelector<IHtmlTextAreaElement>("textarea[name=Model]")!.Value;
        var saved = await officer.SubmitAsync(editor.QuerySelector<IHtmlFormElement>("form.editor")!, ("Title", "收入门槛 2000 万元"), ("Model", text.Replace("1500 * 万元", "2000 * 万元", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);

        Assert.Contains("2,000 万元", (await officer.OpenAsync(address + "?tab=check")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("差距 +1 万元", (await officer.OpenAsync(address + "?tab=try&f.revenueY1=1999")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("现行符合", (await officer.OpenAsync(address + "?tab=effect")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("2000 * 万元", await (await officer.GetAsync(address + "/criteria.dmn")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("application/zip", (await officer.GetAsync(address + "/pack.zip")).Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_bad_model_is_refused_beside_the_field_and_nothing_is_changed()
    {
        using var officer = await site.VisitAsync("officer");
        var page = await officer.OpenAsync(Drafts);
        var started = await officer.SubmitAsync(page.QuerySelectorAll("main form").OfType<IHtmlFormElement>().First(form => form.QuerySelector("[name=Title]") is not null), ("Title", "坏的"));
        var address = started.Headers.Location!.ToString();
        var editor = await officer.OpenAsync(address);

        var answer = await officer.SubmitAsync(editor.QuerySelector<IHtmlFormElement>("form.editor")!, ("Title", "坏的"), ("Model", "<!DOCTYPE a []><definitions/>"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("DOCTYPE", (await Visitor.ReadAsync(answer)).QuerySelector(".errsum")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("DOCTYPE", (await officer.OpenAsync(address)).QuerySelector<IHtmlTextAreaElement>("textarea[name=Model]")!.Value, StringComparison.Ordinal);
    }
}
