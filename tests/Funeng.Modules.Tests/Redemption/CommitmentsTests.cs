using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects;
using Funeng.Modules.Redemption;
using Funeng.Modules.Redemption.Aftercare;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Tests.Architecture;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using BatchState = Funeng.Modules.Redemption.Awards.BatchState;

namespace Funeng.Modules.Tests.Redemption;

public sealed class CommitmentsTests
{
    internal static readonly FactCatalogue Catalogue = CatalogueReader.Read(File.ReadAllText(Path.Combine(Repository.Folder("rules"), "facts.yaml"))).Catalogue;

    private const string Benefit = "zb-equipment-reward/reward";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task What_is_lacking_of_a_promise_is_claimed_back_once_and_a_missing_year_is_not(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.BudgetAsync(1_000, "zb-equipment-reward", 2022);
        await BrokenAsync(city);

        await using var head = city.AsDirector();
        var read = head.Get<ReadCommitments>();
        var before = Assert.Single(await read.RunAsync(null, Cancellation));
        Assert.Equal([7_500L, 0L, null], before.Commitments[0].Years.Select(year => year.OwedFen));
        Assert.Contains("2025 年缺数据", before.Say(), StringComparison.Ordinal);
        Assert.Equal(3, before.Commitments.Count);
        Assert.All(before.Commitments.Skip(1), one => Assert.StartsWith("没有代码相同的项目", one.Say(), StringComparison.Ordinal));
        var claims = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(
            async () =>
            {
                await using var unit = city.AsDirector();
                return await unit.Get<WatchCommitments>().ClaimAsync(before.Award.Id, "未达承诺", Cancellation);
            },
            Cancellation)));

        Assert.Single(claims.OfType<StepResult.Done>());
        Assert.Equal((7_500L, 0L), ((await read.RunAsync(null, Cancellation))[0].ClaimedFen, (await read.RunAsync(null, Cancellation))[0].OpenFen));
        Assert.Equal(7_500, await city.CountAsync("select sum(amount_fen) from redemption_entry where kind = 'ClawedBack'"));
        await using var officer = city.AsOfficer();
        Assert.IsType<StepResult.NotFound>(await officer.Get<WatchCommitments>().ClaimAsync(before.Award.Id, "未达承诺", Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task A_project_that_does_not_reach_its_output_owes_after_its_day_and_of_two_commitments_the_larger_counts_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.BudgetAsync(1_000, "zb-equipment-reward", 2022);
        var project = await ProjectAsync(city, "XM-1", (await BrokenAsync(city, "xm-1")).Id);

        // 900 yuan of 2022: output to be there at the end of 2023, tax at the end of 2024. What was said until that day does not speak of it.
        await FileAsync(city, project, ("designOutput", 1_000_000), ("agreedTax", 100_000));
        await FileAsync(city, project, Day(2023, 3, 10), ("trailingOutput", 300_000));
        await FileAsync(city, project, Day(2023, 12, 31), ("trailingOutput", 400_000));
        Assert.Equal([7_500L, 0L, 0L], (await ReadAsync(city)).Commitments.Select(one => one.OwedFen));
        Assert.Contains("还没有到期后的核验数", (await ReadAsync(city)).Commitments[1].Say(), StringComparison.Ordinal);

        // The first figure of the next year does; a later one that is worse does not make it worse.
        await FileAsync(city, project, Day(2024, 1, 1), ("trailingOutput", 700_000));
        await FileAsync(city, project, Day(2025, 2, 1), ("trailingOutput", 500_000));
        var lacking = await ReadAsync(city);
        Assert.Equal(("XM-1", 27_000L, 27_000L), (lacking.Commitments[1].Project!.Code, lacking.Commitments[1].OwedFen, lacking.OpenFen));
        Assert.StartsWith("按“次年年底前达产", lacking.Say(), StringComparison.Ordinal);
        Assert.EndsWith("应到 2023 年年底做到，核验只做到 70.0%（2024-01-01 的数），应退 270 元", lacking.Say(), StringComparison.Ordinal);

        // Reached later, it is reached: the other one is what is left.
        await FileAsync(city, project, ("trailingOutput", 1_000_000));
        Assert.Equal(7_500L, (await ReadAsync(city)).OpenFen);
    }

    [Theory, OnBothDatabases]
    public async Task A_project_that_once_reached_what_was_promised_keeps_it_when_it_falls_later_unless_the_figure_was_taken_back(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.BudgetAsync(1_000, "zb-equipment-reward", 2022);
        var project = await ProjectAsync(city, "XM-1", (await BrokenAsync(city, "XM-1")).Id);
        await FileAsync(city, project, ("designOutput", 1_000_000), ("agreedTax", 100_000));
        await FileAsync(city, project, Day(2023, 11, 1), ("trailingOutput", 1_000_000));
        await FileAsync(city, project, Day(2024, 12, 20), ("trailingTax", 100_000));
        await FileAsync(city, project, Day(2025, 2, 1), ("trailingOutput", 600_000), ("trailingTax", null));
        await FileAsync(city, project, Day(2025, 3, 1), ("trailingTax", 50_000));

        var read = await ReadAsync(city);
        Assert.Equal((0L, "已做到（2023-11-01 的数）"), (read.Commitments[1].OwedFen, read.Commitments[1].Say()));
        // What was taken back was never reached.
        Assert.Equal(45_000L, read.Commitments[2].OwedFen);
    }

    [Theory, OnBothDatabases]
    public async Task A_slip_that_its_source_put_right_was_never_reached_and_a_fall_of_a_later_month_undoes_nothing(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.BudgetAsync(1_000, "zb-equipment-reward", 2022);
        var project = await ProjectAsync(city, "XM-1", (await BrokenAsync(city, "XM-1")).Id);
        await FileAsync(city, project, ("designOutput", 1_000_000), ("agreedTax", 100_000));
        // A nought too many, seen three days later; the tax really fell, in the month after.
        await FileAsync(city, project, Day(2024, 1, 5), ("trailingOutput", 7_000_000));
        await FileAsync(city, project, Day(2024, 1, 8), ("trailingOutput", 700_000));
        await FileAsync(city, project, Day(2024, 12, 31), ("trailingTax", 100_000));
        await FileAsync(city, project, Day(2025, 1, 1), ("trailingTax", 50_000));

        var read = await ReadAsync(city);

        Assert.Equal([27_000L, 0L], read.Commitments.Skip(1).Select(one => one.OwedFen));
        Assert.EndsWith("核验只做到 70.0%（2024-01-08 的数），应退 270 元", read.Commitments[1].Say(), StringComparison.Ordinal);
        Assert.Equal("已做到（2024-12-31 的数）", read.Commitments[2].Say());
    }

    [Theory, OnBothDatabases]
    public async Task A_slip_seen_in_a_later_month_was_never_reached_once_its_filing_is_withdrawn(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.BudgetAsync(1_000, "zb-equipment-reward", 2022);
        var project = await ProjectAsync(city, "XM-1", (await BrokenAsync(city, "XM-1")).Id);
        await FileAsync(city, project, ("designOutput", 1_000_000), ("agreedTax", 100_000));
        await FileAsync(city, project, Day(2024, 1, 5), ("trailingOutput", 7_000_000));
        await FileAsync(city, project, Day(2025, 2, 8), ("trailingOutput", 700_000));
        // Another figure alone may be a fall, and undoes nothing.
        Assert.Equal(0L, (await ReadAsync(city)).Commitments[1].OwedFen);

        await using (var officer = city.As(Role.BureauOfficer))
        {
            var slip = (await officer.Get<FactReader>().HistoryAsync(project.Id, Cancellation)).Single(entry => entry.Key == "trailingOutput" && HeldFigures.Number(entry.Value) == 7_000_000);
            Assert.IsType<WithdrawFilingResult.Withdrawn>(await officer.Get<WithdrawFiling>().RunAsync("project", project.Code, slip.Filing, "多写了一个零", Cancellation));
        }

        Assert.Equal(27_000L, (await ReadAsync(city)).Commitments[1].OwedFen);
    }

    [Theory, OnBothDatabases]
    public async Task A_project_counts_only_if_it_is_the_enterprises_own(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.BudgetAsync(1_000, "zb-equipment-reward", 2022);
        var (enterprise, other) = (await BrokenAsync(city, "XM-1"), await city.EnterpriseAsync("B"));
        async Task<CommitmentStanding> OutputAsync() => (await ReadAsync(city)).Commitments[1];
        async Task ShortAsync(Subject project) => await FileAsync(city, project, ("designOutput", 1_000_000), ("trailingOutput", 100_000));

        // The same number in another form: of nobody, of somebody else, its own, and a second one of its own.
        await ShortAsync(await ProjectAsync(city, "xm-1", null));
        Assert.StartsWith("代码相同的项目没有登记业主", (await OutputAsync()).Say(), StringComparison.Ordinal);
        await ShortAsync(await ProjectAsync(city, "XM—1", other.Id));
        Assert.StartsWith("这个代码是另一家企业的项目", (await OutputAsync()).Say(), StringComparison.Ordinal);
        Assert.Equal((0L, null), ((await OutputAsync()).OwedFen, (await OutputAsync()).Project));
        await ShortAsync(await ProjectAsync(city, "XM-1", enterprise.Id));
        Assert.Equal(("XM-1", 81_000L), ((await OutputAsync()).Project!.Code, (await OutputAsync()).OwedFen));
        await ShortAsync(await ProjectAsync(city, "XM -1", enterprise.Id));
        Assert.StartsWith("这家企业有几个项目的代码写法不同、其实相同", (await OutputAsync()).Say(), StringComparison.Ordinal);
        Assert.Equal(0L, (await OutputAsync()).OwedFen);
    }

    [Theory, OnBothDatabases]
    public async Task Who_may_not_see_the_project_reads_what_is_owed_and_neither_its_name_nor_how_far_it_came(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.BudgetAsync(1_000, "zb-equipment-reward", 2022);
        var project = await ProjectAsync(city, "XM-1", (await BrokenAsync(city, "XM-1")).Id, "370302001");
        await FileAsync(city, project, ("designOutput", 1_000_000), ("trailingOutput", 700_000));

        await using var clerk = city.As(Role.TownshipClerk, Scope.OfRegions("370303001"), 98);
        var seen = Assert.Single(await clerk.Get<ReadCommitments>().RunAsync(null, Cancellation)).Commitments[1];
        Assert.Equal((27_000L, null, "应到 2023 年年底做到，核验没有做到，应退 270 元"), (seen.OwedFen, seen.Project, seen.Say()));
        Assert.Contains("70.0%", (await ReadAsync(city)).Commitments[1].Say(), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Nothing_follows_from_a_promise_of_nothing_and_that_is_said(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.BudgetAsync(1_000, "zb-equipment-reward", 2022);
        var project = await ProjectAsync(city, "XM-1", (await BrokenAsync(city, "XM-1")).Id);
        await FileAsync(city, project, ("designOutput", 0), ("trailingOutput", 0), ("trailingTax", 1));

        var read = await ReadAsync(city);
        Assert.Equal(["“设计年产值”是零，定不了承诺", "缺“约定年税收”，定不了承诺"], read.Commitments.Skip(1).Select(one => one.Say()));
        Assert.Equal([0L, 0L], read.Commitments.Skip(1).Select(one => one.OwedFen));
    }

    [Fact]
    public void A_slip_in_what_a_commitment_is_measured_by_stops_the_start_and_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("funeng-rules-").FullName;
        try
        {
            string Slip(string right, string wrong)
            {
                var text = File.ReadAllText(Path.Combine(Repository.Folder("rules"), "redemption.yaml"));
                Assert.Contains(right, text, StringComparison.Ordinal);
                File.WriteAllText(Path.Combine(folder, "redemption.yaml"), text.Replace(right, wrong, StringComparison.Ordinal));
                return Assert.Throws<InvalidDataException>(() => RedemptionRules.Read(new Installation(folder, folder, null, CityContent.Empty), Catalogue)).Message;
            }

            Assert.Contains("'designOutputs'", Slip("promisedFact: designOutput", "promisedFact: designOutputs"), StringComparison.Ordinal);
            Assert.Contains("'revenue' is no number that is filed of a project", Slip("fact: trailingTax", "fact: revenue"), StringComparison.Ordinal);
            Assert.Contains("'trailingTax' is no number that is filed of an enterprise", Slip("fact: revenue, years", "fact: trailingTax, years"), StringComparison.Ordinal);
            Assert.Contains("'promised' is more than nothing", Slip("promised: 20000000", "promised: 0"), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<WatchedCommitment> ReadAsync(TestInstallation city)
    {
        await using var head = city.AsDirector();
        return Assert.Single(await head.Get<ReadCommitments>().RunAsync(null, Cancellation));
    }

    /// <summary>Noon of the day in the city.</summary>
    private static DateTimeOffset Day(int year, int month, int day) => new(year, month, day, 12, 0, 0, TimeSpan.FromHours(8));

    private static async Task<Subject> ProjectAsync(TestInstallation city, string code, long? owner, string region = "370303001")
    {
        await using var unit = city.As();
        var subject = new Subject { Id = unit.Get<IdSource>().Next(), Kind = "project", Code = code, Name = "产线改造", Region = region };
        var project = new Project
        {
            Id = subject.Id, Code = code, Name = subject.Name, Region = region, Kind = ProjectKind.Renovation, Nature = ProjectNature.New, ListedYear = 2022, Owner = owner, OwnerName = "", Summary = "", CreatedAt = city.Time.Now, ChangedAt = city.Time.Now,
        };
        unit.Get<FunengDb>().AddRange(subject, project);
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        return subject;
    }

    private static Task FileAsync(TestInstallation city, Subject project, params (string Key, long? Value)[] values) => FileAsync(city, project, city.Time.Now, values);

    private static async Task FileAsync(TestInstallation city, Subject project, DateTimeOffset learned, params (string Key, long? Value)[] values)
    {
        await using var unit = city.As();
        var filed = values.Select(value => new FiledValue(value.Key, value.Value is { } number ? FeelValue.From(number) : FeelValue.Null));
        await unit.Get<FactStore>().RecordAsync(new NewFiling(project.Id, Period.State, "enterprise", [.. filed]) { LearnedAt = learned }, Cancellation);
        await unit.Get<FactStore>().PublishAsync(Cancellation);
    }

    /// <summary>An enterprise that did not keep what it promised in the first of three years: 75 yuan are to come back.</summary>
    internal static async Task<Subject> BrokenAsync(TestInstallation city, string item = "X-1")
    {
        var enterprise = await city.EnterpriseAsync("A");
        foreach (var (year, revenue) in new[] { (2021, 1_000_000L), (2023, 750_000L), (2024, 1_200_000L) })
            await city.FileAsync("A", new NewFiling(0, new Period(year), "import", [new FiledValue("revenue", FeelValue.From(revenue))]));
        await PaidAsync(city, enterprise, item);
        return enterprise;
    }

    /// <summary>Nine hundred yuan for new equipment, paid in 2022.</summary>
    private static async Task PaidAsync(TestInstallation city, Subject enterprise, string item)
    {
        await using var unit = city.As();
        var (db, ids) = (unit.Get<FunengDb>(), unit.Get<IdSource>());
        var batch = new RedemptionBatch { Id = ids.Next(), Number = "DF-2022-0001", Policy = "zb-equipment-reward", Title = "设备奖励", Period = "2022", Origin = AwardOrigin.Application, Region = "370300", DecidedOn = new(2022, 3, 1), State = BatchState.Paid, MadeByName = "测试", MadeAt = city.Time.Now };
        db.Add(batch);
        var result = await unit.Get<AwardBook>().ProposeAsync(Awarding.Of(city, enterprise, 900, Benefit, item) with { Batch = batch.Id }, Cancellation);
        var award = Assert.IsType<AwardResult.Proposed>(result).Award;
        (award.State, award.PaidOn, award.Budget) = (AwardState.Paid, new DateOnly(2022, 6, 1), (await db.Set<Budget>().AsNoTracking().SingleAsync(Cancellation)).Id);
        await db.SaveChangesAsync(Cancellation);
    }
}
