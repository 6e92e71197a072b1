using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Registry.Organizations;

/// <summary>Organizations, posts and terms, by their forms.</summary>
public sealed class OrganizationPagesTests
{
    [Theory, OnBothDatabases]
    public async Task An_organization_is_registered_once_and_every_mistake_stands_beside_its_field(DatabaseKind kind)
    {
        await using var site = await TestSite.StartAsync(kind);
        using var officer = await site.VisitAsync("officer");
        var form = await FormAsync(officer, "/organizations");

        using var refused = await officer.SubmitAsync(form, ("Kind", "Bank"), ("Name", ""), ("Code", "9137"), ("Region", "370303"));
        using var accepted = await officer.SubmitAsync(form, ("Kind", "Bank"), ("Name", "试验村镇银行"), ("Code", "91370303FN0000011B"), ("Region", "370303"));
        using var twice = await officer.SubmitAsync(await FormAsync(officer, "/organizations"), ("Kind", "Bank"), ("Name", "又一家"), ("Code", "91370303FN0000011B"), ("Region", "370303"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await Visitor.ReadAsync(refused);
        Assert.Contains("没有填写机构名称", page.QuerySelector("#e-Name")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("应为 18 位，现在是 4 位", page.QuerySelector("#e-Code")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("9137", page.QuerySelector<IHtmlInputElement>("#f-Code")!.Value);
        Assert.Equal(HttpStatusCode.SeeOther, accepted.StatusCode);
        Assert.Contains("试验村镇银行", (await officer.OpenAsync("/organizations")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("已经登记过", (await Visitor.ReadAsync(twice)).QuerySelector("#e-Code")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_change_of_person_keeps_who_held_the_post_before(DatabaseKind kind)
    {
        await using var site = await TestSite.StartAsync(kind);
        using var officer = await site.VisitAsync("officer");
        const string bureau = "/organizations/Department/11370300MB0000002P";

        using var refused = await officer.SubmitAsync(await FormAsync(officer, bureau), ("Post", "局长"), ("Person", "新局长"), ("From", "2020-01-01"));
        using var accepted = await officer.SubmitAsync(await FormAsync(officer, bureau), ("Post", "局长"), ("Person", "新局长"), ("From", "2025-05-06"));
        var now = await officer.OpenAsync(bureau);
        var before = await officer.OpenAsync(bureau + "?on=2025-05-05");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther), (refused.StatusCode, accepted.StatusCode));
        Assert.Contains("更晚开始的任期", (await Visitor.ReadAsync(refused)).QuerySelector("#e-From")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("新局长", Holder(now), StringComparison.Ordinal);
        Assert.Contains("宋知远", Holder(before), StringComparison.Ordinal);
        Assert.Contains("2025-05-05", Holder(before), StringComparison.Ordinal);
        Assert.Contains("宋知远", now.QuerySelector("[aria-label='历任']")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clerk_sees_the_bodies_of_the_own_places_only_and_a_leader_changes_nothing()
    {
        await using var site = await TestSite.StartAsync(DatabaseKind.Sqlite);
        using var clerk = await site.VisitAsync("clerk");
        using var leader = await site.VisitAsync("leader");

        using var foreign = await clerk.GetAsync("/organizations/Department/11370300MB0000002P");
        var read = await leader.OpenAsync("/organizations/Department/11370300MB0000002P");

        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Empty(read.QuerySelectorAll("main form[method=post]"));
    }

    private static string Holder(IHtmlDocument page) =>
        page.QuerySelector("main table")!.QuerySelectorAll("tbody tr").Single(row => row.TextContent.Contains("局长", StringComparison.Ordinal)).TextContent;

    private static async Task<IHtmlFormElement> FormAsync(Visitor visitor, string address)
    {
        var form = (await visitor.OpenAsync(address)).QuerySelector<IHtmlFormElement>("main form[method=post]")!;
        form.SetAttribute("action", address);
        return form;
    }
}
