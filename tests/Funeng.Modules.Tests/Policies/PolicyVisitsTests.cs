using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies.Visits;
using Funeng.Modules.Tests.Redemption;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Policies;

/// <summary>Policies brought to the door, and which clauses nobody ever used.</summary>
public sealed class PolicyVisitsTests
{
    private static readonly string Policy = Booth.Split('/')[0];

    [Theory, OnBothDatabases]
    public async Task A_visit_is_noted_once_with_who_when_which_clause_and_what_was_said(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.ExporterAsync("A");
        var typed = Typed(city, "A");

        for (var sent = 0; sent < 2; sent++)
        {
            await using var officer = city.As(Role.ServiceOfficer, Scope.All, 9, "赵专员");
            Assert.Empty((await officer.Get<LogPolicyVisit>().RunAsync(typed, Cancellation))!);
        }

        await using var unit = city.As();
        var delivery = (await unit.Get<ReadPolicyVisits>().OfAsync(Policy, Cancellation))!;
        var visit = Assert.Single(delivery.Visits);
        Assert.Equal(("A", "c1", VisitFeedback.Understood, "赵专员", "讲了展位费"), (visit.Code, visit.Visit.Clause, visit.Visit.Feedback, visit.Visit.Visitor, visit.Visit.Note));
        Assert.Equal((1, 1, 1, 0), (delivery.Visited, delivery.Read, delivery.Understood, delivery.Taken));
        Assert.Equal(1, await unit.Get<FunengDb>().Set<AuditEntry>().CountAsync(row => row.Action == "送政策上门", Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task A_form_sent_again_with_more_clauses_is_not_taken_in_silence(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.ExporterAsync("A");
        await using (var officer = city.As(Role.ServiceOfficer, Scope.All, 9)) Assert.Empty((await officer.Get<LogPolicyVisit>().RunAsync(Typed(city, "A"), Cancellation))!);

        await using (var officer = city.As(Role.ServiceOfficer, Scope.All, 9))
        {
            var problem = Assert.Single((await officer.Get<LogPolicyVisit>().RunAsync(Typed(city, "A") with { Clauses = ["c1", "c2"] }, Cancellation))!);
            Assert.Contains("没有记上", problem.Message, StringComparison.Ordinal);
        }

        Assert.Equal("c1", Assert.Single((await ReadAsync(city, Scope.All)).Visits).Visit.Clause);
    }

    [Theory, OnBothDatabases]
    public async Task Two_visits_whose_forms_have_no_key_are_two(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.ExporterAsync("A");

        for (var sent = 0; sent < 2; sent++)
        {
            await using var officer = city.As(Role.ServiceOfficer, Scope.All, 9);
            Assert.Empty((await officer.Get<LogPolicyVisit>().RunAsync(Typed(city, "A") with { FormKey = "" }, Cancellation))!);
        }

        Assert.Equal(2, (await ReadAsync(city, Scope.All)).Visits.Count);
    }

    [Theory, OnBothDatabases]
    public async Task A_clause_nobody_took_is_never_used_until_somebody_begins(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var one = await city.ExporterAsync("A");

        var before = await ReadAsync(city, Scope.All);
        await city.BeginAsync(one);
        var after = await ReadAsync(city, Scope.All);

        Assert.Equal(["c1", "c2"], before.Clauses.Where(clause => clause.IsNeverUsed).Select(clause => clause.Clause.Id));
        Assert.Equal(["c2"], after.Clauses.Where(clause => clause.IsNeverUsed).Select(clause => clause.Clause.Id));
        Assert.Equal((1, 1), (after.Taken, after.Clauses[0].Taken));
        // What leaves no trace here is never said to be unused.
        await using var unit = city.As();
        Assert.DoesNotContain((await unit.Get<ReadPolicyVisits>().OfAsync("cn-high-tech-cit", Cancellation))!.Clauses, clause => clause.IsNeverUsed);
    }

    [Theory, OnBothDatabases]
    public async Task Each_area_sees_its_own_enterprises_and_nobody_notes_a_visit_elsewhere(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var one = await city.ExporterAsync("A");
        await city.BeginAsync(one);
        await using (var officer = city.As(Role.BureauOfficer)) Assert.Empty((await officer.Get<LogPolicyVisit>().RunAsync(Typed(city, "A"), Cancellation))!);
        var elsewhere = Scope.OfRegions("370399");

        var far = await ReadAsync(city, elsewhere);
        await using var clerk = city.As(Role.TownshipClerk, elsewhere, 12);
        var refused = await clerk.Get<LogPolicyVisit>().RunAsync(Typed(city, "A"), Cancellation);
        await using var enterprise = city.As(Role.Enterprise, Scope.OfOrganization(one), 13);

        Assert.Equal((0, 0, 0), (far.Visited, far.Taken, far.Visits.Count));
        Assert.Equal("Code", Assert.Single(refused!).Field);
        Assert.Null(await enterprise.Get<LogPolicyVisit>().RunAsync(Typed(city, "A"), Cancellation));
        Assert.Null(await enterprise.Get<ReadPolicyVisits>().OfAsync(Policy, Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task An_enterprise_is_meant_by_its_name_and_where_several_are_one_of_them_is_chosen(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var names = new Dictionary<string, string> { ["B"] = "齐鲁阀门", ["C"] = "齐鲁阀门二厂", ["D"] = "齐鲁泵业" };
        foreach (var (code, name) in names)
        {
            var id = await city.ExporterAsync(code);
            await city.ExecuteAsync(FormattableString.Invariant($"update subject set name = '{name}' where id = {id}"));
        }

        await using var officer = city.As(Role.ServiceOfficer, Scope.All, 9);
        var log = officer.Get<LogPolicyVisit>();

        Assert.Equal("D", (await log.SeenAsync(" 泵业 ", Cancellation)).One?.Code);
        Assert.Equal("B", (await log.SeenAsync("齐鲁阀门", Cancellation)).One?.Code);
        var (none, several) = await log.SeenAsync("齐鲁", Cancellation);
        Assert.Null(none);
        Assert.Equal(["B", "C", "D"], several.Select(one => one.Code).Order());
        Assert.Contains("不止一家", Assert.Single((await log.RunAsync(Typed(city, "齐鲁"), Cancellation))!).Message, StringComparison.Ordinal);
        Assert.Empty((await log.RunAsync(Typed(city, "齐鲁泵"), Cancellation))!);
        await using var far = city.As(Role.TownshipClerk, Scope.OfRegions("370399"), 12);
        Assert.Null((await far.Get<LogPolicyVisit>().SeenAsync("齐鲁阀门", Cancellation)).One);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_wrong_is_said_all_at_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var officer = city.As(Role.BureauOfficer);

        var problems = await officer.Get<LogPolicyVisit>().RunAsync(new TypedPolicyVisit(Policy, "", "2099-01-01", ["c9"], "9", new string('长', 301), "k"), Cancellation);

        Assert.Equal(["Clauses", "Code", "Feedback", "Note", "On"], problems!.Select(problem => problem.Field).Order());
    }

    [Theory, OnBothDatabases]
    public async Task The_library_is_counted_in_documents_and_clauses_with_what_was_never_used_first(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();

        var all = await unit.Get<ReadPolicyVisits>().AllAsync(DateOnly.FromDateTime(city.Time.Now.UtcDateTime), Cancellation);

        Assert.Contains(all, one => one.Policy.Topics.Contains("外贸"));
        Assert.DoesNotContain(all, one => one.Policy.Pattern.Length > 0);
        Assert.Equal(all.Select(one => one.Clauses.Count(clause => clause.IsNeverUsed)).OrderDescending(), all.Select(one => one.Clauses.Count(clause => clause.IsNeverUsed)));
    }

    private static TypedPolicyVisit Typed(TestInstallation city, string code) =>
        new(Policy, code, city.Time.Now.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), ["c1"], nameof(VisitFeedback.Understood), "讲了展位费", "form-1");

    private static async Task<PolicyDelivery> ReadAsync(TestInstallation city, Scope scope)
    {
        await using var unit = city.As(Role.BureauOfficer, scope, 11);
        return (await unit.Get<ReadPolicyVisits>().OfAsync(Policy, Cancellation))!;
    }
}
