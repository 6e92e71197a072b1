using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Schemes;
using Funeng.Modules.Schemes.Decide;
using Funeng.Modules.Schemes.Replay;
using Funeng.Modules.Tests.Architecture;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Schemes;

/// <summary>Same rules, same facts, same answer: when the schemes leaned on change, when many file at once, and for a sample.</summary>
public sealed class ReplayVerdictsTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task Verdicts_are_replayed_by_the_schemes_their_rules_leaned_on_then(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        // Two verdicts of the same moment cannot be told apart.
        city.Time.Step = TimeSpan.FromMicroseconds(1);
        await FileAsync(city, "A", 200);
        var rules = await CorrectedRulesAsync();
        await using var next = city.Next(rules);
        await next.StartAgainAsync();

        Assert.Empty(await DifferencesAsync(next));
        city.Time.Advance(TimeSpan.FromDays(1));
        await next.Services.GetServices<IHostedService>().OfType<DecideDaily>().Single().RunOnceADayAsync(Cancellation);

        await using var unit = next.As();
        var past = await unit.Get<FunengDb>().Set<PastVerdict>().ToListAsync(Cancellation);
        var present = await unit.Get<FunengDb>().Set<StoredVerdict>().ToDictionaryAsync(verdict => verdict.Scheme, Cancellation);
        Assert.Contains(past, verdict => verdict.Scheme != "enterprise-size-2017" && !present[verdict.Scheme].SaysTheSameAs(verdict));
        Assert.Empty(await DifferencesAsync(next));
        Directory.Delete(rules, recursive: true);
    }

    [Fact]
    public async Task A_signature_changes_with_the_schemes_leaned_on_and_with_no_others()
    {
        var rules = await CorrectedRulesAsync();
        var before = RuleBook.Load(Repository.Folder("rules")).Packs.ToDictionary(pack => pack.VersionName);
        var after = RuleBook.Load(rules).Packs.ToDictionary(pack => pack.VersionName);
        var size = before["enterprise-size-2017"].Text.Sha256;

        var changed = before.Keys.Where(name => before[name].Sha256 != after[name].Sha256).Order(StringComparer.Ordinal);

        var leaning = before.Values.Where(pack => pack.Id == "enterprise-size-2017" || pack.LeansOn.Contains(size)).Select(pack => pack.VersionName).ToList();
        Assert.Equal(leaning.Order(StringComparer.Ordinal), changed);
        Assert.InRange(leaning.Count, 2, before.Count - 1);
        Directory.Delete(rules, recursive: true);
    }

    [Theory, OnBothDatabases]
    public async Task Verdicts_of_enterprises_that_many_file_about_at_once_can_be_replayed(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        city.Time.Step = TimeSpan.FromMicroseconds(1);
        for (var index = 0; index < 3; index++) await FileAsync(city, "E" + index, 10);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(worker => Task.Run(async () =>
        {
            for (var round = 0; round < 4; round++) await FileAsync(city, "E" + ((worker + round) % 3), 10 + (worker * 97) + (round * 331));
        })));
        await city.Service<FollowUps>().WhenIdleAsync();

        Assert.Equal(0, await city.Service<FollowUps>().CountAsync(Cancellation));
        Assert.Empty(await DifferencesAsync(city));
        await AssertPresentAsync(city);
    }

    [Fact]
    public async Task A_sample_is_drawn_over_all_schemes_and_can_be_drawn_again()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        for (var index = 0; index < 30; index++) await FileAsync(city, "E" + index, 10 + (index * 20));
        await city.ExecuteAsync("update verdict_row set missing = missing + 1 where rules in (select id from verdict_rules where scheme = 'sme-tech-2017')");

        var one = await SampleAsync(city, 100, seed: 1);
        var again = await SampleAsync(city, 100, seed: 1);
        var other = await SampleAsync(city, 100, seed: 2);

        Assert.Equal(100, one.Identical + one.Differences.Count);
        Assert.True(one.Schemes >= 10, $"only {one.Schemes} schemes");
        Assert.NotEmpty(one.Differences);
        Assert.Equal(Subjects(one), Subjects(again));
        Assert.NotEqual(Subjects(one), Subjects(other));
    }

    private static List<long> Subjects(ReplayReport report) => [.. report.Differences.Select(difference => difference.Verdict.Subject)];

    private static async Task<ReplayReport> SampleAsync(TestInstallation city, int sample, int seed)
    {
        await using var unit = city.As();
        return await unit.Get<ReplayVerdicts>().RunAsync(sample, Cancellation, seed);
    }

    private static async Task<IEnumerable<string>> DifferencesAsync(TestInstallation city)
    {
        await using var unit = city.As();
        var report = await unit.Get<ReplayVerdicts>().RunAsync(null, Cancellation);
        return report.Differences.Select(difference => $"{difference.Verdict.Scheme} of {difference.Verdict.Subject}: {difference.What}");
    }

    /// <summary>What is stored is what the facts of now say: no older reading was stored last.</summary>
    private static async Task AssertPresentAsync(TestInstallation city)
    {
        await using var unit = city.As();
        var before = await unit.Get<FunengDb>().Set<StoredVerdict>().AsNoTracking().ToListAsync(Cancellation);
        await unit.Get<DecideEverything>().RunAsync(null, Cancellation);
        var after = await unit.Get<FunengDb>().Set<StoredVerdict>().AsNoTracking().ToDictionaryAsync(verdict => (verdict.Subject, verdict.Scheme), Cancellation);
        Assert.All(before, verdict => Assert.True(after[(verdict.Subject, verdict.Scheme)].SaysTheSameAs(verdict), verdict.Scheme));
    }

    private static async Task FileAsync(TestInstallation city, string code, int people)
    {
        await city.FileAsync(code, new NewFiling(0, Period.State, "enterprise",
            [new("industryCode", FeelValue.From("3073")), new("employees", FeelValue.From(people)), new("foundedOn", FeelValue.From(new DateOnly(2015, 3, 5)))]));
        await city.FileAsync(code, new NewFiling(0, new Period(2025), "enterprise",
            [new("employees", FeelValue.From(people)), new("revenue", FeelValue.From(100_000_000)), new("rdExpense", FeelValue.From(people * 100_000))]));
    }

    /// <summary>The rules of the product, in which only micro enterprises are small and medium ones.</summary>
    private static async Task<string> CorrectedRulesAsync()
    {
        var source = Repository.Folder("rules");
        var folder = Directory.CreateTempSubdirectory("funeng-rules-").FullName;
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var criteria = Path.Combine(folder, "stats", "enterprise-size-2017", "criteria.dmn");
        var text = await File.ReadAllTextAsync(criteria, Cancellation);
        const string Conclusion = "规模 != \"大型\" and 规模 != \"未划型\"";
        Assert.Contains(Conclusion, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(criteria, text.Replace(Conclusion, "规模 = \"微型\"", StringComparison.Ordinal), Cancellation);
        return folder;
    }
}
