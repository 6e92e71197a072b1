using System.Globalization;
using AngleSharp.Dom;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Journeys;

/// <summary>Posts, as every role, whole and valid forms that only other roles are shown: a hidden button must not be what keeps somebody from doing something.</summary>
public sealed class ForbiddenFormTests(TestSite site) : IClassFixture<TestSite>
{
    private static readonly string[] Users =
    [
        "leader", "officer", "head", "clerk", "zone", "treasurer", "supervisor", "service", "reviewer", "statistician", "auditor", "enterprise", "expert", "bank", "public",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_a_role_is_not_shown_does_nothing_when_the_role_posts_it_all_the_same()
    {
        using var admin = await site.VisitAsync("admin");
        var shown = await FormsAsync(admin, await AddressesAsync());
        Assert.True(shown.Count >= 6, $"the administrator is shown the forms of the product: {string.Join(", ", shown.Select(form => form.Key))}");
        var done = new List<string>();

        foreach (var user in Users)
        {
            using var visitor = await site.VisitAsync(user);
            var token = TokenOf(await visitor.OpenAsync("/settings"));
            var own = (await FormsAsync(visitor, [.. shown.Select(form => form.Address).Distinct()])).Select(form => form.Key).ToHashSet();
            foreach (var form in shown.Where(form => !own.Contains(form.Key)))
            {
                var before = await ChangesAsync();
                using var body = new FormUrlEncodedContent([.. form.Fields, KeyValuePair.Create("__RequestVerificationToken", token), KeyValuePair.Create("_once", Guid.NewGuid().ToString("N"))]);
                using var answer = await visitor.Http.PostAsync(form.Address, body, Cancellation);
                if ((int)answer.StatusCode < 400 || await ChangesAsync() != before)
                    done.Add(string.Create(CultureInfo.InvariantCulture, $"{user}: {form.Key} answered {(int)answer.StatusCode}"));
            }
        }

        Assert.True(done.Count == 0, string.Join("\n", done));
    }

    /// <summary>Every page with a form that stands for itself: one enterprise, one fact, one library record and so on.</summary>
    private async Task<IReadOnlyList<string>> AddressesAsync()
    {
        await using var scope = site.Services.CreateAsyncScope();
        var code = await scope.ServiceProvider.GetRequiredService<FunengDb>().Set<Subject>().Where(subject => subject.Kind == "enterprise")
            .OrderBy(subject => subject.Id).Select(subject => subject.Code).FirstAsync(Cancellation);
        return
        [
            "/accounts", "/import", "/organizations", "/schemes", "/schemes/sme-specialised-2022", "/schemes/sme-innovative-2022", "/libraries", "/lists", "/costs",
            $"/enterprises/{code}", $"/enterprises/{code}/facts/revenue", $"/enterprises/{code}/path/sme-specialised-2022", $"/libraries/sme-specialised/{code}",
            $"/libraries/sme-innovative/{code}", $"/enterprises/{code}/titles", "/titles", "/enterprises",
        ];
    }

    private static async Task<List<ShownForm>> FormsAsync(Visitor visitor, IReadOnlyList<string> addresses)
    {
        var forms = new List<ShownForm>();
        foreach (var address in addresses)
        {
            using var answer = await visitor.GetAsync(address);
            if (!answer.IsSuccessStatusCode) continue;
            var page = await Visitor.ReadAsync(answer);
            foreach (var form in page.QuerySelectorAll("main form[method=post]").Where(form => form.QuerySelector("input[name=_handler]") is not null))
                forms.Add(ShownForm.Of(address, form));
        }

        return [.. forms.DistinctBy(form => form.Key)];
    }

    private static string TokenOf(IDocument page) => page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

    /// <summary>Every change writes an audit row, sign-ins apart.</summary>
    private async Task<int> ChangesAsync()
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<FunengDb>().Set<Modules.Foundation.Audit.AuditEntry>().CountAsync(Cancellation);
    }

    private sealed record ShownForm(string Address, string Handler, IReadOnlyList<KeyValuePair<string, string>> Fields)
    {
        public string Key => $"{Address} {Handler}";

        public static ShownForm Of(string address, IElement form)
        {
            var action = form.GetAttribute("action") is { Length: > 0 } given ? given : address;
            var fields = form.QuerySelectorAll("input[name], select[name], textarea[name]")
                .Where(field => field.GetAttribute("name") is not ("__RequestVerificationToken" or "_once"))
                .Select(field => KeyValuePair.Create(field.GetAttribute("name")!, ValueOf(field)));
            return new(action, form.QuerySelector("input[name=_handler]")!.GetAttribute("value")!, [.. fields]);
        }

        private static string ValueOf(IElement field)
        {
            if (field.GetAttribute("value") is { Length: > 0 } value) return value;
            if (field.QuerySelectorAll("option[value]") is { Length: > 0 } options && options[^1].GetAttribute("value") is { Length: > 0 } option) return option;
            return field.GetAttribute("type") == "date" ? "2026-01-01" : "1000";
        }
    }
}
