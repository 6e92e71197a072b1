using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Facts;

public sealed class FactStoreTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;
    private static readonly Period Year = new(2025);

    [Theory, OnBothDatabases]
    public async Task A_filed_value_is_read_back_with_its_source_place_and_reporter(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);

        var subject = await city.FileAsync("A", Revenue(123_450_000.5m) with { Place = "第 2 行", Reporter = "张三" });

        var fact = await city.RevenueAsync(subject);
        Assert.Equal(FeelValue.From(123_450_000.5m), fact?.Value);
        Assert.Equal(("税务", "第 2 行", "张三"), (fact?.Filing.Source, fact?.Filing.Place, fact?.Filing.Reporter));
        Assert.Equal(city.Time.Now, fact?.LearnedAt);
    }

    [Theory, OnBothDatabases]
    public async Task A_later_filing_corrects_and_the_earlier_value_is_still_read_as_of_its_time(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await city.FileAsync("A", Revenue(100));
        var before = city.Time.Now;
        city.Time.Advance(TimeSpan.FromDays(30));
        await city.FileAsync("A", Revenue(120));

        Assert.Equal(FeelValue.From(120), (await city.RevenueAsync(subject))?.Value);
        Assert.Equal(FeelValue.From(100), (await city.RevenueAsync(subject, asOf: before))?.Value);
        Assert.Null(await city.RevenueAsync(subject, asOf: before.AddSeconds(-1)));
    }

    [Theory, OnBothDatabases]
    public async Task The_more_trusted_source_is_believed_however_late_the_other_speaks(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await city.FileAsync("A", Revenue(100));
        city.Time.Advance(TimeSpan.FromDays(1));
        await city.FileAsync("A", Revenue(300, "enterprise"));

        Assert.Equal(FeelValue.From(100), (await city.RevenueAsync(subject))?.Value);
    }

    [Theory, OnBothDatabases]
    public async Task Different_values_of_two_sources_are_a_conflict_and_equal_ones_are_not(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await city.FileAsync("A", Revenue(100));
        await city.FileAsync("A", Revenue(300, "enterprise"));
        var agreed = await city.FileAsync("B", Revenue(100));
        await city.FileAsync("B", Revenue(100.0m, "enterprise"));

        await using var unit = city.As();
        var conflict = Assert.Single(await unit.Get<FactReader>().ConflictsAsync(subject, null, None));
        Assert.Equal(["tax", "enterprise"], conflict.Entries.Select(entry => entry.Source.Id));
        Assert.Empty(await unit.Get<FactReader>().ConflictsAsync(agreed, null, None));
    }

    [Theory, OnBothDatabases]
    public async Task A_value_taken_back_leaves_the_word_to_the_next_source(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await city.FileAsync("A", Revenue(300, "enterprise"));
        await city.FileAsync("A", Revenue(100));
        city.Time.Advance(TimeSpan.FromDays(1));
        await city.FileAsync("A", new NewFiling(0, Year, "tax", [new FiledValue("revenue", FeelValue.Null)]));

        Assert.Equal(FeelValue.From(300), (await city.RevenueAsync(subject))?.Value);
    }

    [Theory, OnBothDatabases]
    public async Task A_withdrawn_filing_counts_no_more_and_stays_in_the_history_with_who_and_why(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await city.FileAsync("A", Revenue(100));
        var before = city.Time.Now;
        city.Time.Advance(TimeSpan.FromDays(1));
        var filing = (await city.RevenueAsync(subject))!.Filing.Id;

        await using var unit = city.As(name: "李四");
        Assert.True(await unit.Get<FactStore>().WithdrawAsync(filing, subject, "填错企业", None));
        Assert.False(await unit.Get<FactStore>().WithdrawAsync(filing, subject, "再撤一次", None));

        Assert.Null(await city.RevenueAsync(subject));
        Assert.NotNull(await city.RevenueAsync(subject, asOf: before));
        var entry = Assert.Single(await unit.Get<FactReader>().HistoryAsync(subject, "revenue", None));
        Assert.Equal((EntryStanding.Withdrawn, "李四", "填错企业"), (entry.Standing, entry.WithdrawnBy, entry.WithdrawalReason));
    }

    [Theory, OnBothDatabases]
    public async Task A_conflict_is_there_as_of_the_days_on_which_it_was_known(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await city.FileAsync("A", Revenue(100));
        var alone = city.Time.Now;
        city.Time.Advance(TimeSpan.FromDays(1));
        await city.FileAsync("A", Revenue(300, "enterprise"));
        var differing = city.Time.Now;
        city.Time.Advance(TimeSpan.FromDays(1));
        await using var unit = city.As();
        var filing = (await unit.Get<FactReader>().HistoryAsync(subject, "revenue", None)).Single(entry => entry.Source.Id == "enterprise").Filing;
        await unit.Get<FactStore>().WithdrawAsync(filing, subject, "企业填错", None);

        Assert.Empty(await unit.Get<FactReader>().ConflictsAsync(subject, alone, None));
        Assert.Single(await unit.Get<FactReader>().ConflictsAsync(subject, differing, None));
        Assert.Empty(await unit.Get<FactReader>().ConflictsAsync(subject, null, None));
    }

    [Fact]
    public async Task Corrections_and_withdrawals_are_told_with_what_was_said_before_and_repetitions_are_not()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var subject = await city.FileAsync("A", Revenue(90));
        await city.FileAsync("A", Revenue(90));
        city.Time.Advance(TimeSpan.FromDays(1));
        await city.FileAsync("A", Revenue(100));
        city.Time.Advance(TimeSpan.FromDays(1));
        await using var unit = city.As(name: "李四");
        await unit.Get<FactStore>().WithdrawAsync((await city.RevenueAsync(subject))!.Filing.Id, subject, "填错企业", None);

        var changes = FactChange.In(await unit.Get<FactReader>().HistoryAsync(subject, None));

        Assert.Equal([FactChangeKind.Withdrawn, FactChangeKind.Corrected], changes.Select(change => change.Kind));
        Assert.Equal(("李四", "填错企业", FeelValue.From(100)), (changes[0].Who, changes[0].Why, changes[0].Before));
        Assert.Equal((FeelValue.From(90), FeelValue.From(100)), (changes[1].Before, changes[1].After!.Value));
    }

    [Theory, OnBothDatabases]
    public async Task The_history_tells_how_every_filing_stands(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await city.FileAsync("A", Revenue(90));
        city.Time.Advance(TimeSpan.FromDays(1));
        await city.FileAsync("A", Revenue(100));
        city.Time.Advance(TimeSpan.FromDays(1));
        await city.FileAsync("A", Revenue(300, "enterprise"));

        await using var unit = city.As();
        var history = await unit.Get<FactReader>().HistoryAsync(subject, "revenue", None);

        Assert.Equal([EntryStanding.Outranked, EntryStanding.Present, EntryStanding.Corrected], history.Select(entry => entry.Standing));
    }

    [Theory, OnBothDatabases]
    public async Task A_title_granted_is_held_between_its_days_and_not_known_before_it_was_learned(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await city.FileAsync("A", Revenue(1));
        await using var unit = city.As();
        unit.Get<FactStore>().Record(new NewTitleGrant(subject, "little-giant-2022", "第四批", new(2023, 7, 1), new(2026, 6, 30), "authority"));
        await unit.Get<FactStore>().PublishAsync(None);

        var known = await unit.Get<FactReader>().LoadSubjectAsync(subject, null, None);
        var earlier = await unit.Get<FactReader>().LoadSubjectAsync(subject, city.Time.Now.AddDays(-1), None);

        Assert.Equal("第四批", known.FindTitle("little-giant-2022", new(2026, 6, 30))?.Batch);
        Assert.Null(known.FindTitle("little-giant-2022", new(2026, 7, 1)));
        Assert.Empty(earlier.Titles);
    }

    [Theory, OnBothDatabases]
    public async Task Listeners_hear_of_the_subjects_after_the_facts_can_be_read(DatabaseKind kind)
    {
        var listener = new Listener();
        await using var city = await TestInstallation.StartAsync(kind, more: services => services.AddSingleton<IFilingListener>(listener));

        var subject = await city.FileAsync("A", Revenue(1));

        Assert.Equal([subject], listener.Heard);
    }

    [Theory, OnBothDatabases]
    public async Task Two_officials_filing_at_once_lose_nothing(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await city.FileAsync("A", Revenue(0));

        await Task.WhenAll(Enumerable.Range(1, 8).Select(worker => Task.Run(async () =>
        {
            for (var round = 0; round < 5; round++)
            {
                await using var unit = city.As();
                await unit.Get<FactStore>().RecordAsync(Revenue((worker * 100) + round) with { Subject = subject }, None);
                await unit.Get<FactStore>().PublishAsync(None);
            }
        })));

        await using var reading = city.As();
        Assert.Equal(41, (await reading.Get<FactReader>().HistoryAsync(subject, "revenue", None)).Count);
    }

    [Theory, OnBothDatabases]
    public async Task Too_many_values_or_too_long_a_text_are_refused(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);

        await Assert.ThrowsAsync<ArgumentException>(() => city.FileAsync(
            "A", new NewFiling(0, Year, "tax", [new FiledValue("mainProduct", FeelValue.From(new string('长', 5000)))])));
        await Assert.ThrowsAsync<ArgumentException>(() => city.FileAsync(
            "A", new NewFiling(0, Year, "tax", [.. Enumerable.Range(0, 3000).Select(index => new FiledValue("x" + index, FeelValue.True))])));
    }

    private static NewFiling Revenue(decimal value, string source = "tax") =>
        new(0, Year, source, [new FiledValue("revenue", FeelValue.From(value))]);

    private sealed class Listener : IFilingListener
    {
        public List<long> Heard { get; } = [];

        public Task PublishedAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation)
        {
            Heard.AddRange(subjects);
            return Task.CompletedTask;
        }
    }
}
