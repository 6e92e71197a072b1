using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Report;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Projects.ProjectsInTests;

namespace Funeng.Modules.Tests.Projects;

/// <summary>The last evening of ten days: everybody reports at once, many send again because the line is bad. None is lost, none is counted twice.</summary>
public sealed class ManyReportersTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("FUNENG_LONG") == "1";

    private static readonly int Reporters = IsLong ? 300 : 40;

    [Theory, OnBothDatabases]
    public async Task All_who_report_at_one_moment_are_kept_once_each_however_often_they_send(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        city.Time.Now = new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
        await city.AddProjectsAsync([.. Enumerable.Range(1, Reporters).Select(index => Row(CodeOf(index), "在建", Today.AddDays(-60), Day(ProjectFacts.StartedOn, Today.AddDays(-60)), Money(ProjectFacts.Plan, 120_000_000m, 2026)) with { Owner = 1000 + index })]);

        // Each sends the same form three times at once, as a phone does that hears no answer.
        var answers = await Task.WhenAll(Enumerable.Range(0, Reporters * 3).Select(at => Task.Run(async () =>
        {
            var index = at % Reporters + 1;
            while (true)
            {
                try
                {
                    await using var unit = city.As(Role.Enterprise, Scope.OfOrganization(1000 + index), 1000 + index, $"填报{index}");
                    return await unit.Get<ReportProgress>().RunAsync(new TypedReport(CodeOf(index), "2026-7", (100 + index).ToString(CultureInfo.InvariantCulture), "", "施工正常。", "", $"form-{index}"), Cancellation);
                }
                catch (Exception problem) when (WriteCollision.Is(problem))
                {
                    // What the page answers with 409, and the phone with sending again.
                }
            }
        })));

        Assert.All(answers, answer => Assert.IsType<ReportResult.Reported>(answer));
        await using var after = city.As();
        var reports = await after.Get<FunengDb>().Set<ProjectReport>().AsNoTracking().ToListAsync(Cancellation);
        Assert.Equal(Reporters, reports.Count);
        var done = (await city.PortfolioAsync()).ToDictionary(row => row.Project.Code, row => row.Project.Done);
        Assert.All(Enumerable.Range(1, Reporters), index => Assert.Equal((100 + index) * 10_000m, done[CodeOf(index)]));
        Assert.Equal((long)Reporters, Convert.ToInt64(await city.ScalarAsync("select count(*) from filing where place like '%报告'"), CultureInfo.InvariantCulture));
    }

    /// <summary>The same over the wire, with the forms the pages gave out.</summary>
    [Theory, OnBothDatabases]
    public async Task Over_the_wire_a_form_that_is_sent_twice_is_one_report(DatabaseKind kind)
    {
        await using var site = await TestSite.StartAsync(kind, enterprises: 30);
        using var officer = await site.VisitAsync("officer");
        List<string> codes;
        await using (var unit = site.Services.CreateAsyncScope())
            codes = await unit.Get<FunengDb>().Set<Project>().OrderBy(project => project.Code).Select(project => project.Code).Take(IsLong ? 120 : 12).ToListAsync(Cancellation);
        var forms = new List<(string Code, Dictionary<string, string> Fields)>();
        foreach (var code in codes)
        {
            var form = (await officer.OpenAsync($"/projects/{code}/report")).QuerySelector<IHtmlFormElement>("form.formgrid")!;
            var fields = form.QuerySelectorAll<IHtmlInputElement>("input[name]").Where(input => input.Type != "file").ToDictionary(input => input.Name!, input => input.Value);
            fields["Period"] = form.QuerySelector<IHtmlSelectElement>("select[name=Period]")!.Value!;
            fields["Done"] = "4321";
            forms.Add((code, fields));
        }

        var before = await CountAsync(site);
        var sent = await Task.WhenAll(forms.Concat(forms).Select(form => SendAsync(officer, form.Code, form.Fields)));

        Assert.All(sent, status => Assert.Contains(status, new[] { HttpStatusCode.SeeOther, HttpStatusCode.Conflict }));
        Assert.All(forms.Zip(sent.Take(forms.Count), sent.Skip(forms.Count)), pair => Assert.Contains(HttpStatusCode.SeeOther, new[] { pair.Second, pair.Third }));
        Assert.Equal(before + codes.Count, await CountAsync(site));
    }

    private static async Task<HttpStatusCode> SendAsync(Visitor visitor, string code, Dictionary<string, string> fields)
    {
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            var part = new StringContent(value);
            part.Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "utf-8" };
            content.Add(part, name);
        }

        using var answer = await visitor.Http.PostAsync($"/projects/{code}/report", content, Cancellation);
        return answer.StatusCode;
    }

    private static async Task<int> CountAsync(TestSite site)
    {
        await using var unit = site.Services.CreateAsyncScope();
        return await unit.Get<FunengDb>().Set<ProjectReport>().CountAsync(Cancellation);
    }

    private static string CodeOf(int index) => string.Create(CultureInfo.InvariantCulture, $"R-{index:000}");
}
