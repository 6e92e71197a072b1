using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Facts;

public sealed class FilingBatchTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;
    private static readonly Period Year = new(2025);

    [Theory, OnBothDatabases]
    public async Task A_batch_counts_as_a_whole_when_it_is_published_and_not_before(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var known = await city.FileAsync("A", new NewFiling(0, Year, "import", [new FiledValue("revenue", 1L)]));
        await using var unit = city.As();

        await using var batch = await unit.Get<FactStore>().BeginBatchAsync(Workbook, None);
        var ids = await batch.SubjectsAsync([new NewSubject("enterprise", "A", "甲"), new NewSubject("enterprise", "B", "乙", "370303")], None);
        await WriteAsync(batch, ids, 6000);
        Assert.Equal(FeelValue.From(1), (await city.RevenueAsync(known))?.Value);
        Assert.Null(await FindAsync(city, "B"));
        city.Time.Advance(TimeSpan.FromMinutes(1));
        await batch.PublishAsync(None);

        var fact = await city.RevenueAsync(known);
        Assert.Equal(FeelValue.From(5999), fact?.Value);
        Assert.Equal("第 2 行 上年度营业收入(万元)", fact?.Filing.Place);
        Assert.Equal("370303", (await FindAsync(city, "B"))?.Region);
    }

    [Theory, OnBothDatabases]
    public async Task An_import_that_is_killed_leaves_nothing(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var known = await city.FileAsync("A", new NewFiling(0, Year, "import", [new FiledValue("revenue", 1L)]));
        await using (var unit = city.As())
        {
            await using var batch = await unit.Get<FactStore>().BeginBatchAsync(Workbook, None);
            var ids = await batch.SubjectsAsync([new NewSubject("enterprise", "A", "甲"), new NewSubject("enterprise", "B", "乙")], None);
            await WriteAsync(batch, ids, 6000);
        }

        city.Time.Advance(TimeSpan.FromDays(1));
        await city.StartAgainAsync();

        Assert.Equal(FeelValue.From(1), (await city.RevenueAsync(known))?.Value);
        Assert.Null(await FindAsync(city, "B"));
        Assert.Equal(1L, Convert.ToInt64(await city.ScalarAsync("select count(*) from filing"), null));
        Assert.Equal(0L, Convert.ToInt64(await city.ScalarAsync("select count(*) from batch"), null));
    }

    [Theory, OnBothDatabases]
    public async Task A_withdrawn_batch_gives_way_to_what_was_known_before_and_is_still_read_as_of_its_time(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var known = await city.FileAsync("A", new NewFiling(0, Year, "import", [new FiledValue("revenue", 1L)]));
        await using var unit = city.As();
        await using var batch = await unit.Get<FactStore>().BeginBatchAsync(Workbook, None);
        city.Time.Advance(TimeSpan.FromMinutes(1));
        await WriteAsync(batch, await batch.SubjectsAsync([new NewSubject("enterprise", "A", "甲")], None), 10);
        await batch.PublishAsync(None);
        var during = city.Time.Now;
        city.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await unit.Get<WithdrawBatch>().RunAsync(batch.Id, "文件选错", None));

        Assert.Equal(FeelValue.From(1), (await city.RevenueAsync(known))?.Value);
        Assert.Equal(FeelValue.From(9), (await city.RevenueAsync(known, asOf: during))?.Value);
        Assert.False(await unit.Get<WithdrawBatch>().RunAsync(batch.Id, "再撤一次", None));
    }

    [Theory, OnBothDatabases]
    public async Task Others_can_file_while_a_batch_is_being_written(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        await using var batch = await unit.Get<FactStore>().BeginBatchAsync(Workbook, None);
        var ids = await batch.SubjectsAsync([new NewSubject("enterprise", "B", "乙")], None);
        await WriteAsync(batch, ids, 6000);

        var other = await city.FileAsync("A", new NewFiling(0, Year, "tax", [new FiledValue("revenue", 7L)]));

        Assert.Equal(FeelValue.From(7), (await city.RevenueAsync(other))?.Value);
        await batch.PublishAsync(None);
        Assert.NotNull(await FindAsync(city, "B"));
    }

    private static readonly NewBatch Workbook = new("规上工业2025.xlsx", "import")
    {
        Headings = new Dictionary<string, string> { [FilingBatch.Heading("revenue", new Period(2025))] = "上年度营业收入(万元)" },
    };

    private static async Task WriteAsync(FilingBatch batch, IReadOnlyDictionary<string, long> ids, int filings)
    {
        for (var index = 0; index < filings; index++)
        {
            // The first code has the last word.
            var subject = ids.OrderBy(pair => pair.Key).ElementAt((filings - 1 - index) % ids.Count).Value;
            await batch.WriteAsync(new NewFiling(subject, Year, "import", [new FiledValue("revenue", (long)index)]) { Place = "第 2 行" }, None);
        }
    }

    private static async Task<Subject?> FindAsync(TestInstallation city, string code)
    {
        await using var unit = city.As();
        return await unit.Get<SubjectDirectory>().FindAsync(Scope.All, "enterprise", code, None);
    }
}
