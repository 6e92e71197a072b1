using System.Net;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Journeys;

/// <summary>What a role must not know of enterprises outside its sight does not show anywhere: not in evidence, lists, near, comparison or counts.</summary>
public sealed class OthersFiguresTests(TestSite site) : IClassFixture<TestSite>
{
    /// <summary>Every account that does not see the whole city.</summary>
    public static TheoryData<string> Partial => ["enterprise", "clerk", "zone", "expert", "bank", "public"];

    [Theory]
    [MemberData(nameof(Partial))]
    public async Task No_page_of_the_libraries_names_an_enterprise_out_of_sight(string user)
    {
        using var visitor = await site.VisitAsync(user);
        var hidden = await HiddenAsync(user);
        var shown = new List<string>();

        foreach (var path in Pages())
        {
            var answer = await visitor.GetAsync(path);
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            shown.AddRange(hidden.Where(subject => body.Contains(subject.Code, StringComparison.Ordinal)).Take(1).Select(subject => $"{path} shows {subject.Code}"));
        }

        Assert.NotEmpty(hidden);
        Assert.True(shown.Count == 0, string.Join("\n", shown));
    }

    [Theory]
    [MemberData(nameof(Partial))]
    public async Task The_record_of_an_enterprise_out_of_sight_is_not_found_in_any_library(string user)
    {
        using var visitor = await site.VisitAsync(user);
        var hidden = await HiddenAsync(user);
        var found = new List<string>();

        foreach (var library in Libraries())
        {
            foreach (var subject in hidden.Take(3))
            {
                var answer = await visitor.GetAsync($"/libraries/{library}/{subject.Code}");
                if (answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden)) found.Add($"{library} {subject.Code}: {answer.StatusCode}");
            }
        }

        Assert.True(found.Count == 0, string.Join("\n", found));
    }

    [Theory]
    [InlineData("expert")]
    [InlineData("bank")]
    public async Task An_outside_account_counts_nobody_and_may_not_compare(string user)
    {
        using var visitor = await site.VisitAsync(user);

        foreach (var path in new[] { "/compare", "/titles", "/titles/grants", "/lists" })
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, (await visitor.GetAsync(path)).StatusCode));
        var counts = (await visitor.OpenAsync("/libraries")).QuerySelectorAll(".tier b.num").Select(count => count.TextContent.Trim());
        // Of the city nothing: only the records put before the account wait for it.
        Assert.Equal(await AskedAsync(user), counts.Sum(count => int.Parse(count, null)));
        Assert.DoesNotContain("户次", (await visitor.OpenAsync("/")).Body!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>How many records were put before an outside account.</summary>
    private async Task<int> AskedAsync(string user)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FunengDb>();
        return await db.Set<LibraryReader>().CountAsync(reader => db.Set<Account>().Any(account => account.Id == reader.Account && account.UserName == user), TestContext.Current.CancellationToken);
    }

    private IEnumerable<string> Libraries() =>
        site.Services.GetRequiredService<LibraryCatalogue>().Libraries.Select(library => library.Id);

    private IEnumerable<string> Pages() =>
    [
        "/", "/libraries", "/compare", "/compare?change=Neither", "/compare?change=Gains", "/titles", "/titles/grants", "/lists", "/search?q=91", "/search/suggest?q=91",
        .. Libraries().SelectMany(library => new[] { "", "?tab=should-enter", "?tab=should-leave", "?tab=near&distance=5", "?tab=nominations", "?tab=history" }
            .Select(tab => $"/libraries/{library}{tab}")),
    ];

    /// <summary>The enterprises this account may not see, as the accounts say it.</summary>
    private async Task<IReadOnlyList<Subject>> HiddenAsync(string user)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FunengDb>();
        var account = await db.Set<Account>().SingleAsync(account => account.UserName == user, TestContext.Current.CancellationToken);
        var reach = RolePermissions.Of(account.Role).Contains(Permission.ViewEnterprises) ? account.Scope : Scope.Nothing;
        var subjects = await db.Set<Subject>().Where(subject => subject.Kind == Subject.Enterprise).ToListAsync(TestContext.Current.CancellationToken);
        var asked = await db.Set<LibraryReader>().Where(reader => reader.Account == account.Id)
            .Join(db.Set<LibraryRecord>(), reader => reader.Record, record => record.Id, (_, record) => record.Subject).ToListAsync(TestContext.Current.CancellationToken);
        return [.. subjects.Where(subject => !reach.Covers(subject.Region, subject.Zone, subject.Id) && !asked.Contains(subject.Id))];
    }
}
