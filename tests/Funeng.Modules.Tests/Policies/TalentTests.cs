using Funeng.Engines.Criteria;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Items;
using Funeng.Modules.Tests.Redemption;
using Funeng.Modules.Tests.Support;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Policies;

/// <summary>Each person is decided by himself, with the grade of his enterprise.</summary>
public sealed class TalentTests
{
    private const string Support = "zb-talent-37/support", Card = "11010519491231002X";

    [Theory, OnBothDatabases]
    public async Task The_level_of_each_person_follows_from_his_post_and_the_grade_of_the_enterprise(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.FirmAsync("A", "370303001", ("newEconomyGrade", "准独角兽"));
        foreach (var (number, post) in new[] { ("RC-1", "创始人"), ("RC-2", "高管"), ("RC-3", "其他") }) Assert.IsType<StepResult.Done>(await RegisterAsync(city, number, post, post));

        await using var unit = city.As();
        var rule = city.Service<PolicyBook>().FindBenefit(Support)!;
        var decided = await unit.Get<ItemBook>().DecideAsync(rule, new Dictionary<long, string?> { [enterprise] = "370303001" }, new DateOnly(2026, 2, 1), null, Cancellation);

        Assert.Equal(["RC-1", "RC-2", "RC-3"], decided.Select(one => one.Item.Number));
        Assert.Equal([Outcome.Met, Outcome.Met, Outcome.NotMet], decided.Select(one => one.Standing.Outcome));
        Assert.Equal([300_000m, 200_000m], decided.Take(2).Select(one => one.Standing.Sure));
    }

    [Theory, OnBothDatabases]
    public async Task The_number_of_an_identity_card_is_stored_nowhere(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var enterprise = await city.FirmAsync("A", "370303001", ("newEconomyGrade", "独角兽"));

        Assert.Equal("Number", Assert.Single(Assert.IsType<StepResult.Refused>(await RegisterAsync(city, Card, "创始人", "创始人")).Problems).Field);
        Assert.Equal("Title", Assert.Single(Assert.IsType<StepResult.Refused>(await RegisterAsync(city, "RC-1", "创始人", "王某 " + Card)).Problems).Field);
        await using var applicant = city.Applicant(enterprise);
        Assert.IsNotType<StartResult.Started>(await applicant.Get<StartApplication>().RunAsync(Support, Cancellation, named: new NamedItem(Card, "")));
        Assert.Equal(0, await city.CountAsync("select count(*) from benefit_item"));
    }

    private static async Task<StepResult> RegisterAsync(TestInstallation city, string number, string post, string title)
    {
        await using var officer = city.AsOfficer();
        return await officer.Get<KeepItems>().RunAsync(
            new TypedItem(Support, "A", number, title, new Dictionary<string, string> { ["talentPost"] = post, ["talentDegree"] = "其他", ["talentTitle"] = "其他" }), Cancellation);
    }
}
