using System.Net;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects.Clinic;
using Funeng.Modules.Registry;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Web;

public sealed class PagesTests
{
    private static readonly string[] Addresses =
    [
        "/", "/messages", "/settings", "/search?q=企业", "/enterprises", "/enterprises?cols=name.titles.verdicts", "/enterprises/{code}", "/enterprises/{code}?tab=facts",
        "/enterprises/{code}?tab=timeline", "/enterprises/{code}/verdicts/sme-specialised-2026", "/enterprises/{code}/facts/revenue", "/libraries",
        "/titles?on=9999-12-31", "/audit?from=0001-01-01&to=9999-12-31", "/audit/export.csv?to=9999-12-31",
        "/libraries/sme-innovative", "/lists", "/titles", "/compare", "/schemes", "/import", "/regions", "/organizations", "/audit", "/projects",
        "/policies", "/policies?q=技改", "/policies/sd-renovation-loan", "/policies/zb-trade-support/booth/entitled", "/policies/zb-specialised-award/specialised/effect", "/policies/lab?benefit=zb-equipment-reward/reward", "/policies/nights", "/premises", "/premises/demands", "/enterprises/{code}/policies",
        "/projects/board", "/projects/{project}", "/projects/{project}/move", "/projects/new", "/projects/import", "/lists/project-behind",
        "/projects/gantt", "/projects/meeting", "/projects/ranking", "/projects/ranking?by=office", "/projects/circular", "/projects/problems?view=progress",
        "/projects/{project}?tab=ones", "/projects/{project}?tab=plan", "/projects/{project}?tab=curves", "/projects/{project}/plan.xml", "/projects/{project}?tab=reports", "/projects/{project}?tab=problems",
        "/projects/{project}/report", "/tasks/people?open=1", "/tasks/hand-over?from=局",
        "/reviews", "/reviews?tab=all", "/reviews/rounds", "/renovation?by=zone", "/renovation?by=loans", "/renovation/plans", "/renovation/plans/{code}", "/renovation/shop-floor", "/renovation/sheets/shop-floor/{code}", "/officers", "/officers/desk", "/projects/circular/file",
        "/projects/clinic", "/projects/clinic?tab=mine", "/projects/clinic?tab=over", "/projects/clinic?tab=rounds", "/projects/clinic?tab=figures", "/projects/clinic/new", "/projects/clinic/{case}",
        "/projects/clinic/{case}/brief", "/projects/clinic/rounds/{round}", "/projects/delays", "/projects/delays?by=node", "/projects/calibration", "/projects/factors", "/projects/factors?tab=projects",
        "/projects/factors?tab=propose", "/projects/{project}/factors",
        "/redemption", "/redemption/public", "/redemption/budgets", "/redemption/commitments",
    ];

    // A server answers while others ask: on PostgreSQL the layout once asked in the middle of the page's own query.
    [Theory, OnBothDatabases]
    public async Task Every_page_answers_on_either_database(DatabaseKind kind)
    {
        await using var site = await TestSite.StartAsync(kind);
        using var admin = await site.VisitAsync("admin");
        await using var unit = site.Services.CreateAsyncScope();
        var code = await unit.Get<FunengDb>().Set<Organization>().Where(row => row.IsSynthetic).OrderBy(row => row.Code).Select(row => row.Code).FirstAsync(TestContext.Current.CancellationToken);
        var project = await unit.Get<FunengDb>().Set<Modules.Projects.Project>().OrderBy(row => row.Code).Select(row => row.Code).FirstAsync(TestContext.Current.CancellationToken);
        var ill = await unit.Get<FunengDb>().Set<ClinicCase>().Where(row => row.State == ClinicState.Treating).OrderBy(row => row.Id).Select(row => new { row.Id, row.Round }).FirstAsync(TestContext.Current.CancellationToken);
        var wrong = new List<string>();

        foreach (var address in Addresses.Select(text => text.Replace("{code}", code, StringComparison.Ordinal).Replace("{project}", project, StringComparison.Ordinal)
            .Replace("{case}", $"{ill.Id}", StringComparison.Ordinal).Replace("{round}", $"{ill.Round}", StringComparison.Ordinal)))
        {
            try
            {
                using var answer = await admin.GetAsync(address);
                if (answer.StatusCode != HttpStatusCode.OK)
                {
                    wrong.Add($"{address} {(int)answer.StatusCode}");
                }
            }
            catch (TaskCanceledException)
            {
                wrong.Add($"{address} without an answer");
            }
        }

        Assert.Empty(wrong);
        using var clerk = await site.VisitAsync("clerk");
        foreach (var (address, status) in new[] { ("/audit", HttpStatusCode.Forbidden), ("/no-such-page", HttpStatusCode.NotFound), ("/enterprises/nobody", HttpStatusCode.NotFound) })
        {
            using var answer = await clerk.GetAsync(address);
            Assert.Equal(status, answer.StatusCode);
            Assert.NotNull((await Visitor.ReadAsync(answer)).QuerySelector("h1"));
        }
    }
}
