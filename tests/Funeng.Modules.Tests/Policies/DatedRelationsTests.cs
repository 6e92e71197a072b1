using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Check;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Policies;

/// <summary>Ceilings and relations have days on which they hold, and bind on those only.</summary>
public sealed class DatedRelationsTests : IDisposable
{
    private const string Booth = "zb-trade-support/booth", Insurance = "zb-trade-support/insurance";

    private readonly string folder = Directory.CreateTempSubdirectory("funeng-dated-").FullName;

    public DatedRelationsTests()
    {
        foreach (var file in new[] { "facts.yaml", "facts.dmn", "units.dmn" }) File.Copy(Repository.Folder("rules", file), Path.Combine(folder, file));
        Directory.CreateDirectory(Path.Combine(folder, "policies", "zb-trade-support"));
        File.Copy(Repository.Folder("rules", "policies", "zb-trade-support", "policy.yaml"), PolicyFile);
        Ceilings(Version(1, "2024-01-01", "2026-06-30", 250_000));
    }

    private string PolicyFile => Path.Combine(folder, "policies", "zb-trade-support", "policy.yaml");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_ceiling_that_has_ended_no_longer_binds()
    {
        Assert.Equal((50_000m, 150_000m), (Room(new DateOnly(2026, 6, 30)), Room(new DateOnly(2026, 7, 1))));
    }

    [Fact]
    public void The_version_of_the_day_binds()
    {
        Ceilings(Version(1, "2024-01-01", "2026-06-30", 250_000), Version(2, "2026-07-01", null, 300_000));

        Assert.Empty(Findings());
        Assert.Equal((50_000m, 100_000m), (Room(new DateOnly(2026, 6, 30)), Room(new DateOnly(2026, 7, 1))));
    }

    [Fact]
    public void Versions_that_overlap_and_a_version_without_a_first_day_are_found()
    {
        Ceilings(Version(1, "2024-01-01", null, 250_000), Version(2, "2026-07-01", null, 300_000));
        var overlap = Findings();
        Ceilings(Version(1, "", null, 250_000));
        var undated = Findings();
        Ceilings(Version(0, "2024-01-01", null, 250_000));
        var unnumbered = Findings();

        Assert.Contains("From 2026-07-01 on: Two versions of the ceiling hold on one day.", overlap);
        Assert.Equal(["'year effectiveFrom' is missing"], undated);
        Assert.Equal(["year: 'version' counts from 1"], unnumbered);
    }

    [Fact]
    public void A_dated_relation_is_read_binds_on_its_days_and_is_written_back_as_it_was()
    {
        Relate(Booth, $"{{ with: {Insurance}, effectiveFrom: '2026-01-01', effectiveTo: '2026-06-30' }}");
        Relate(Insurance, $"{{ with: {Booth}, effectiveFrom: '2026-01-01', effectiveTo: '2026-06-30' }}");

        Assert.Empty(Findings());
        Assert.Equal((0m, 150_000m), (Room(new DateOnly(2026, 6, 30)), Room(new DateOnly(2026, 7, 1))));
        var written = PolicyWriter.Write(PolicyWriter.Read(File.ReadAllText(PolicyFile)));
        Assert.Equal(Book().Relations.All, PolicyReader.Read("zb-trade-support", written).Benefits.SelectMany(benefit => benefit.Relations));
    }

    [Fact]
    public void A_dated_relation_that_the_other_side_does_not_date_is_found()
    {
        Relate(Booth, $"{{ with: {Insurance}, effectiveTo: '2026-06-30' }}");
        Relate(Insurance, Booth);

        Assert.Equal(["From 2026-07-01 on: It states Exclusive with 'zb-trade-support/booth', which does not state it in turn."], Findings());
    }

    [Theory]
    [InlineData("{ with: zb-trade-support/insurance, until: '2026-06-30' }", "not 'until'")]
    [InlineData("{ effectiveTo: '2026-06-30' }", "says 'with' which benefit it is")]
    [InlineData("{ with: zb-trade-support/insurance, effectiveTo: 'June' }", "is a day as 2026-03-31, not 'June'")]
    public void A_dated_relation_in_another_form_is_refused(string relation, string problem)
    {
        Relate(Booth, relation);

        Assert.Contains(Findings(), finding => finding.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_ceiling_of_the_library_is_a_dated_version()
    {
        var book = PolicyBook.Load(RuleBook.Load(Repository.Folder("rules")));

        Assert.NotEmpty(book.Ceilings);
        Assert.All(book.Ceilings, ceiling => Assert.True(ceiling is { Version: >= 1, During.From: not null }));
    }

    private static string Version(int number, string from, string? to, int most) =>
        $"- {{ id: year, version: {number}, effectiveFrom: '{from}', {(to is null ? "" : $"effectiveTo: '{to}', ")}title: 年度合计, most: {most}, confidence: assumption, source: 假定, benefits: [{Booth}, {Insurance}] }}\n";

    private void Ceilings(params string[] versions) => File.WriteAllText(Path.Combine(folder, "policies", "ceilings.yaml"), string.Concat(versions));

    private void Relate(string benefit, string relation)
    {
        var start = $"  - id: {benefit.Split('/')[1]}\n";
        File.WriteAllText(PolicyFile, File.ReadAllText(PolicyFile).Replace(start, $"{start}    exclusive: [{relation}]\n", StringComparison.Ordinal));
    }

    private PolicyBook Book() => PolicyBook.Load(RuleBook.Load(folder));

    private List<string> Findings() => [.. CheckPolicies.Run(RuleBook.Load(folder)).Findings.Select(finding => finding.Message)];

    // 150,000 asked for beside 200,000 that were paid in the same year.
    private decimal Room(DateOnly on)
    {
        var book = Book();
        var paid = new HeldAward(1, Insurance, "保费补助", "2026", "", 2026, 20_000_000, AwardState.Paid);
        return new AwardLimits(book).RoomFor(book.FindBenefit(Booth)!.Benefit, "2026", "", on, 15_000_000, [paid]).Fen / 100m;
    }
}
