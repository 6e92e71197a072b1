using System.Net;
using System.Text.Json;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Web;

public sealed class ApiTests(TestSite site) : IClassFixture<TestSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Facts_have_source_and_moment_and_can_be_read_as_of_a_past_day()
    {
        using var officer = await site.VisitAsync("officer");
        var code = await FirstCodeAsync(officer);

        var now = await ReadAsync(officer, $"/api/v1/enterprises/{code}/facts");
        var past = await ReadAsync(officer, $"/api/v1/enterprises/{code}/facts?asOf=2019-12-31");

        var filed = now.GetProperty("items").EnumerateArray().First(item => !item.GetProperty("isComputed").GetBoolean());
        Assert.NotEqual("", filed.GetProperty("source").GetString());
        Assert.NotEqual(JsonValueKind.Null, filed.GetProperty("learnedAt").ValueKind);
        Assert.Equal("2019-12-31", past.GetProperty("on").GetString());
        Assert.DoesNotContain(past.GetProperty("items").EnumerateArray(), item => !item.GetProperty("isComputed").GetBoolean());
        var history = await ReadAsync(officer, $"/api/v1/enterprises/{code}/facts/{filed.GetProperty("key").GetString()}/history");
        Assert.Equal("present", history.GetProperty("entries")[0].GetProperty("standing").GetString());
    }

    [Fact]
    public async Task Verdicts_come_in_one_line_or_with_every_reason_gap_and_clause()
    {
        using var officer = await site.VisitAsync("officer");
        var code = await FirstCodeAsync(officer);

        var verdicts = (await ReadAsync(officer, $"/api/v1/enterprises/{code}/verdicts")).GetProperty("items").EnumerateArray().ToList();
        Assert.True(verdicts.Count > 5);
        var explained = await ReadAsync(officer, $"/api/v1/enterprises/{code}/verdicts/{verdicts[0].GetProperty("scheme").GetString()}?on={verdicts[0].GetProperty("on").GetString()}");

        Assert.Equal(verdicts[0].GetProperty("outcome").GetString(), explained.GetProperty("outcome").GetString());
        Assert.Equal(verdicts[0].GetProperty("sha256").GetString(), explained.GetProperty("sha256").GetString());
        Assert.Contains(explained.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("evidence").GetArrayLength() > 0 && finding.GetProperty("clause").GetString() != "");
    }

    [Fact]
    public async Task Lists_and_libraries_are_read_page_by_page_and_a_page_has_a_limit()
    {
        using var officer = await site.VisitAsync("officer");
        foreach (var (all, rows) in new[] { ("lists", "members"), ("libraries", "records") })
        {
            var each = (await ReadAsync(officer, $"/api/v1/{all}")).EnumerateArray().ToList();
            Assert.NotEmpty(each);
            var fullest = each.MaxBy(one => one.GetProperty("members").GetInt64()).GetProperty("id").GetString();
            var first = await ReadAsync(officer, $"/api/v1/{all}/{fullest}/{rows}?size=100000");
            Assert.Equal(200, first.GetProperty("size").GetInt32());
            Assert.Equal(Math.Min(200, first.GetProperty("total").GetInt64()), first.GetProperty("items").GetArrayLength());
            Assert.Equal(0, (await ReadAsync(officer, $"/api/v1/{all}/{fullest}/{rows}?page=999")).GetProperty("items").GetArrayLength());
        }
    }

    [Fact]
    public async Task Before_the_first_screening_nobody_had_looked_which_is_not_none()
    {
        using var officer = await site.VisitAsync("officer");

        foreach (var (day, looked) in new[] { ("1999-01-01", false), ("2199-01-01", true), ("", true) })
        {
            var innovative = (await ReadAsync(officer, $"/api/v1/libraries?asof={day}")).EnumerateArray().Single(one => one.GetProperty("id").GetString() == "sme-innovative");
            Assert.Equal((looked, looked), (innovative.GetProperty("shouldEnter").ValueKind == JsonValueKind.Number, innovative.GetProperty("shouldLeave").ValueKind == JsonValueKind.Number));
            Assert.Equal(looked, innovative.GetProperty("members").GetInt64() > 0);
        }
    }

    [Theory]
    [InlineData("officer", "/api/v1/enterprises/91370300NOSUCHCODE/facts", 404, "enterprise_not_found")]
    [InlineData("officer", "/api/v1/enterprises/91370300NOSUCHCODE/verdicts/high-tech-enterprise-2016", 404, "verdict_not_found")]
    [InlineData("officer", "/api/v1/enterprises/91370300NOSUCHCODE/facts/revenue/history", 404, "fact_not_found")]
    [InlineData("officer", "/api/v1/enterprises/x/facts?asOf=2026-13-01", 400, "bad_date")]
    [InlineData("officer", "/api/v1/lists/nope/members", 404, "list_not_found")]
    [InlineData("officer", "/api/v1/libraries/nope/records", 404, "library_not_found")]
    [InlineData("officer", "/api/v1/libraries?asof=yesterday", 400, "bad_date")]
    [InlineData("officer", "/api/v1/libraries/sme-innovative/records?asof=2026-02-30", 400, "bad_date")]
    [InlineData("enterprise", "/api/v1/lists", 403, "forbidden")]
    [InlineData("expert", "/api/v1/enterprises/x/facts", 403, "forbidden")]
    [InlineData(null, "/api/v1/libraries", 401, "not-signed-in")]
    public async Task A_refusal_is_a_problem_with_a_Chinese_title_and_a_stable_code(string? user, string address, int status, string code)
    {
        using var visitor = await site.VisitAsync(user);

        using var answer = await visitor.GetAsync(address);

        Assert.Equal(((HttpStatusCode)status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Contains(problem.GetProperty("title").GetString()!, character => character > 0x4e00);
    }

    [Fact]
    public async Task Others_look_as_if_they_did_not_exist()
    {
        using var officer = await site.VisitAsync("officer");
        using var clerk = await site.VisitAsync("clerk");
        using var enterprise = await site.VisitAsync("enterprise");
        var own = (await ReadAsync(enterprise, "/api/v1/enterprises")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("code").GetString()).ToList();
        var near = (await ReadAsync(clerk, "/api/v1/enterprises?size=200")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("code").GetString()).ToHashSet();
        var other = (await ReadAsync(officer, "/api/v1/enterprises?size=200")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("code").GetString())
            .First(code => !near.Contains(code) && !own.Contains(code));

        foreach (var visitor in new[] { clerk, enterprise })
        {
            foreach (var part in new[] { "", "/facts", "/facts/revenue/history", "/verdicts", "/verdicts/high-tech-enterprise-2016" })
            {
                using var elsewhere = await visitor.GetAsync($"/api/v1/enterprises/{other}{part}");
                using var nowhere = await visitor.GetAsync($"/api/v1/enterprises/91370399FN00000000{part}");
                Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
                Assert.Equal(Without(await nowhere.Content.ReadAsStringAsync(Cancellation)), Without(await elsewhere.Content.ReadAsStringAsync(Cancellation)));
            }

            using var page = await visitor.GetAsync($"/enterprises/{other}");
            Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        }

        Assert.Single(own);
        Assert.Equal(own[0], (await ReadAsync(enterprise, $"/api/v1/enterprises/{own[0]}/facts")).GetProperty("code").GetString());

        static string Without(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\"trace[A-Za-z]*\":\"[^\"]*\"", "");
    }

    [Fact]
    public async Task Every_address_of_the_interface_says_what_it_is_what_it_answers_and_how_it_refuses()
    {
        using var visitor = await site.VisitAsync(null);
        var paths = (await ReadAsync(visitor, "/openapi/v1.json")).GetProperty("paths").EnumerateObject().ToList();

        Assert.Contains("/api/v1/enterprises/{code}/facts", paths.Select(path => path.Name));
        Assert.All(paths.SelectMany(path => path.Value.EnumerateObject()), operation =>
        {
            Assert.NotEqual("", operation.Value.GetProperty("summary").GetString());
            Assert.True(operation.Value.TryGetProperty("tags", out _));
            Assert.Contains(operation.Value.GetProperty("responses").EnumerateObject(), answer => answer.Name == "200" && answer.Value.TryGetProperty("content", out _));
            Assert.Contains(operation.Value.GetProperty("responses").EnumerateObject(), answer => answer.Name == "401");
            Assert.Contains(operation.Value.GetProperty("responses").EnumerateObject(), answer => answer.Name == "429");
        });
    }

    private static async Task<string> FirstCodeAsync(Visitor visitor) =>
        (await ReadAsync(visitor, "/api/v1/enterprises?size=1")).GetProperty("items")[0].GetProperty("code").GetString()!;

    private static async Task<JsonElement> ReadAsync(Visitor visitor, string address)
    {
        using var answer = await visitor.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }
}
