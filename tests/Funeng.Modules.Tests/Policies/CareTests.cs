using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Care;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Policies;

/// <summary>What runs out in the library becomes a task of its office.</summary>
public sealed class CareTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task What_is_missing_is_one_task_of_the_office_that_owns_it_and_is_opened_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var office = await city.MakeBodyAsync("某市商务局");
        var mine = city.Service<PolicyBook>().Policies.Where(policy => policy.Office == "市商务局" && policy is { Contact: "", Pattern: "" } && policy.IsInForce(DateOnly.FromDateTime(city.Time.Now.UtcDateTime))).ToList();
        Assert.NotEmpty(mine);

        var opened = new List<int>();
        for (var round = 0; round < 2; round++)
        {
            await using var unit = city.As();
            opened.Add(await unit.Get<OpenCareTasks>().RunAsync(None));
        }

        await using var last = city.As();
        var task = await last.Get<FunengDb>().Set<TaskItem>().AsNoTracking().SingleAsync(item => item.SourceKind == OpenCareTasks.Kind && item.SourceKey == "contact", None);
        Assert.Equal(0, opened[1]);
        Assert.Equal(office.Id, task.LeadBody);
        Assert.All(mine, policy => Assert.Contains(policy.Title, task.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_text_that_is_gone_asks_for_another_address_after_several_rounds_and_one_answer_is_enough()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        var gone = 404;
        server.MapMethods("/gone", ["HEAD", "GET"], () => Results.StatusCode(gone));
        server.MapMethods("/headless", ["HEAD"], () => Results.NotFound());
        server.MapMethods("/headless", ["GET"], () => Results.Text("text"));
        server.MapMethods("/there", ["HEAD"], () => Results.Ok());
        await server.StartAsync(None);
        var (dead, there, headless, nobody) = (server.Urls.Single() + "/gone", server.Urls.Single() + "/there", server.Urls.Single() + "/headless", "http://127.0.0.1:9/unreachable");
        var policy = PolicyBook.Load(Modules.Schemes.RuleBook.Load(Architecture.Repository.Folder("rules"))).Policies.First(one => one.Pattern.Length == 0) with { Link = dead };
        using var health = new LinkHealth(_ => true);

        for (var round = 1; round <= LinkHealth.Rounds; round++)
        {
            Assert.Empty(PolicyCare.Links([policy], health.IsDead));
            await health.RoundAsync([dead, there, headless, nobody, ""], None);
        }

        Assert.Equal([CareReason.DeadLink], PolicyCare.Links([policy], health.IsDead).Select(need => need.Reason));
        Assert.Equal((true, true, false), (health.Answered(there), health.Answered(headless), health.IsDead(nobody)));
        gone = 200;
        await health.RoundAsync([dead], None);
        Assert.True(health.Answered(dead));

        // The own network is not asked, so that a link tells nobody what answers there.
        using var shut = new LinkHealth();
        gone = 404;
        for (var round = 0; round < LinkHealth.Rounds; round++) await shut.RoundAsync([dead], None);
        Assert.False(shut.IsDead(dead));
    }

    [Theory]
    [InlineData("1.2.3.4:443", true)]
    [InlineData("1.2.3.4:80", true)]
    [InlineData("1.2.3.4:8080", false)]
    [InlineData("127.0.0.1:80", false)]
    [InlineData("10.1.2.3:80", false)]
    [InlineData("172.20.0.1:443", false)]
    [InlineData("192.168.1.1:443", false)]
    [InlineData("169.254.169.254:80", false)]
    [InlineData("0.0.0.0:80", false)]
    [InlineData("224.0.0.1:80", false)]
    [InlineData("[::1]:80", false)]
    [InlineData("[::ffff:10.0.0.1]:80", false)]
    [InlineData("[fd00::1]:80", false)]
    [InlineData("[fe80::1]:80", false)]
    [InlineData("[2400:3200::1]:443", true)]
    public void Only_public_addresses_on_the_ports_of_the_web_are_asked(string end, bool isAsked) => Assert.Equal(isAsked, LinkHealth.IsPublic(System.Net.IPEndPoint.Parse(end)));

    [Fact]
    public void A_policy_speaks_up_around_its_last_day_and_when_last_years_date_still_stands()
    {
        var policy = PolicyBook.Load(Modules.Schemes.RuleBook.Load(Architecture.Repository.Folder("rules"))).Policies.First(one => one is { Pattern: "", Contact: "" } && one.Benefits.Count > 0) with
        {
            EffectiveFrom = new DateOnly(2025, 1, 1), EffectiveTo = new DateOnly(2026, 12, 31), Contact = "0533-0000000",
        };
        var yearly = policy with { Benefits = [policy.Benefits[0] with { Deadline = new DateOnly(2026, 6, 30), Period = "每年一次" }] };

        Assert.Empty(Reasons(policy, new DateOnly(2026, 3, 1)));
        Assert.Equal([CareReason.Ending], Reasons(policy, new DateOnly(2026, 12, 1)));
        Assert.Equal([CareReason.Ending], Reasons(policy, new DateOnly(2027, 1, 30)));
        Assert.Empty(Reasons(policy, new DateOnly(2027, 1, 31)));
        // What was asked for is not done because time has passed.
        Assert.Equal([CareReason.Ending], PolicyCare.Standing([policy], new DateOnly(2027, 3, 1), Nobody, 2).Select(need => need.Reason));
        Assert.Empty(Reasons(yearly, new DateOnly(2026, 6, 30)));
        Assert.Equal([CareReason.OldDeadline], Reasons(yearly, new DateOnly(2026, 7, 1)));
        Assert.Empty(Reasons(yearly with { Withdrawn = "撤回" }, new DateOnly(2026, 7, 1)));
    }

    [Fact]
    public void A_text_on_trial_without_a_last_day_asks_after_two_years_until_it_has_one()
    {
        var policy = PolicyBook.Load(Modules.Schemes.RuleBook.Load(Architecture.Repository.Folder("rules"))).Policies.First(one => one is { Pattern: "" } && one.Benefits.Count > 0) with
        {
            Title = "若干措施（暂行）", IsTrial = false, EffectiveFrom = new DateOnly(2024, 6, 1), EffectiveTo = null, Contact = "0533-0000000", Benefits = [],
        };

        Assert.Empty(Reasons(policy, new DateOnly(2026, 5, 31)));
        Assert.Equal([CareReason.LongTrial], Reasons(policy, new DateOnly(2026, 6, 1)));
        Assert.Equal([CareReason.LongTrial], Reasons(policy, new DateOnly(2031, 1, 1)));
        Assert.Equal([CareReason.LongTrial], Reasons(policy with { Title = "若干措施", IsTrial = true }, new DateOnly(2026, 6, 1)));
        Assert.Contains("平台的提醒，不是文件的规定", PolicyCare.Of([policy], new DateOnly(2026, 6, 1), Nobody, 2).Single().Said, StringComparison.Ordinal);
        Assert.Empty(Reasons(policy with { EffectiveTo = new DateOnly(2028, 1, 1) }, new DateOnly(2026, 6, 1)));
        Assert.Empty(Reasons(policy with { Title = "若干措施" }, new DateOnly(2026, 6, 1)));
        Assert.Empty(Reasons(policy with { Withdrawn = "撤回" }, new DateOnly(2026, 6, 1)));
    }

    [Theory, OnBothDatabases]
    public async Task A_long_trial_is_a_task_of_its_office(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var office = await city.MakeBodyAsync("某市发展和改革委员会");

        await using (var unit = city.As()) await unit.Get<OpenCareTasks>().RunAsync(None);

        await using var last = city.As();
        var task = await last.Get<FunengDb>().Set<TaskItem>().AsNoTracking().SingleAsync(item => item.SourceKind == OpenCareTasks.Kind && item.SourceKey == "trial/zb-new-economy-12/20220601", None);
        Assert.Equal((office.Id, "/policies/zb-new-economy-12"), (task.LeadBody ?? 0, task.SourceLink));
    }

    private static readonly IReadOnlySet<string> Nobody = new HashSet<string>();

    private static IEnumerable<CareReason> Reasons(PolicyDocument policy, DateOnly day) => PolicyCare.Of([policy], day, Nobody, 2).Select(need => need.Reason);
}
