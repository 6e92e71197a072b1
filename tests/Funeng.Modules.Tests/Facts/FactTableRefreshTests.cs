using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Facts;

public sealed class FactTableRefreshTests
{
    private const string Kind = Subject.Enterprise;
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;
    private static readonly string[] Sources = ["tax", "enterprise", "import", "synthetic", "unheard-of"];

    [Theory, OnBothDatabases]
    public async Task The_refreshed_table_equals_one_rebuilt_after_any_filings_corrections_and_withdrawals(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var random = new Random(20261122);
        var moments = new List<DateTimeOffset>();
        await city.FileAsync("E0", Filing(random));
        await OpenAsync(city);
        for (var round = 0; round < 40; round++)
        {
            city.Time.Advance(TimeSpan.FromMinutes(random.Next(1, 30)));
            await SomethingAsync(city, random);
            if (round % 3 == 0)
            {
                moments.Add(city.Time.Now);
                await SameAsync(city, await OpenAsync(city), null);
            }
        }

        await SameAsync(city, await OpenAsync(city), null);
        foreach (var moment in moments.Where((_, index) => index % 4 == 0))
        {
            await SameAsync(city, await city.Service<FactTables>().OpenAsOfAsync(Scope.All, Kind, moment, None), moment);
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_single_filing_is_added_without_reading_everything(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.FileAsync("A", Revenue(1));
        var before = await OpenAsync(city);

        await city.FileAsync("A", Revenue(2));
        var after = await OpenAsync(city);

        Assert.Equal(FactTableOrigin.Memory, city.Service<FactTables>().LastOrigin);
        Assert.Equal((1m, 2m), (Revenue(city, before), Revenue(city, after)));
    }

    [Theory, OnBothDatabases]
    public async Task An_enterprise_in_the_place_of_one_taken_back_is_in_the_table_and_the_other_is_not(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.FileAsync("A", Revenue(1));
        var import = await city.UploadAsync("统一社会信用代码,企业名称,上年度营业收入(万元)\n91370303FN0000011B,淄博甲制造有限公司,12345\n");
        await city.CorrectAsync(import);
        Assert.Equal(2, (await OpenAsync(city)).Count);

        await city.UndoAsync(import);
        await city.CorrectAsync(import);

        await SameAsync(city, await OpenAsync(city), null);
    }

    [Theory, OnBothDatabases]
    public async Task A_restart_takes_the_table_from_its_file_and_adds_what_was_filed_since(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await SaveAsync(city);
        var random = new Random(5);
        for (var round = 0; round < 5; round++) await SomethingAsync(city, random);

        await using var restarted = Restarted(city);

        await SameAsync(city, await restarted.OpenAsync(Scope.All, Kind, None), null);
        Assert.Equal(FactTableOrigin.File, restarted.LastOrigin);
    }

    [Theory, OnBothDatabases]
    public async Task A_file_that_is_not_as_it_was_written_is_not_used(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await SaveAsync(city);
        var file = Path.Combine(city.DataFolder, $"facts-{Kind}.table");
        var whole = await File.ReadAllBytesAsync(file, None);
        var damages = new Dictionary<string, byte[]>
        {
            ["truncated"] = whole[..^9],
            ["its end alone"] = whole[^60..],
            ["empty"] = [],
            ["a changed value"] = Flip(whole, 40),
            ["a changed directory"] = Flip(whole, whole.Length - 100),
            ["another version"] = Flip(whole, 7),
            ["something else"] = "PK not a table at all"u8.ToArray(),
        };
        foreach (var (what, bytes) in damages)
        {
            await File.WriteAllBytesAsync(file, bytes, None);
            await using var restarted = Restarted(city);

            await SameAsync(city, await restarted.OpenAsync(Scope.All, Kind, None), null);
            Assert.True(restarted.LastOrigin == FactTableOrigin.Filings, $"A file that is {what} was used.");
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_file_of_another_database_is_not_used(DatabaseKind kind)
    {
        await using var other = await TestInstallation.StartAsync(kind);
        await SaveAsync(other);
        await using var city = await TestInstallation.StartAsync(kind);
        city.Time.Advance(TimeSpan.FromDays(1));
        await city.FileAsync("A", Revenue(7));
        File.Copy(Path.Combine(other.DataFolder, $"facts-{Kind}.table"), Path.Combine(city.DataFolder, $"facts-{Kind}.table"));
        await using var restarted = Restarted(city);

        var table = await restarted.OpenAsync(Scope.All, Kind, None);

        Assert.Equal(FactTableOrigin.Filings, restarted.LastOrigin);
        Assert.Equal((1, 7m), (table.Count, Revenue(city, table)));
    }

    [Theory, OnBothDatabases]
    public async Task A_subject_that_moved_is_its_new_regions_at_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.FileAsync("A", Revenue(1));
        await city.ExecuteAsync("update subject set region = '370303001'");
        Assert.Single((await city.Service<FactTables>().OpenAsync(Scope.OfRegions("370303"), Kind, None)).Table.Subjects);

        await city.ExecuteAsync("update subject set region = '370305001'");

        Assert.Empty((await city.Service<FactTables>().OpenAsync(Scope.OfRegions("370303"), Kind, None)).Table.Subjects);
    }

    private static async Task SaveAsync(TestInstallation city)
    {
        var random = new Random(11);
        for (var round = 0; round < 12; round++) await SomethingAsync(city, random);
        await using var tables = Restarted(city);
        tables.FewestRowsToSave = 1;
        await tables.OpenAsync(Scope.All, Kind, None);
    }

    private static FactTables Restarted(TestInstallation city) => ActivatorUtilities.CreateInstance<FactTables>(city.Services);

    private static Task<ScopedFactTable> OpenAsync(TestInstallation city) => city.Service<FactTables>().OpenAsync(Scope.All, Kind, None);

    private static byte[] Flip(byte[] bytes, int place)
    {
        byte[] changed = [.. bytes];
        changed[place] ^= 0x10;
        return changed;
    }

    /// <summary>One of the things that happen: a filing, a batch, a withdrawal of either, a title, a new enterprise.</summary>
    private static async Task SomethingAsync(TestInstallation city, Random random)
    {
        await using var unit = city.As();
        var store = unit.Get<FactStore>();
        switch (random.Next(6))
        {
            case 0:
                await using (var batch = await store.BeginBatchAsync(new NewBatch("x.csv", "import"), None))
                {
                    var codes = Enumerable.Range(0, 4).Select(_ => "E" + random.Next(20)).Distinct().ToList();
                    var ids = await batch.SubjectsAsync([.. codes.Select(code => new NewSubject(Kind, code, code))], None);
                    foreach (var code in codes) await batch.WriteAsync(Filing(random) with { Subject = ids[code] }, None);
                    batch.Write(new NewTitleGrant(ids[codes[0]], "sme-innovative-2022", "第一批", new DateOnly(2025, 1, 1), new DateOnly(2027, 12, 31), "import"));
                    await batch.PublishAsync(None);
                }

                break;
            case 1 when await city.ScalarAsync("select max(id) from filing where batch is null and id not in (select filing from filing_withdrawal)") is long filing:
                await store.WithdrawAsync(filing, (long)(await city.ScalarAsync($"select subject from filing where id = {filing}"))!, "错报", None);
                break;
            case 2 when await city.ScalarAsync("select max(id) from batch where state = 'Published'") is long batch:
                await unit.Get<WithdrawBatch>().RunAsync(batch, "错报", None);
                break;
            case 3:
                var subject = await unit.Get<SubjectDirectory>().EnsureAsync(new NewSubject(Kind, "E" + random.Next(12), "企业"), None);
                store.Record(new NewTitleGrant(subject.Id, "high-tech-2016", "", new DateOnly(2024, 1, 1), null, "import"));
                await store.PublishAsync(None);
                break;
            default:
                await city.FileAsync("E" + random.Next(12), Filing(random));
                break;
        }
    }

    private static NewFiling Filing(Random random) => new(0, new Period(2023 + random.Next(3)), Sources[random.Next(Sources.Length)],
    [
        new FiledValue("revenue", random.Next(5) == 0 ? FeelValue.Null : FeelValue.From(random.Next(1000) / 8m)),
        new FiledValue("employees", random.Next(5) == 0 ? FeelValue.Null : FeelValue.From(random.Next(500))),
        new FiledValue("foundedOn", random.Next(5) == 0 ? FeelValue.Null : FeelValue.From(new DateOnly(1990 + random.Next(30), 1, 1))),
    ]);

    private static NewFiling Revenue(long value) => new(0, new Period(2025), "import", [new FiledValue("revenue", value)]);

    private static decimal Revenue(TestInstallation city, ScopedFactTable table) =>
        table.Read(0, city.Service<FactCatalogue>().Get("revenue"), new Period(2025)).AsNumber().TryToDecimal(out var value) ? value : -1;

    /// <summary>Equal to a table rebuilt from nothing, and to the exact view of every subject.</summary>
    private static async Task SameAsync(TestInstallation city, ScopedFactTable table, DateTimeOffset? asOf)
    {
        var rebuilt = await city.Service<FactTableLoader>().LoadAsync(Kind, asOf, None);
        Assert.Equal(rebuilt.Subjects.Order(), table.Table.Subjects.Order());
        await using var unit = city.As();
        for (var index = 0; index < table.Count; index++)
        {
            var facts = Facts(table.Facts(index));
            Assert.Equal(Facts(rebuilt.ReadSubject(rebuilt.FindRow(table.Subject(index)))), facts);
            Assert.Equal(Facts(await unit.Get<FactReader>().LoadSubjectAsync(table.Subject(index), asOf, None)), facts);
        }
    }

    private static List<string> Facts(SubjectFacts facts) =>
    [
        .. facts.All.Select(fact => $"{fact.Definition.Key} {fact.Period} {fact.Value}").Order(StringComparer.Ordinal),
        .. facts.Titles.Select(title => $"{title.Scheme} {title.Batch} {title.From} {title.To}"),
    ];
}
