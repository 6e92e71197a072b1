using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Facts;

public sealed class FactTablesTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task The_table_agrees_with_the_present_view_of_every_subject(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var random = new Random(20260302);
        string[] sources = ["tax", "enterprise", "import", "synthetic"];
        for (var round = 0; round < 120; round++)
        {
            city.Time.Advance(TimeSpan.FromHours(1));
            await city.FileAsync("E" + random.Next(12), new NewFiling(0, new Period(2023 + random.Next(3)), sources[random.Next(4)],
            [
                new FiledValue("revenue", random.Next(6) == 0 ? FeelValue.Null : FeelValue.From(random.Next(1000) / 8m)),
                new FiledValue("employees", random.Next(6) == 0 ? FeelValue.Null : FeelValue.From(random.Next(500))),
            ]));
        }

        var table = await city.Service<FactTables>().OpenAsync(Scope.All, "enterprise", None);
        var past = await city.Service<FactTables>().OpenAsOfAsync(Scope.All, "enterprise", city.Time.Now.AddHours(-60), None);

        Assert.Equal(12, table.Count);
        await AgreesAsync(city, table, null);
        await AgreesAsync(city, past, city.Time.Now.AddHours(-60));
    }

    [Theory, OnBothDatabases]
    public async Task A_table_cut_into_ranges_holds_every_subject_once_and_whole(DatabaseKind kind)
    {
        const int Subjects = 2000;
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        await using (var batch = await unit.Get<FactStore>().BeginBatchAsync(new NewBatch("x.csv", "tax"), None))
        {
            var ids = await batch.SubjectsAsync([.. Enumerable.Range(0, Subjects).Select(index => new NewSubject(Subject.Enterprise, "E" + index, "企业" + index))], None);
            for (var index = 0; index < Subjects; index++)
            {
                foreach (var year in (int[])[2025, 2024])
                {
                    await batch.WriteAsync(Revenue(index * 10_000L + year) with { Subject = ids["E" + index], Period = new Period(year), Source = "tax" }, None);
                }
            }

            await batch.PublishAsync(None);
        }

        var table = await city.Service<FactTables>().OpenAsync(Scope.All, Subject.Enterprise, None);

        var revenue = city.Service<FactCatalogue>().Get("revenue");
        Assert.Equal(Subjects, table.Count);
        Assert.All(Enumerable.Range(0, Subjects), index => Assert.Equal(
            (index * 10_000L + 2025, index * 10_000L + 2024),
            (Whole(table.Read(index, revenue, new Period(2025))), Whole(table.Read(index, revenue, new Period(2024))))));
    }

    [Theory, OnBothDatabases]
    public async Task A_scope_opens_its_rows_only_and_a_new_filing_is_seen(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var tables = city.Service<FactTables>();
        var subject = await city.FileAsync("A", Revenue(1));
        await city.FileAsync("B", Revenue(2));
        await city.ExecuteAsync("update subject set region = '370303001' where code = 'A'");

        Assert.Equal(0, (await tables.OpenAsync(Scope.OfRegions("370102"), "enterprise", None)).Count);
        Assert.Equal(0, (await tables.OpenAsync(Scope.Nothing, "enterprise", None)).Count);
        await city.FileAsync("A", Revenue(3));
        var own = await tables.OpenAsync(Scope.OfRegions("370303"), "enterprise", None);

        Assert.Equal((1, subject), (own.Count, own.Subject(0)));
        Assert.Equal(FeelValue.From(3), own.Read(0, city.Service<FactCatalogue>().Get("revenue"), new Period(2025)));
    }

    [Theory, OnBothDatabases]
    public async Task A_batch_not_published_is_not_in_the_table(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await city.FileAsync("A", Revenue(1));
        await using var unit = city.As();
        await using var batch = await unit.Get<FactStore>().BeginBatchAsync(new NewBatch("x.csv", "tax"), None);
        for (var index = 0; index < 5001; index++)
        {
            await batch.WriteAsync(Revenue(2) with { Subject = subject, Source = "tax" }, None);
        }

        var table = await city.Service<FactTables>().OpenAsync(Scope.All, "enterprise", None);

        Assert.Equal(FeelValue.From(1), table.Read(0, city.Service<FactCatalogue>().Get("revenue"), new Period(2025)));
    }

    private static long Whole(FeelValue value) => value.AsNumber().TryToInt64(out var whole) ? whole : -1;

    private static NewFiling Revenue(long value) => new(0, new Period(2025), "import", [new FiledValue("revenue", value)]);

    private static async Task AgreesAsync(TestInstallation city, ScopedFactTable table, DateTimeOffset? asOf)
    {
        await using var unit = city.As();
        for (var index = 0; index < table.Count; index++)
        {
            var exact = await unit.Get<FactReader>().LoadSubjectAsync(table.Subject(index), asOf, None);
            var expected = exact.All.Select(fact => (fact.Definition.Key, fact.Period, fact.Value)).OrderBy(fact => (fact.Key, fact.Period.Year));
            var actual = table.Facts(index).All.Select(fact => (fact.Definition.Key, fact.Period, fact.Value)).OrderBy(fact => (fact.Key, fact.Period.Year));
            Assert.Equal(expected, actual);
        }
    }
}
