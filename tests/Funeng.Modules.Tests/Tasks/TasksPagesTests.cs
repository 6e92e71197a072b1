using System.Net;
using AngleSharp.Html.Dom;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Tasks;

/// <summary>The pages of tasks and supervision over real HTTP on a small demo city: first who may not.</summary>
public sealed class TasksPagesTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task The_public_sees_no_task_and_an_official_none_that_is_not_his()
    {
        using var citizen = await site.VisitAsync("public");
        using var clerk = await site.VisitAsync("clerk");
        var foreign = await ItemAsync("拨付第一批技改设备补助资金");

        Assert.Equal(HttpStatusCode.Forbidden, (await citizen.GetAsync("/tasks")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync($"/tasks/{foreign}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync("/supervision/new")).StatusCode);
    }

    [Theory]
    [InlineData("leader")]
    [InlineData("officer")]
    [InlineData("head")]
    [InlineData("clerk")]
    [InlineData("zone")]
    [InlineData("treasurer")]
    [InlineData("supervisor")]
    [InlineData("service")]
    [InlineData("reviewer")]
    [InlineData("statistician")]
    [InlineData("auditor")]
    [InlineData("enterprise")]
    [InlineData("expert")]
    [InlineData("bank")]
    public async Task Every_demo_role_that_works_finds_something_in_its_inbox(string user)
    {
        using var visitor = await site.VisitAsync(user);
        var page = await visitor.OpenAsync("/tasks");
        var waiting = await visitor.OpenAsync("/tasks?tab=waiting");

        Assert.NotEmpty(page.QuerySelectorAll("main tbody tr").Concat(waiting.QuerySelectorAll("main tbody tr")));
    }

    [Fact]
    public async Task A_clerk_reports_on_a_task_and_whoever_gave_it_out_confirms_it()
    {
        var item = await ItemAsync("报送本镇街拟申报企业名单");
        using var clerk = await site.VisitAsync("clerk");
        var page = await clerk.OpenAsync($"/tasks/{item}");
        var missing = await clerk.SubmitAsync(Form(page, "submit"), ("Reason", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, missing.StatusCode);
        Assert.Contains("没有填写办理情况", await missing.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.SeeOther, (await clerk.SubmitAsync(Form(page, "submit"), ("Reason", "共 12 户，名单已附"))).StatusCode);

        using var officer = await site.VisitAsync("officer");
        page = await officer.OpenAsync($"/tasks/{item}");
        Assert.Equal(HttpStatusCode.SeeOther, (await officer.SubmitAsync(Form(page, "close"), ("Reason", "同意"))).StatusCode);
        Assert.Equal(TaskState.Done, (await FindAsync(item)).State);
        Assert.Contains("共 12 户，名单已附", (await officer.OpenAsync($"/tasks/{item}")).QuerySelector(".tl")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_is_given_out_on_the_form_and_its_mistakes_stand_beside_the_fields()
    {
        using var officer = await site.VisitAsync("officer");
        var form = Form(await officer.OpenAsync("/tasks/new"), "begin");

        var wrong = await officer.SubmitAsync(form, ("Title", "冲刺四季度"), ("Kind", "campaign"), ("Level", "Item"), ("Due", "1999-01-01"), ("Draft", "no"), ("Source", "campaign"), ("SourceTitle", "年终攻坚"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.NotNull((await Visitor.ReadAsync(wrong)).QuerySelector("#e-Due"));

        var draft = await officer.SubmitAsync(form, ("Title", "冲刺四季度"), ("Kind", "campaign"), ("Level", "Item"), ("Draft", "yes"), ("Source", "campaign"), ("SourceTitle", "年终攻坚"));
        Assert.Equal(HttpStatusCode.SeeOther, draft.StatusCode);
    }

    private static IHtmlFormElement Form(IHtmlDocument page, string name) =>
        page.QuerySelectorAll("main form[method=post]").OfType<IHtmlFormElement>().Single(form => form.QuerySelector($"[name=_handler][value={name}]") is not null);

    private async Task<long> ItemAsync(string title)
    {
        await using var unit = site.Services.CreateAsyncScope();
        return await unit.Get<FunengDb>().Set<TaskItem>().Where(item => item.Title == title).Select(item => item.Id).SingleAsync(TestContext.Current.CancellationToken);
    }

    private async Task<TaskItem> FindAsync(long id)
    {
        await using var unit = site.Services.CreateAsyncScope();
        return await unit.Get<FunengDb>().Set<TaskItem>().AsNoTracking().SingleAsync(item => item.Id == id, TestContext.Current.CancellationToken);
    }
}
