using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Cultivation.Near;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Cultivation;

/// <summary>A start-up must hold a technology title. Of one about whose titles nobody said anything, this is open, all the way to the path.</summary>
public sealed class UnknownTitlesTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [OnBothDatabases]
    public async Task Without_any_title_data_a_title_asked_for_is_missing_in_verdict_near_list_and_path(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await FileAsync(city, "A", []);
        await using var unit = city.As(Role.Leader, Scope.All);
        var library = unit.Get<LibraryCatalogue>().Find("startup")!;

        var verdict = (await unit.Get<TierDecision>().DecideAsync(library, subject, new DateOnly(2026, 3, 2), Cancellation))!;

        Assert.Equal(Outcome.Unknown, verdict.Outcome);
        Assert.Contains(verdict.Verdict.Missing, missing => missing.Definition.Origin is FactOrigin.TitleHeld);
        var near = (await unit.Get<FindNear>().RunAsync(library, new LibraryFilter(null, null), 5, Cancellation))!;
        Assert.DoesNotContain(near.Rows, row => row.Gaps.Any(gap => gap.Contains("持有", StringComparison.Ordinal)));
    }

    [Theory]
    [OnBothDatabases]
    public async Task Who_holds_some_title_or_was_checked_does_not_hold_the_others(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var @checked = await FileAsync(city, "A", [new(SubjectFacts.TitlesChecked, FeelValue.True)]);
        var holder = await FileAsync(city, "B", [], "green-factory");
        await using var unit = city.As(Role.Leader, Scope.All);
        var library = unit.Get<LibraryCatalogue>().Find("startup")!;

        foreach (var subject in new[] { @checked, holder })
            Assert.Equal(Outcome.NotMet, (await unit.Get<TierDecision>().DecideAsync(library, subject, new DateOnly(2026, 3, 2), Cancellation))!.Outcome);
    }

    [Theory]
    [OnBothDatabases]
    public async Task The_fact_table_and_the_filings_say_the_same_of_every_subject(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        long[] subjects = [await FileAsync(city, "A", []), await FileAsync(city, "B", [new(SubjectFacts.TitlesChecked, FeelValue.True)]), await FileAsync(city, "C", [], "high-tech-enterprise-2016")];
        await using var unit = city.As(Role.Leader, Scope.All);
        var table = await unit.Get<FactTables>().OpenAsync(Scope.All, Subject.Enterprise, Cancellation);

        foreach (var (subject, known) in subjects.Zip([false, true, true]))
        {
            Assert.Equal(known, (await unit.Get<FactReader>().LoadSubjectAsync(subject, null, Cancellation)).TitlesKnown);
            Assert.Equal(known, table.Facts(Enumerable.Range(0, table.Count).First(row => table.Subject(row) == subject)).TitlesKnown);
        }
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_path_asks_for_an_open_title_to_be_filed_and_never_says_it_is_not_held(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await FileAsync(city, "A", []);
        await using var unit = city.As(Role.Leader, Scope.All);
        var rules = unit.Get<RuleBook>();
        var view = rules.View(await unit.Get<FactReader>().LoadSubjectAsync(subject, null, Cancellation), new DateOnly(2026, 3, 2));
        var scheme = rules.Packs.Select(pack => pack.Scheme).First(scheme => scheme.Id == "little-giant-2026");

        var plan = unit.Get<PathPlanner>().Plan(scheme, view, unit.Get<PathPlanner>().CostsOf(scheme), null, 4000);

        var asked = plan.Search.Paths.SelectMany(path => path.StillToFile.Concat(path.Changes.Where(change => change.From is null).Select(change => change.Definition)));
        Assert.Contains(asked, fact => fact.Origin is FactOrigin.TitleHeld);
        Assert.All(plan.Search.Blockers.SelectMany(blocker => blocker.Fixed), item => Assert.False(item.Fact.Definition.Origin is FactOrigin.TitleHeld));
    }

    private static async Task<long> FileAsync(TestInstallation city, string code, List<FiledValue> more, string? title = null)
    {
        await using var unit = city.As();
        var subject = await unit.Get<SubjectDirectory>().EnsureAsync(new NewSubject(Subject.Enterprise, code, code + "公司", "370303001"), Cancellation);
        var facts = unit.Get<FactStore>();
        await facts.RecordAsync(new NewFiling(subject.Id, Period.State, "enterprise", [new("foundedOn", FeelValue.From(new DateOnly(2024, 1, 1))), .. more]), Cancellation);
        if (title is not null)
            facts.Record(new NewTitleGrant(subject.Id, title, "第一批", new DateOnly(2020, 1, 1), new DateOnly(2021, 1, 1), "authority"));
        await facts.PublishAsync(Cancellation);
        return subject.Id;
    }
}
