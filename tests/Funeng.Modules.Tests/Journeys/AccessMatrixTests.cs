using System.Net;
using System.Text;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Funeng.Modules.Tests.Architecture;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Journeys;

/// <summary>Walks every address of the site as every role, and as nobody, and tries other people's records by guessed address.</summary>
public sealed class AccessMatrixTests(TestSite site) : IClassFixture<TestSite>
{
    private static readonly IReadOnlyDictionary<Role, string> Users = new Dictionary<Role, string>
    {
        [Role.Leader] = "leader", [Role.BureauOfficer] = "officer", [Role.BureauHead] = "head", [Role.TownshipClerk] = "clerk",
        [Role.ZoneOfficer] = "zone", [Role.Treasurer] = "treasurer", [Role.SupervisionOffice] = "supervisor", [Role.ServiceOfficer] = "service",
        [Role.Reviewer] = "reviewer", [Role.Statistician] = "statistician", [Role.Auditor] = "auditor", [Role.Administrator] = "admin",
        [Role.Enterprise] = "enterprise", [Role.Expert] = "expert", [Role.Bank] = "bank", [Role.Public] = "public",
    };

    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    [Fact]
    public void No_endpoint_leaves_open_who_may_use_it()
    {
        var undecided = Endpoints.Of(site.Services).Where(endpoint => !endpoint.IsDecided).Select(endpoint => endpoint.Route);

        // The fallback policy still asks for a sign-in; these pages are for everyone signed in and say so by having no policy.
        string[] forAnyoneSignedIn = ["/", "/industry", "/finance", "/innovation", "/livelihood", "/messages", "/messages/choice", "/search", "/settings"];
        Assert.Empty(undecided.Except(forAnyoneSignedIn));
    }

    [Fact]
    public void The_published_table_says_who_may_use_which_address()
    {
        var path = Repository.Folder("docs", "access-matrix.md");
        var actual = Table(Endpoints.Of(site.Services));
        if (Environment.GetEnvironmentVariable("FUNENG_ACCEPT") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_role_reaches_what_its_permissions_admit_and_nothing_else(Role role)
    {
        using var visitor = await site.VisitAsync(Users[role]);
        var wrong = new List<string>();

        foreach (var endpoint in Endpoints.Of(site.Services).Where(endpoint => endpoint.IsRead && endpoint.Route is not "/sign-out"))
        {
            var address = await FillAsync(endpoint.Route);
            using var answer = await visitor.Http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            if (!IsAsExpected(endpoint, role, answer.StatusCode))
            {
                wrong.Add($"{address} answered {(int)answer.StatusCode}; needs {endpoint.Requirement}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public async Task Nobody_is_sent_to_sign_in_or_refused()
    {
        using var nobody = await site.VisitAsync(null);
        var wrong = new List<string>();

        foreach (var endpoint in Endpoints.Of(site.Services).Where(endpoint => endpoint.IsRead && !endpoint.IsOpen))
        {
            var address = await FillAsync(endpoint.Route);
            using var answer = await nobody.Http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            var isRefused = answer.StatusCode == HttpStatusCode.Unauthorized
                || (answer.Headers.Location is { } to && to.ToString().Contains("/sign-in", StringComparison.Ordinal));
            if (!isRefused)
            {
                wrong.Add($"{address} answered {(int)answer.StatusCode}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData("enterprise")]
    [InlineData("clerk")]
    [InlineData("zone")]
    public async Task Someone_elses_record_is_not_found_by_guessing_its_address(string user)
    {
        using var visitor = await site.VisitAsync(user);
        var foreign = await ForeignCodeAsync(user);
        var found = new List<string>();

        foreach (var endpoint in Endpoints.Of(site.Services).Where(endpoint =>
            endpoint.IsRead && endpoint.Route.Contains("{code}", StringComparison.OrdinalIgnoreCase)))
        {
            var address = await FillAsync(endpoint.Route, foreign);
            using var answer = await visitor.Http.GetAsync(address, TestContext.Current.CancellationToken);
            if (answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden))
            {
                found.Add($"{address} answered {(int)answer.StatusCode}");
            }
        }

        Assert.True(found.Count == 0, string.Join("\n", found));
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_post_without_the_permission_or_the_forms_token_changes_nothing(Role role)
    {
        using var visitor = await site.VisitAsync(Users[role]);
        var accepted = new List<string>();

        foreach (var endpoint in Endpoints.Of(site.Services).Where(endpoint =>
            endpoint.Methods.Contains("POST", StringComparison.Ordinal) && endpoint.Route is not "/sign-out"))
        {
            var address = await FillAsync(endpoint.Route);
            using var body = new FormUrlEncodedContent([KeyValuePair.Create("guess", "1")]);
            using var answer = await visitor.Http.PostAsync(address, body, TestContext.Current.CancellationToken);
            if ((int)answer.StatusCode < 400)
            {
                accepted.Add($"{address} answered {(int)answer.StatusCode}");
            }
        }

        Assert.True(accepted.Count == 0, string.Join("\n", accepted));
    }

    /// <summary>An admitted role gets the page, or is told that the sample is not its own; it is never told that it may not.</summary>
    private static bool IsAsExpected(SiteEndpoint endpoint, Role role, HttpStatusCode status) => endpoint.IsOpen || endpoint.Admits(role)
        ? (int)status < 500 && status is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
        : status == HttpStatusCode.Forbidden;

    private async Task<string> FillAsync(string route, string? code = null)
    {
        code ??= await AnyCodeAsync();
        return route
            .Replace("{Code}", code, StringComparison.OrdinalIgnoreCase)
            .Replace("{Key}", "revenue", StringComparison.Ordinal)
            .Replace("{SchemeId}", "sme-innovative-2022", StringComparison.Ordinal)
            .Replace("{Library}", "sme-specialised", StringComparison.Ordinal)
            .Replace("{Policy}", "zb-trade-support", StringComparison.Ordinal)
            .Replace("{Benefit}", "booth", StringComparison.Ordinal)
            .Replace("{Status:int}", "404", StringComparison.Ordinal)
            .Replace("{Draft:long}", "1", StringComparison.OrdinalIgnoreCase)
            .Replace("{Id:long}", "1", StringComparison.OrdinalIgnoreCase)
            .Replace("{file:long}", "1", StringComparison.Ordinal)
            .Replace("{number:int}", "1", StringComparison.Ordinal)
            .Replace("{documentName}", "v1", StringComparison.Ordinal)
            .Replace("{Id}", "sme-innovative-2022", StringComparison.OrdinalIgnoreCase);
    }

    private async Task<string> AnyCodeAsync()
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FunengDb>();
        return await db.Set<Organization>().Where(organization => organization.Kind == OrganizationKind.Enterprise)
            .OrderBy(organization => organization.Id).Select(organization => organization.Code).FirstAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>An enterprise outside the scope of the user.</summary>
    private async Task<string> ForeignCodeAsync(string user)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FunengDb>();
        var account = await db.Set<Account>().SingleAsync(account => account.UserName == user, TestContext.Current.CancellationToken);
        var subjects = await db.Set<Subject>().ToListAsync(TestContext.Current.CancellationToken);
        var reach = account.Scope;
        return subjects.First(subject => subject.Kind == "enterprise" && !reach.Covers(subject.Region, subject.Zone, subject.Id)).Code;
    }

    private static string Table(IReadOnlyList<SiteEndpoint> endpoints)
    {
        var text = new StringBuilder("# Who may use which address\n\n");
        text.Append("Made from what the site serves by the access-matrix test (`FUNENG_ACCEPT=1 ./test` accepts a change); which *rows* a role sees\n");
        text.Append("is decided by its scope, in the query.\n\n| address | methods | needs | roles |\n|---|---|---|---|\n");
        foreach (var endpoint in endpoints)
        {
            var roles = endpoint.IsOpen || endpoint.Needed.Count == 0 ? "all" : string.Join(", ", Enum.GetValues<Role>().Where(endpoint.Admits));
            text.Append("| `").Append(endpoint.Route).Append("` | ").Append(endpoint.Methods).Append(" | ").Append(endpoint.Requirement)
                .Append(" | ").Append(roles).Append(" |\n");
        }

        return text.ToString();
    }
}
