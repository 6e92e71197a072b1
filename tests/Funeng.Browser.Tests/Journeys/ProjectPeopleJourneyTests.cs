using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Clinic;
using Funeng.Modules.Projects.Ones;
using Funeng.Modules.Projects.Problems;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using Problem = Funeng.Modules.Foundation.Ui.Problem;

namespace Funeng.Browser.Tests.Journeys;

/// <summary>What the people around a project do on their phones: whoever guarantees it locally, its service officer, the enterprise that builds it.</summary>
public sealed class ProjectPeopleJourneyTests(SiteInBrowser site)
{
    private const double OneMinute = 60;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_guarantor_reports_ten_days_with_photo_and_problem_in_under_a_minute()
    {
        var code = await GuaranteedAsync();
        await using var open = await site.OpenAsync("clerk", Look.Phone);
        var page = open.Page;
        await open.GoAsync("/projects");
        var hand = new Hand(page);

        await hand.TapAsync($"a.name[href='/projects/{code}']");
        await hand.TapAsync("a:has-text('报本旬进度')");
        await Expect(page.Locator("main h1")).ToContainTextAsync("报本旬进度");
        await hand.TypeAsync("#f-Done", "4321");
        await hand.PhotographAsync("#f-Photo");
        await hand.TypeAsync("#f-Problem", "进场道路被雨水冲断");
        await hand.TapAsync("button:has-text('报送本旬进度')");

        var row = page.Locator("[aria-label='进度报告'] tr", new() { HasText = "4,321" }).First;
        await Expect(row).ToContainTextAsync("孙晓燕");
        Assert.InRange(hand.Seconds, 10, OneMinute);
        var photo = await page.APIRequest.GetAsync(open.Url + await row.Locator("a:has-text('看照片')").GetAttributeAsync("href"));
        Assert.Equal((200, "image/jpeg"), (photo.Status, photo.Headers["content-type"]));
        await page.ClickAsync("a[href*='tab=problems']");
        await Expect(page.Locator("main")).ToContainTextAsync("进场道路被雨水冲断");
        await page.ClickAsync("a[href*='tab=ones']");
        await Expect(page.Locator("main")).ToContainTextAsync("孙晓燕");
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task The_service_officer_goes_from_portfolio_and_plan_to_a_visit_with_photo_and_the_task_it_becomes()
    {
        await using var open = await site.OpenAsync("service", Look.Phone);
        var page = open.Page;
        await open.GoAsync("/officers/desk");
        var hand = new Hand(page);

        // What the plan puts first is called on, and is planned no more.
        var planned = await page.Locator("ul.tasks li a.strong").First.InnerTextAsync();
        await page.Locator("ul.tasks li a:has-text('记走访')").First.ClickAsync();
        await Expect(page.Locator("main .ph")).ToContainTextAsync(planned);
        await page.FillAsync("#f-Note", "到现场查看，设备已进场");
        await page.ClickAsync("button:has-text('保存这次走访')");
        await Expect(page.Locator("main h1")).ToContainTextAsync($"走访{planned}");
        await open.GoAsync("/officers/desk");
        await Expect(page.Locator("ul.tasks")).Not.ToContainTextAsync(planned);

        // An enterprise with a problem: the photo is shown, the problem is a task of the officer with its day.
        await page.Locator("tr", new() { Has = page.Locator(".s2", new() { HasTextRegex = new Regex("^企业") }) }).First.Locator("a:has-text('记走访')").ClickAsync();
        await hand.PhotographAsync("#f-Files");
        await page.FillAsync("#f-Problem", "叉车工招不到，夜班停了一条线");
        await page.ClickAsync("button:has-text('保存这次走访')");
        await Expect(page.Locator("main h1")).ToContainTextAsync("走访");
        await page.Locator("main img").ScrollIntoViewIfNeededAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('main img').naturalWidth > 0");
        await page.ClickAsync("a:has-text('按任务办理')");
        await Expect(page.Locator("main h1")).ToContainTextAsync("叉车工招不到");
        await Expect(page.Locator("main")).ToContainTextAsync("吴海涛");
        await open.GoAsync("/tasks");
        await Expect(page.Locator("main")).ToContainTextAsync("叉车工招不到，夜班停了一条线");
        Assert.Empty(open.Complaints);

        await using var manager = await site.OpenAsync("officer");
        await manager.GoAsync("/officers");
        await Expect(manager.Page.Locator("main")).ToContainTextAsync("叉车工招不到，夜班停了一条线");
    }

    [Fact]
    public async Task The_enterprise_reports_its_project_and_a_problem_and_says_it_is_content_when_that_is_solved()
    {
        await using var open = await site.OpenAsync("enterprise", Look.Phone);
        var page = open.Page;
        await open.GoAsync("/projects");
        await page.ClickAsync("main a.name");
        await page.ClickAsync("a:has-text('报本旬进度')");
        await page.FillAsync("#f-Done", "1234");
        await page.ClickAsync("button:has-text('报送本旬进度')");
        await Expect(page.Locator("[aria-label='进度报告'] tr", new() { HasText = "1,234" }).First).ToContainTextAsync("企业申报人");

        await open.GoAsync("/projects/clinic");
        await page.ClickAsync("a:has-text('报急难问题')");
        await page.FillAsync("#f-Title", "厂门口的路灯一直没有通电");
        await page.FillAsync("#f-Phone", "0533-0000000");
        await page.ClickAsync("button:has-text('提交给项目诊所')");
        await Expect(page.Locator("main h1")).ToContainTextAsync("厂门口的路灯一直没有通电");
        var id = long.Parse(Regex.Match(page.Url, "clinic/(\\d+)").Groups[1].Value, CultureInfo.InvariantCulture);

        await SolveAsync(id);
        await page.ReloadAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("现场查看，路灯已经亮了");
        await page.SelectOptionAsync("#f-Rating", nameof(ClinicRating.Satisfied));
        await page.ClickAsync("button:has-text('提交评价')");
        await Expect(page.Locator("main .ph")).ToContainTextAsync(Modules.Foundation.Ui.NavRegistration.DisplayName(ClinicState.Closed));
        await Expect(page.Locator("dl")).ToContainTextAsync(Modules.Foundation.Ui.NavRegistration.DisplayName(ClinicRating.Satisfied));
        Assert.Empty(open.Complaints);
    }

    /// <summary>A project of the clerk's township for which his own post answers.</summary>
    private async Task<string> GuaranteedAsync()
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FunengDb>();
        var account = await db.Accounts.AsNoTracking().SingleAsync(row => row.UserName == "clerk", Cancellation);
        var post = await (from tenure in db.Set<Tenure>() join person in db.Set<Person>() on tenure.Person equals person.Id where person.Name == account.DisplayName select tenure.Post).SingleAsync(Cancellation);
        var codes = db.Set<Duty>().Where(duty => duty.Role == SixOnes.Guarantor && duty.HolderKind == HolderKind.Post && duty.HolderId == post).Select(duty => duty.SourceKey);
        return await account.Scope.Filter(db.Set<Project>(), project => project.Region, project => project.Zone, project => project.Id).Where(project => codes.Contains(project.Code) && project.Stage != LifeCycle.Ended)
            .OrderBy(project => project.Code).Select(project => project.Code).FirstAsync(Cancellation);
    }

    /// <summary>The offices' half, by their use cases: triage, prescription, done, revisited.</summary>
    private async Task SolveAsync(long id)
    {
        string Body(IReadOnlyList<Organization> offices, int index) => Holder.Body(offices[index].Id).ToString();
        await using var scope = site.Services.CreateAsyncScope();
        var (unit, db) = (scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<FunengDb>());
        var officer = await db.Accounts.AsNoTracking().SingleAsync(row => row.UserName == "officer", Cancellation);
        unit.GetRequiredService<CurrentUser>().ActAs(officer.Id, officer.DisplayName, officer.Role, officer.Scope);
        var offices = await db.Set<Organization>().AsNoTracking().Where(body => body.Kind == OrganizationKind.Department).OrderBy(body => body.Code).Take(2).ToListAsync(Cancellation);
        var day = unit.GetRequiredService<CityProfile>().Today(unit.GetRequiredService<TimeProvider>()).AddDays(9).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        async Task DoAsync(Func<long, Task<IReadOnlyList<Problem>?>> act)
        {
            db.ChangeTracker.Clear();
            Assert.Empty((await act(await db.Set<ClinicCase>().Where(row => row.Id == id).Select(row => row.Version).SingleAsync(Cancellation)))!);
        }

        await DoAsync(version => unit.GetRequiredService<TriageCase>().RunAsync(
            id, new TypedTriage(version, TriageCase.Consult, nameof(ProblemClass.Utilities), nameof(ClinicUrgency.Usual), "", Body(offices, 0), [Body(offices, 1)], "能否接通", "", ""), Cancellation));
        await DoAsync(version => unit.GetRequiredService<PrescribeCase>().RunAsync(id, version, "路灯没有接入电源", [new TypedStep("接通路灯电源", Body(offices, 1), day)], Cancellation));
        var step = await db.Set<PrescriptionStep>().Where(row => row.ClinicCase == id).Select(row => row.Id).SingleAsync(Cancellation);
        await DoAsync(version => unit.GetRequiredService<FollowUpCase>().ConfirmAsync(id, version, step, true, "已经接通", Cancellation));
        await DoAsync(version => unit.GetRequiredService<FollowUpCase>().RevisitAsync(id, version, true, "现场查看，路灯已经亮了", Cancellation));
    }

    /// <summary>
    /// A hand that counts how long a person would take: to think and find a place 2.5 seconds, a character on a phone half a second, a photo eight seconds. A browser
    /// driven by a program says nothing of that by its own clock.
    /// </summary>
    private sealed class Hand(IPage page)
    {
        public double Seconds { get; private set; }

        public async Task TapAsync(string what)
        {
            Seconds += 2.5;
            await page.ClickAsync(what);
        }

        public async Task TypeAsync(string where, string text)
        {
            Seconds += 2.5 + (0.5 * text.Length);
            await page.FillAsync(where, text);
        }

        public async Task PhotographAsync(string where)
        {
            Seconds += 8;
            await page.SetInputFilesAsync(where, new FilePayload { Name = "现场.jpg", MimeType = "image/jpeg", Buffer = await page.ScreenshotAsync(new() { Type = ScreenshotType.Jpeg, Quality = 40 }) });
        }
    }
}
