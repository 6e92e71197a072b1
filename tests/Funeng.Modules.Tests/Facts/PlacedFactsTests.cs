using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Facts;

public sealed class PlacedFactsTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task Who_moves_is_seen_where_he_now_lies_and_the_others_are_not_read_again(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var facts = city.Service<PlacedFacts>();
        foreach (var (code, region) in new[] { ("A", "370303001"), ("B", "370304002"), ("C", "370303009") }) await RegisterAsync(city, code, region);
        Assert.Equal(["A", "C"], await SeenAsync(city, facts, Scope.OfRegions("370303")));

        await MoveAsync(city, "A", "370304001");
        await RegisterAsync(city, "D", "370303001");

        Assert.Equal(["C", "D"], await SeenAsync(city, facts, Scope.OfRegions("370303")));
        Assert.Equal(["A", "B"], await SeenAsync(city, facts, Scope.OfRegions("370304")));
        Assert.Equal(["A", "B", "C", "D"], await SeenAsync(city, facts, Scope.All));
        Assert.Equal(1, facts.Readings);
    }

    [Theory, OnBothDatabases]
    public async Task Places_in_memory_say_what_the_query_of_the_scope_says(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var random = new Random(20261122);
        foreach (var number in Enumerable.Range(0, 40)) await RegisterAsync(city, "E" + number, random.Next(8) == 0 ? null : $"37030{random.Next(2, 5)}00{random.Next(1, 4)}", random.Next(3) == 0 ? "GX" : null);
        await using var unit = city.As();
        var own = (await unit.Get<SubjectDirectory>().FindAsync(Scope.All, Subject.Enterprise, "E7", None))!.Id;

        foreach (var scope in new[] { Scope.All, Scope.Nothing, Scope.OfRegions("3703"), Scope.OfRegions("370303"), Scope.OfRegions("370304001", "370302"), Scope.OfZones("GX"), Scope.OfOrganization(own) })
        {
            var asked = unit.Get<SubjectDirectory>().Within(scope, Subject.Enterprise).Select(subject => subject.Code).ToList();
            Assert.Equal(asked.Order(StringComparer.Ordinal), await SeenAsync(city, city.Service<PlacedFacts>(), scope));
        }
    }

    private static async Task<IReadOnlyList<string>> SeenAsync(TestInstallation city, PlacedFacts facts, Scope scope)
    {
        await using var unit = city.As();
        var names = unit.Get<SubjectDirectory>().Within(Scope.All, Subject.Enterprise).ToDictionary(subject => subject.Id, subject => subject.Code);
        var table = await facts.OpenAsync(scope, Subject.Enterprise, None);
        return [.. table.Rows.Select(row => names[table.Table.Subjects[row]]).Order(StringComparer.Ordinal)];
    }

    private static async Task RegisterAsync(TestInstallation city, string code, string? region, string? zone = null)
    {
        await using var unit = city.As();
        var subject = await unit.Get<SubjectDirectory>().EnsureAsync(new NewSubject(Subject.Enterprise, code, code + "公司", region, zone), None);
        await unit.Get<FactStore>().RecordAsync(new NewFiling(subject.Id, Period.State, "tax", [new FiledValue("isListed", FeelValue.False)]), None);
        await unit.Get<FactStore>().PublishAsync(None);
    }

    private static async Task MoveAsync(TestInstallation city, string code, string region)
    {
        await using var unit = city.As();
        var subject = (await unit.Get<SubjectDirectory>().FindAsync(Scope.All, Subject.Enterprise, code, None))!;
        await unit.Get<SubjectDirectory>().DescribeAsync(subject.Id, subject.Name, region, subject.Zone, None);
        await unit.Get<FunengDb>().SaveChangesAsync(None);
    }
}
