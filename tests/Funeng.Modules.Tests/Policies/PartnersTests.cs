using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies.Partners;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tests.Redemption;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Policies;

/// <summary>The register of partners of the city: appointed, with contributions, reviewed before the term ends.</summary>
public sealed class PartnersTests
{
    [Theory, OnBothDatabases]
    public async Task A_partner_is_appointed_once_for_the_term_of_his_kind_and_contributions_are_kept_in_order(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.FirmAsync("A", "370303001", ("newEconomyGrade", "独角兽"));
        for (var sent = 0; sent < 2; sent++) Assert.Empty((await AppointAsync(city, Typed("A", Day(city, 0))))!);
        var id = (await OneAsync(city)).Partner.Id;

        for (var sent = 0; sent < 2; sent++) Assert.Empty((await AddAsync(city, id, PartnerAct.Contributed, Day(city, -3), "引来一个项目", "c-1"))!);

        var one = await OneAsync(city);
        Assert.Equal(("A", "企业家合伙人", PartnerState.Serving, true), (one.Code, one.Kind!.Name, one.State, one.Partner.IsNominated));
        Assert.Equal(one.Since.AddYears(3).AddDays(-1), one.To);
        Assert.Equal("引来一个项目", Assert.Single(one.Contributions).Text);
        await using var unit = city.As();
        Assert.Equal(2, await unit.Get<FunengDb>().Set<AuditEntry>().CountAsync(row => row.Subject == $"partner:{id}", Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task Before_the_term_ends_its_office_has_one_task_and_the_decision_ends_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var office = await city.MakeBodyAsync("某市投资促进局");
        Assert.Empty((await AppointAsync(city, Typed("", Day(city, -(3 * 365) + 30))))!);
        var before = await OneAsync(city);

        var opened = new List<int>();
        for (var round = 0; round < 2; round++)
        {
            await using var clock = city.As();
            opened.Add(await clock.Get<OpenPartnerReviews>().RunAsync(Cancellation));
        }

        Assert.Equal([1, 0], opened);
        Assert.Equal(PartnerState.ReviewDue, before.State);
        Assert.Equal((office.Id, TaskState.Open), await TaskAsync(city));
        Assert.Empty((await AddAsync(city, before.Partner.Id, PartnerAct.Renewed, "", "任期内有贡献", "r-1"))!);
        var after = await OneAsync(city);
        Assert.Equal((before.To.AddDays(1), before.To.AddYears(3), PartnerState.Serving), (after.Term.OnDay, after.To, after.State));
        Assert.Equal(TaskState.Done, (await TaskAsync(city)).State);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_was_ended_stays_in_the_register_with_the_reason_and_nothing_more_is_noted(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await AppointAsync(city, Typed("", Day(city, -10)));
        var id = (await OneAsync(city)).Partner.Id;

        Assert.NotEmpty((await AddAsync(city, id, PartnerAct.Renewed, "", "太早", "r-1"))!);
        Assert.Empty((await AddAsync(city, id, PartnerAct.Ended, Day(city, 0), "本人辞任", "e-1"))!);

        var one = await OneAsync(city);
        Assert.Equal((PartnerState.Ended, "本人辞任"), (one.State, one.End!.Text));
        Assert.NotEmpty((await AddAsync(city, id, PartnerAct.Contributed, Day(city, 0), "之后的事", "c-1"))!);
        Assert.Equal(2, one.Steps.Count);
    }

    [Theory, OnBothDatabases]
    public async Task Only_the_office_keeps_it_an_enterprise_sees_its_own_and_each_area_its_enterprises(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (own, office, other) = (await city.FirmAsync("A", "370303001"), await city.MakeBodyAsync("某市投资促进局"), await city.MakeBodyAsync("某市商务局"));
        await city.FirmAsync("B", "370304001");
        await using (var keeper = city.As(Role.BureauOfficer, Scope.OfRegions("3703") with { Organization = office.Id }, office.ClerkAccount))
        {
            foreach (var code in new[] { "A", "B", "" }) Assert.Empty((await keeper.Get<KeepPartners>().AppointAsync(Typed(code, Day(city, 0)) with { FormKey = "f" + code }, Cancellation))!);
            Assert.Equal(3, (await keeper.Get<ReadPartners>().AllAsync(Cancellation)).Count);
        }

        foreach (var (role, scope, sees) in new[]
        {
            (Role.Enterprise, Scope.OfOrganization(own), new[] { "A" }), (Role.TownshipClerk, Scope.OfRegions("370304"), ["B"]), (Role.BureauOfficer, Scope.OfRegions("3703") with { Organization = other.Id }, ["", "A", "B"]),
            (Role.Bank, Scope.All, []), (Role.Public, Scope.Nothing, []),
        })
        {
            await using var unit = city.As(role, scope, 77);
            var all = await unit.Get<ReadPartners>().AllAsync(Cancellation);
            Assert.Equal(sees, all.Select(one => one.Code).Order(StringComparer.Ordinal));
            Assert.Null(await unit.Get<KeepPartners>().AppointAsync(Typed("", Day(city, 0)), Cancellation));
            Assert.Empty((await unit.Get<ReadPartners>().NomineesAsync(Cancellation)).First);
        }
    }

    [Theory, OnBothDatabases]
    public async Task What_is_wrong_is_said_all_at_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);

        var problems = await AppointAsync(city, new TypedPartner("entrepreneur", "没有", "11010519491231002X", "", "昨天", "", "k"));

        Assert.Equal(["Basis", "Code", "From", "Person", "Post"], problems!.Select(problem => problem.Field).Order());
    }

    private static string Day(TestInstallation city, int days) => city.Time.Now.AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static TypedPartner Typed(string code, string from) => new("entrepreneur", code, "陈一鸣", "董事长", from, "市委常委会纪要", "form-1");

    private static async Task<IReadOnlyList<Funeng.Modules.Foundation.Ui.Problem>?> AppointAsync(TestInstallation city, TypedPartner typed)
    {
        await using var unit = city.As();
        return await unit.Get<KeepPartners>().AppointAsync(typed, Cancellation);
    }

    private static async Task<IReadOnlyList<Funeng.Modules.Foundation.Ui.Problem>?> AddAsync(TestInstallation city, long id, PartnerAct act, string on, string text, string key)
    {
        await using var unit = city.As();
        return await unit.Get<KeepPartners>().AddAsync(id, new TypedPartnerStep(act, on, text, key), Cancellation);
    }

    private static async Task<PartnerView> OneAsync(TestInstallation city)
    {
        await using var unit = city.As();
        return Assert.Single(await unit.Get<ReadPartners>().AllAsync(Cancellation));
    }

    private static async Task<(long? Body, TaskState State)> TaskAsync(TestInstallation city)
    {
        await using var unit = city.As();
        var item = await unit.Get<FunengDb>().Set<TaskItem>().AsNoTracking().SingleAsync(row => row.SourceKind == OpenPartnerReviews.Source, Cancellation);
        return (item.LeadBody, item.State);
    }
}
