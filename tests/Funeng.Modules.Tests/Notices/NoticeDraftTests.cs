using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Notices;
using Funeng.Modules.Notices.Drafts;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Notices;

/// <summary>A notice that was read is changed and signed by its owner, and decides nothing.</summary>
public sealed class NoticeDraftTests
{
    private const string Notice = "关于开展创新企业申报的通知\n上年度营业收入不低于5000万元。\n拥有良好的社会声誉。";

    [Theory]
    [OnBothDatabases]
    public async Task The_owner_corrects_and_signs_and_then_nobody_changes_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var officer = city.As(Role.BureauOfficer, id: 7);
        var notices = officer.Get<KeepNotices>();
        var draft = Assert.IsType<KeepResult.Saved>(await notices.StartAsync(NoticeFile.OfPlain(Notice), "Pasted", CancellationToken.None)).Draft;

        var refused = Assert.IsType<KeepResult.Refused>(await notices.SaveAsync(draft.Id, Change(1, (1, "声誉 > 3")), CancellationToken.None));
        Assert.Equal("Feel1", Assert.Single(refused.Problems).Field);
        foreach (var (field, stray) in new[] { ("Title", Change(1) with { Title = "通知\u0001" }), ("Feel0", Change(1, (0, "上年度营业收入 > 1\u0001"))) })
            Assert.Equal(field, Assert.Single(Assert.IsType<KeepResult.Refused>(await notices.SaveAsync(draft.Id, stray, CancellationToken.None)).Problems).Field);
        Assert.IsType<KeepResult.Saved>(await notices.SaveAsync(draft.Id, Change(1, (0, "上年度营业收入 >= 6000 * 万元"), (1, "拥有自主品牌")), CancellationToken.None));
        Assert.IsType<KeepResult.Refused>(await notices.SignAsync(draft.Id, 1, CancellationToken.None));
        Assert.IsType<KeepResult.Saved>(await notices.SignAsync(draft.Id, 2, CancellationToken.None));

        await using var other = city.As(Role.BureauOfficer, id: 7);
        var signed = (await other.Get<KeepNotices>().FindAsync(draft.Id, CancellationToken.None))!;
        Assert.Equal(["上年度营业收入 >= 6000 * 万元", "拥有自主品牌"], signed.Read().Select(sentence => sentence.Feel));
        Assert.NotNull(signed.SignedSha256);
        var row = Assert.Single((await other.Get<KeepNotices>().AllAsync(CancellationToken.None)).Latest);
        Assert.Equal((signed.Read().Count, 2), (row.Sentences, row.Conditions));
        Assert.IsType<KeepResult.NotFound>(await other.Get<KeepNotices>().SaveAsync(draft.Id, Change(3, (0, "")), CancellationToken.None));
        Assert.IsType<KeepResult.NotFound>(await other.Get<KeepNotices>().DeleteAsync(draft.Id, CancellationToken.None));
    }

    [Fact]
    public async Task A_colleague_reads_but_changes_nothing_and_an_older_page_overwrites_nothing()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using var officer = city.As(Role.BureauOfficer, id: 7);
        var notices = officer.Get<KeepNotices>();
        var draft = Assert.IsType<KeepResult.Saved>(await notices.StartAsync(NoticeFile.OfPlain(Notice), "Pasted", CancellationToken.None)).Draft;
        Assert.IsType<KeepResult.Saved>(await notices.SaveAsync(draft.Id, Change(1), CancellationToken.None));

        await using var colleague = city.As(Role.BureauOfficer, id: 8);
        Assert.NotNull(await colleague.Get<KeepNotices>().FindAsync(draft.Id, CancellationToken.None));
        Assert.IsType<KeepResult.NotFound>(await colleague.Get<KeepNotices>().SignAsync(draft.Id, 2, CancellationToken.None));
        Assert.IsType<KeepResult.Refused>(await notices.SaveAsync(draft.Id, Change(1), CancellationToken.None));
    }

    private static NoticeChange Change(int version, params (int Position, string Feel)[] conditions) =>
        new(version, "关于开展创新企业申报的通知", "", "", null, conditions.ToDictionary(item => item.Position, item => item.Feel));
}

/// <summary>The pages over real HTTP, without script.</summary>
public sealed class NoticePageTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task An_official_pastes_a_notice_corrects_it_beside_the_text_and_signs()
    {
        using (var visitor = await site.VisitAsync("enterprise")) Assert.Equal(HttpStatusCode.Forbidden, (await visitor.GetAsync("/notice-drafts")).StatusCode);
        using var officer = await site.VisitAsync("officer");
        var page = await officer.OpenAsync("/notice-drafts");
        var pasted = await officer.SubmitAsync(FormWith(page, "Pasted"), ("Pasted", "关于申报的通知\n上年度营业收入不低于5000万元，研发费用占比3%以上。"));
        Assert.Equal(HttpStatusCode.SeeOther, pasted.StatusCode);
        var address = pasted.Headers.Location!.ToString();

        var opened = await officer.OpenAsync(address);
        Assert.Equal("上年度营业收入 >= 5000 * 万元 and 上年度研发费用占营业收入比重 >= 3", opened.QuerySelector<IHtmlTextAreaElement>("#f-Feel0")!.Value);
        var broken = await officer.SubmitAsync(FormWith(opened, "Feel0"), ("Feel0", "营收 >= 1"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, broken.StatusCode);
        Assert.Equal("营收 >= 1", (await Visitor.ReadAsync(broken)).QuerySelector<IHtmlTextAreaElement>("#f-Feel0")!.Value);
        Assert.Equal(HttpStatusCode.SeeOther, (await officer.SubmitAsync(FormWith(opened, "Feel0"), ("Feel0", "上年度营业收入 >= 6000 * 万元"))).StatusCode);

        Assert.Contains("略低", (await officer.OpenAsync(address + "?show=cases")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await officer.SubmitAsync(FormWith(await officer.OpenAsync(address), "SignedVersion"))).StatusCode);
        Assert.Contains("已签署", (await officer.OpenAsync(address)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("6000 * 万元", await (await officer.GetAsync(address + "/criteria.dmn")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static IHtmlFormElement FormWith(IDocument page, string field) =>
        page.QuerySelectorAll("main form").OfType<IHtmlFormElement>().First(form => form.QuerySelector($"[name={field}]") is not null);
}
