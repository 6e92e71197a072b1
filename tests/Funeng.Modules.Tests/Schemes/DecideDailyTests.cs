using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Schemes;
using Funeng.Modules.Schemes.Decide;
using Funeng.Modules.Schemes.Replay;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Schemes;

/// <summary>Verdicts follow the calendar and the rules without a button; the clock of these tests begins on 2 March 2026.</summary>
public sealed class DecideDailyTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task A_standard_decides_from_its_first_day(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await FoundedAsync(city, new DateOnly(2015, 3, 5));
        Assert.DoesNotContain("sme-specialised-2026", (await VerdictsAsync(city, subject)).Keys);

        city.Time.Advance(TimeSpan.FromDays(40));
        await Daily(city).RunOnceADayAsync(None);

        var after = await VerdictsAsync(city, subject);
        var inForce = city.Service<RuleBook>().InForce(new DateOnly(2026, 4, 11)).Select(pack => pack.Id);
        Assert.Equal(inForce.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("sme-specialised-2026", after.Keys);
    }

    [Theory, OnBothDatabases]
    public async Task An_age_that_passes_its_bound_turns_the_verdict(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await FoundedAsync(city, new DateOnly(2025, 3, 5));
        Assert.Contains("h1", (await VerdictsAsync(city, subject))["high-tech-enterprise-2016"].Failed, StringComparison.Ordinal);

        city.Time.Advance(TimeSpan.FromDays(40));
        await Daily(city).RunOnceADayAsync(None);

        Assert.DoesNotContain("h1", (await VerdictsAsync(city, subject))["high-tech-enterprise-2016"].Failed, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Only_what_time_can_turn_is_decided_and_only_once_a_day(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await FoundedAsync(city, new DateOnly(2015, 3, 5));
        await Daily(city).RunOnceADayAsync(None);
        var before = await VerdictsAsync(city, subject);

        city.Time.Advance(TimeSpan.FromDays(1));
        var turned = await Daily(city).RunOnceADayAsync(None);

        Assert.Contains("high-tech-enterprise-2016", turned);
        Assert.NotEmpty(before.Keys.Except(turned));
        Assert.Empty(await Daily(city).RunOnceADayAsync(None));
    }

    [Theory, OnBothDatabases]
    public async Task The_turn_of_the_year_moves_every_scheme_that_looks_at_years(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await city.FileAsync("A", new NewFiling(0, new Period(2025), "tax", [new("rdExpense", FeelValue.From(29_999_999))]));
        Assert.Equal(Outcome.NotMet, (await VerdictsAsync(city, subject))["enterprise-technology-centre-2026"].Outcome);

        city.Time.Now = new DateTimeOffset(2027, 1, 2, 1, 0, 0, TimeSpan.Zero);
        await Daily(city).RunOnceADayAsync(None);

        // The figure of 2025 is no longer that of last year, and nobody has filed 2026.
        Assert.Equal(Outcome.Unknown, (await VerdictsAsync(city, subject))["enterprise-technology-centre-2026"].Outcome);
    }

    [Theory, OnBothDatabases]
    public async Task A_changed_rule_is_decided_after_the_next_start(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await FoundedAsync(city, new DateOnly(2015, 3, 5));
        await Daily(city).RunOnceADayAsync(None);
        await city.ExecuteAsync("update verdict_rules set sha256 = 'of old rules' where scheme = 'gazelle-shandong-2020'; update verdict_run set rules = 'old'");
        Assert.Contains("gazelle-shandong-2020", (await VerdictsAsync(city, subject)).Keys);

        var turned = await Daily(city).RunOnceADayAsync(None);

        Assert.Contains("gazelle-shandong-2020", turned);
        Assert.NotEqual("of old rules", (await VerdictsAsync(city, subject))["gazelle-shandong-2020"].Sha256);
    }

    [Theory, OnBothDatabases]
    public async Task A_replaced_verdict_stays_readable_and_is_replayed(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await city.FileAsync("A", new NewFiling(0, new Period(2025), "tax", [new("rdExpense", FeelValue.From(29_999_999))]));
        city.Time.Advance(TimeSpan.FromMinutes(1));
        await city.FileAsync("A", new NewFiling(0, new Period(2025), "tax", [new("rdExpense", FeelValue.From(30_000_000))]));

        await using var unit = city.As();
        var past = Assert.Single(await unit.Get<VerdictStore>().PastAsync(subject, "enterprise-technology-centre-2026", None));
        Assert.Equal((Outcome.NotMet, "g1", city.Time.Now), (past.Outcome, past.Failed, past.ReplacedAt));
        var report = await unit.Get<ReplayVerdicts>().RunAsync(null, None);
        Assert.Empty(report.Differences);
        Assert.True(report.Identical > (await VerdictsAsync(city, subject)).Count);
    }

    [Theory, OnBothDatabases]
    public async Task The_batch_stores_what_deciding_one_by_one_stores(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var random = new Random(7);
        for (var index = 0; index < 25; index++) await city.FileAsync("E" + index, Some(random, city.Service<FactCatalogue>()));
        var one = await EveryAsync(city);
        await city.ExecuteAsync("delete from verdict_row");
        city.Time.Advance(TimeSpan.FromHours(1));

        await using var unit = city.As();
        var decide = unit.Get<DecideVerdicts>();
        decide.Many = 10;
        await decide.RunAsync([.. one.Select(verdict => verdict.Subject).Distinct()], null, null, None);

        var batch = await EveryAsync(city);
        Assert.Equal(one.Select(Say), batch.Select(Say));
        Assert.Empty((await unit.Get<ReplayVerdicts>().RunAsync(null, None)).Differences);
    }

    [Theory, OnBothDatabases]
    public async Task Verdicts_decided_while_facts_arrive_can_be_replayed(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        for (var index = 0; index < 30; index++) await FoundedAsync(city, new DateOnly(2010, 1, 1), "F" + index);
        var last = await FoundedAsync(city, new DateOnly(2015, 3, 5), "Z");
        city.Time.Advance(TimeSpan.FromMinutes(1));
        await using var unit = city.As();
        var decide = unit.Get<DecideVerdicts>();
        decide.Few = 20;
        var hasFiled = false;

        await decide.RunAsync(await unit.Get<FunengDb>().Set<Subject>().OrderBy(subject => subject.Id).Select(subject => subject.Id).ToListAsync(None), null, async _ =>
        {
            if (hasFiled) return;
            hasFiled = true;
            city.Time.Advance(TimeSpan.FromSeconds(5));
            await city.FileAsync("Z", new NewFiling(last, Period.State, "enterprise", [new("employees", FeelValue.From(100_000))]));
        }, None);

        var report = await unit.Get<ReplayVerdicts>().RunAsync(null, None);
        Assert.Empty(report.Differences.Select(difference => difference.What));
    }

    private static DecideDaily Daily(TestInstallation city) => city.Services.GetServices<IHostedService>().OfType<DecideDaily>().Single();

    private static Task<long> FoundedAsync(TestInstallation city, DateOnly day, string code = "A") =>
        city.FileAsync(code, new NewFiling(0, Period.State, "enterprise", [new("foundedOn", FeelValue.From(day))]));

    private static NewFiling Some(Random random, FactCatalogue catalogue) => new(0, new Period(2025), "tax",
    [
        .. catalogue.All.Where(definition => definition.Origin is FactOrigin.Filed && definition.Choices.Count == 0 && random.Next(10) > 2)
            .Select(definition => new FiledValue(definition.Key, definition.Type switch
            {
                FactType.Boolean => FeelValue.From(random.Next(2) == 0),
                FactType.Date => FeelValue.From(new DateOnly(1990 + random.Next(35), 1 + random.Next(12), 1)),
                FactType.Text => FeelValue.From("3073"),
                FactType.Integer => FeelValue.From(random.Next(2000)),
                _ => FeelValue.From(random.Next(1_000_000) / 100m),
            })),
    ]);

    private static string Say(StoredVerdict verdict) =>
        $"{verdict.Subject} {verdict.Version} {verdict.Sha256} {verdict.OnDate} {verdict.Outcome} {verdict.ScoreLow}–{verdict.ScoreHigh} {verdict.Missing} [{verdict.Failed}]";

    private static async Task<List<StoredVerdict>> EveryAsync(TestInstallation city)
    {
        await using var unit = city.As();
        return await unit.Get<FunengDb>().Set<StoredVerdict>().AsNoTracking().OrderBy(verdict => verdict.Subject).ThenBy(verdict => verdict.Scheme).ToListAsync(None);
    }

    private static async Task<Dictionary<string, StoredVerdict>> VerdictsAsync(TestInstallation city, long subject)
    {
        await using var unit = city.As();
        return (await unit.Get<VerdictStore>().OfSubjectAsync(subject, None)).ToDictionary(verdict => verdict.Scheme);
    }
}
