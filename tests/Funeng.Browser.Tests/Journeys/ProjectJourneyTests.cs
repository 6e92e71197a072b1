using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects.Ones;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Funeng.Browser.Tests.Journeys;

/// <summary>Two days at the projects: the vice-mayor has three minutes, the office an urgent problem.</summary>
public sealed class ProjectJourneyTests(SiteInBrowser site)
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_leader_goes_from_his_first_page_to_the_red_project_to_why_it_is_red_and_orders_whoever_drives_it()
    {
        await using var open = await site.OpenAsync("leader");
        var page = open.Page;
        await open.GoAsync("/");
        await Expect(page.Locator("main h1")).ToContainTextAsync("周启明");
        await page.ClickAsync(".side a[href='/projects']");
        await page.ClickAsync("main details.menu > summary");
        await page.ClickAsync("main a[href='/projects/meeting']");

        // The first on the agenda is red, says why and since when, and who speaks.
        await Expect(page.Locator(".now")).ToContainTextAsync("第 1 项");
        await Expect(page.Locator(".now .row")).ToContainTextAsync("红灯");
        await Expect(page.Locator(".now .why").First).ToContainTextAsync("天");
        await Expect(page.Locator(".speak").First).Not.ToBeEmptyAsync();
        var name = await page.Locator("#now").InnerTextAsync();
        await page.ClickAsync(".now a:has-text('打开项目')");

        // Its page says the same, and what the way out is; from there the order is two fields.
        await Expect(page.Locator("main h1")).ToContainTextAsync(name);
        await Expect(page.Locator(".note.bad")).ToContainTextAsync("出路");
        await page.ClickAsync("main a:has-text('督办')");
        await Expect(page.Locator("#f-Title")).ToHaveValueAsync(new Regex(Regex.Escape(name)));
        await Expect(page.Locator("#f-Body")).Not.ToHaveValueAsync("");
        await page.FillAsync("#f-Demand", "说明落后的原因，三个工作日内拿出赶工计划。");
        await page.ClickAsync("button:has-text('下达督办单')");
        await Expect(page.Locator("main")).ToContainTextAsync("三个工作日内拿出赶工计划");
        await Expect(page.Locator("main h1")).ToContainTextAsync(name);
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task An_office_takes_a_problem_of_its_project_to_the_clinic_answers_prescribes_and_does_what_is_its_own()
    {
        var (code, body, due) = await DrivenAsync();
        await using var open = await site.OpenAsync("officer");
        var page = open.Page;

        // The problem joins the project's list, and goes on to the clinic with what is known of it.
        await open.GoAsync($"/projects/{code}?tab=problems");
        await page.FillAsync("#f-Title", "厂区道路开口没有批复");
        await page.ClickAsync("button:has-text('提出这个问题')");
        await page.Locator("tr", new() { HasText = "厂区道路开口没有批复" }).Locator("a:has-text('转项目诊所')").First.ClickAsync();
        await Expect(page.Locator("#f-Title")).ToHaveValueAsync("厂区道路开口没有批复");
        await page.FillAsync("#f-Phone", "0000-0000000");
        await page.SetInputFilesAsync("#f-Photos", new FilePayload { Name = "现场.png", MimeType = "image/png", Buffer = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==") });
        await page.ClickAsync("button:has-text('提交给项目诊所')");
        await Expect(page.Locator("main")).ToContainTextAsync("等待分诊");
        await Expect(page.Locator(".shots img")).ToHaveJSPropertyAsync("naturalWidth", 1);

        // Triage asks offices; the own one answers.
        await page.SelectOptionAsync("#f-Lead", body);
        await page.CheckAsync($"input[name=Offices][value='{body}']");
        await page.ClickAsync("button:has-text('完成分诊')");
        await page.SelectOptionAsync("#f-Stance", "Possible");
        await page.FillAsync("#f-Opinion", "可以开口，先报交通影响说明。");
        await page.ClickAsync("button:has-text('提出会诊意见')");
        await Expect(page.Locator("main")).ToContainTextAsync("没有要等的意见了");

        // The prescription becomes a task, and the task is done from the inbox.
        await page.FillAsync("#f-Diagnosis", "没有人报交通影响说明");
        await page.FillAsync("#f-Measure1", "报送交通影响说明");
        await page.SelectOptionAsync("#f-Office1", body);
        await page.FillAsync("#f-Due1", due);
        await page.ClickAsync("button:has-text('开出处方')");
        var at = page.Url;
        await page.ClickAsync("a.name:has-text('报送交通影响说明')");
        await page.FillAsync("form:has(input[value=submit]) input[name=Reason]", "说明已报送");
        await page.ClickAsync("form:has(input[value=submit]) button");
        await page.ClickAsync("form:has(input[name=Act][value=close]) button");
        await Expect(page.Locator("form:has(input[name=Act])")).ToHaveCountAsync(0);
        await page.GotoAsync(at);
        await Expect(page.Locator("main")).ToContainTextAsync("措施都办完了");
        Assert.Empty(open.Complaints);
    }

    /// <summary>A project with an office, the officer's own body as forms write it, and a day of next week.</summary>
    private async Task<(string Code, string Body, string Due)> DrivenAsync()
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FunengDb>();
        var code = (await db.Set<Duty>().Where(duty => duty.Role == SixOnes.Office && duty.SourceKind == "project").OrderBy(duty => duty.SourceKey).FirstAsync(Cancellation)).SourceKey;
        var body = await db.Set<Organization>().SingleAsync(row => row.Name == "淄博市工业和信息化局", Cancellation);
        var due = scope.ServiceProvider.GetRequiredService<CityProfile>().Today(scope.ServiceProvider.GetRequiredService<TimeProvider>()).AddDays(5);
        return (code, Holder.Body(body.Id).ToString(), due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }
}
