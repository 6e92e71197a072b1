using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Cultivation.Near;
using Funeng.Modules.Cultivation.Paths;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Cultivation;

/// <summary>What a path may never advise, checked on every enterprise of a small demo city.</summary>
public sealed class PathPlannerTests(TestSite site) : IClassFixture<TestSite>
{
    private static readonly string[] Schemes = ["sme-innovative-2022", "sme-specialised-2026", "little-giant-2026", "high-tech-enterprise-2016", "gazelle-shandong-2020"];

    [Fact]
    public async Task No_path_touches_a_closed_year_and_every_path_reaches_its_standard()
    {
        var rules = site.Services.GetRequiredService<RuleBook>();
        var planner = site.Services.GetRequiredService<PathPlanner>();
        var found = 0;
        var wrong = new List<string>();

        await foreach (var (subject, view) in ViewsAsync(rules))
        {
            foreach (var scheme in Schemes.Select(id => rules.FindLatest(id)!.Scheme))
            {
                var plan = planner.Plan(scheme, view, planner.CostsOf(scheme), null, 4000);
                foreach (var path in plan.Search.Paths)
                {
                    found++;
                    wrong.AddRange(path.Changes.Where(change => IsForbidden(change, plan, view.On)).Select(change => $"{subject} {scheme.Id} {change.Definition.Key}"));
                    var after = Outlook.On(view, plan.On).Facts.ToBuilder();
                    foreach (var change in path.Changes) after.Assume(change.Definition, change.To, plan.On);
                    if (new CriteriaEvaluator().Outcome(scheme, rules.View(after.Build(), plan.On)) == Outcome.NotMet) wrong.Add($"{subject} {scheme.Id} is not reached");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(found > 40, $"only {found} paths");
    }

    [Fact]
    public async Task A_title_that_is_held_and_ends_before_the_application_has_to_be_renewed_and_is_not_said_to_be_lacking()
    {
        var rules = site.Services.GetRequiredService<RuleBook>();
        var planner = site.Services.GetRequiredService<PathPlanner>();
        var scheme = rules.FindLatest("little-giant-2026")!.Scheme;
        var words = new List<string>();

        await foreach (var (_, view) in ViewsAsync(rules))
        {
            if (view.Facts.Titles.Any(grant => grant.Scheme.StartsWith("sme-specialised", StringComparison.Ordinal))) continue;
            var last = view.On.AddYears(1).AddDays(-30);
            var builder = view.Facts.ToBuilder();
            builder.Add(new TitleGrant("sme-specialised-2022", "", view.On.AddYears(-2), last, FilingRef.Computed, DateTimeOffset.UnixEpoch));
            var held = rules.View(builder.Build(), view.On);
            foreach (var year in new[] { view.On.Year, view.On.Year + 1 })
            {
                var plan = planner.Plan(scheme, held, planner.CostsOf(scheme), year, 4000);
                Assert.Equal(plan.IsLater, plan.Lapsing.GetValueOrDefault("holdsSmeSpecialised2022") == last);
                words.AddRange(plan.Search.Paths.SelectMany(path => path.Changes).Where(change => change.Definition.Key.StartsWith("holdsSmeSpecialised", StringComparison.Ordinal)).Select(change => PathWords.Line(change, plan)));
            }
        }

        Assert.All(words, line => Assert.Matches("持有至 \\d{4}-\\d\\d-\\d\\d，到期须续$", line));
    }

    [Fact]
    public async Task A_near_list_names_those_with_a_way_first_the_cheapest_before_the_others_and_says_how_many_have_none()
    {
        await using var scope = site.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
        var library = scope.ServiceProvider.GetRequiredService<LibraryCatalogue>().Find("sme-innovative")!;
        Task<NearPage?> Near(NearPart part) => scope.ServiceProvider.GetRequiredService<FindNear>()
            .RunAsync(library, new LibraryFilter(null, null, 1, 100), 5, TestContext.Current.CancellationToken, part);

        var (all, with, without) = ((await Near(NearPart.All))!, (await Near(NearPart.WithPath))!, (await Near(NearPart.WithoutPath))!);

        var costs = all.Rows.Select(row => row.Plan!.Search.Best?.Total).ToList();
        Assert.Equal(costs.OrderBy(cost => cost ?? decimal.MaxValue), costs);
        Assert.True(all.Counts is { WithPath: > 0, WithoutPath: > 0 }, $"{all.Counts}");
        Assert.Equal((all.Counts.All, all.Counts.WithPath, all.Counts.WithoutPath), ((int)all.Total, (int)with.Total, (int)without.Total));
        Assert.All(with.Rows, row => Assert.NotNull(row.Plan!.Search.Best));
        Assert.All(without.Rows, row => Assert.Null(row.Plan!.Search.Best));
    }

    [Fact]
    public async Task Who_asks_for_a_near_list_before_it_is_weighed_sees_what_is_known_by_then_and_that_more_will_follow()
    {
        await using var scope = site.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
        var library = scope.ServiceProvider.GetRequiredService<LibraryCatalogue>().Find("sme-innovative")!;
        var find = ActivatorUtilities.CreateInstance<FindNear>(scope.ServiceProvider, new NearMemory());
        Task<NearPage?> Near(TimeSpan? patience) =>
            find.RunAsync(library, new LibraryFilter(null, null, 1, 10), 5, TestContext.Current.CancellationToken, patience: patience);

        var (early, whole, later) = ((await Near(TimeSpan.Zero))!, (await Near(null))!, (await Near(TimeSpan.Zero))!);

        Assert.NotEmpty(early.Rows);
        Assert.All(early.Rows, row => Assert.Null(row.Plan));
        Assert.Equal((true, early.Counts.All), (early.IsUnderWay, early.Counts.Pending));
        Assert.True(early.Unweighed > 0, $"{early.Unweighed}");
        Assert.Equal((false, false), (whole.IsUnderWay, later.IsUnderWay));
        Assert.Equal(whole.Counts, later.Counts);
        Assert.Equal(whole.Rows.Select(row => row.Code), later.Rows.Select(row => row.Code));
    }

    [Fact]
    public void Nothing_that_is_history_judgment_or_registration_has_a_price()
    {
        var rules = site.Services.GetRequiredService<RuleBook>();
        var planner = site.Services.GetRequiredService<PathPlanner>();
        string[] notForSale =
        [
            "noMajorIncident1Y", "noMajorIncident3Y", "notOnDishonestyList", "isListed", "isControlledByListedCompany", "isMainlandResidentEnterprise", "isSme",
            "noProhibitedProducts", "developmentScore", "creditScore", "employees",
        ];

        var priced = rules.Packs.SelectMany(pack => planner.CostsOf(pack.Scheme)).Select(cost => cost.Key).ToHashSet();

        Assert.Empty(priced.Intersect(notForSale));
        Assert.DoesNotContain(priced, key => rules.Catalogue.Get(key).Origin is FactOrigin.Review or FactOrigin.TitleHeld or FactOrigin.SchemeResult);
    }

    [Fact]
    public async Task Whoever_is_too_large_is_told_so_and_by_which_figures()
    {
        var rules = site.Services.GetRequiredService<RuleBook>();
        var sme = rules.Catalogue.Get("isSme");
        string? large = null;
        await foreach (var (code, view) in ViewsAsync(rules))
        {
            if (view.Find(sme) is { Value.IsFalse: true }) large ??= code;
        }

        await using var scope = site.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
        var found = (await scope.ServiceProvider.GetRequiredService<FindPaths>().RunAsync(large!, "sme-innovative-2022", new Dictionary<string, string>(), TestContext.Current.CancellationToken))!;

        Assert.Empty(found.Plan.Search.Paths);
        Assert.Contains(found.Conflict.Conditions, condition => condition.Fixed.Any(item => item.Fact.Definition.Key == "isSme"));
        Assert.Contains(found.Behind["enterprise-size-2017"], line => line is { Definition.Key: "revenueY1" or "employees" or "totalAssetsY1", Threshold: not null });
        Assert.DoesNotContain(found.Unpriced, item => found.Costs.Any(cost => cost.Key == item.Fact.Definition.Key));
    }

    [Fact]
    public async Task A_large_enterprise_with_the_title_of_a_small_one_is_told_that_the_next_tier_is_not_for_it_and_is_near_nothing()
    {
        var before = await NearSpecialisedAsync();
        var titled = await GrownLargeAsync([.. before.Rows.Select(row => row.Code)]);

        await using var scope = site.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
        var found = (await scope.ServiceProvider.GetRequiredService<FindPaths>().RunAsync(titled, "sme-specialised-2026", new Dictionary<string, string>(), TestContext.Current.CancellationToken))!;
        var near = await NearSpecialisedAsync();

        Assert.Contains(found.TooLarge!, line => line is { Definition.Key: "revenueY1" or "employees" or "totalAssetsY1" });
        Assert.Contains(before.Rows, row => row.Code == titled);
        Assert.DoesNotContain(near.Rows, row => row.Code == titled);
        Assert.True(near.TooLarge >= 1, $"{near.TooLarge}");
        using var officer = await site.VisitAsync("officer");
        var page = await officer.OpenAsync($"/enterprises/{titled}/path/sme-specialised-2026");
        Assert.StartsWith("是大型企业，不属于中小企业", page.QuerySelector("main .note")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain("不需花费", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("大型企业，不适用", (await officer.OpenAsync($"/enterprises/{titled}")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_enterprise_of_an_industry_without_classes_is_not_told_that_it_is_large()
    {
        var (rules, bar) = (site.Services.GetRequiredService<RuleBook>(), site.Services.GetRequiredService<SizeBar>());
        var today = site.Services.GetRequiredService<CityProfile>().Today(site.Services.GetRequiredService<TimeProvider>());
        FactView View(string industry) => rules.View(
            new SubjectFacts.Builder(rules.Catalogue).TitlesAreAsFiled()
                .Assume(rules.Catalogue.Get("industryCode"), FeelValue.From(industry), today)
                .Assume(rules.Catalogue.Get("employees"), FeelValue.From((FeelNumber)90_000), today)
                .Assume(rules.Catalogue.Get("revenueY1"), FeelValue.From((FeelNumber)900_000_000_000), today).Build(), today);

        Assert.Equal((false, true), (bar.IsTooLarge("sme-specialised-2026", View("6621")), bar.IsUnclassed("sme-specialised-2026", View("6621"))));
        Assert.Equal((false, true), (bar.IsTooLarge("sme-innovative-2022", View("8411")), bar.IsUnclassed("sme-innovative-2022", View("8411"))));
        Assert.Equal((true, false), (bar.IsTooLarge("sme-specialised-2026", View("3011")), bar.IsUnclassed("sme-specialised-2026", View("3011"))));
    }

    private async Task<NearPage> NearSpecialisedAsync()
    {
        await using var scope = site.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
        var library = scope.ServiceProvider.GetRequiredService<LibraryCatalogue>().Find("sme-specialised")!;
        return (await scope.ServiceProvider.GetRequiredService<FindNear>().RunAsync(library, new LibraryFilter(null, null, 1, 5000), 5, TestContext.Current.CancellationToken))!;
    }

    /// <summary>An enterprise that got its title while it was small, and has grown since.</summary>
    private async Task<string> GrownLargeAsync(HashSet<string> among)
    {
        string? titled = null;
        await foreach (var (code, view) in ViewsAsync(site.Services.GetRequiredService<RuleBook>()))
        {
            if (among.Contains(code) && view.Facts.Titles.Any(title => title.Scheme.StartsWith("sme-innovative", StringComparison.Ordinal) && title.IsValidOn(view.On))) titled ??= code;
        }

        await using var scope = site.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem();
        var subject = await scope.ServiceProvider.GetRequiredService<SubjectDirectory>().FindAsync(Scope.All, Subject.Enterprise, titled!, TestContext.Current.CancellationToken);
        var facts = scope.ServiceProvider.GetRequiredService<FactStore>();
        var year = site.Services.GetRequiredService<CityProfile>().Today(site.Services.GetRequiredService<TimeProvider>()).Year - 1;
        FiledValue Large(string key, long value) => new(key, FeelValue.From((FeelNumber)value));
        await facts.RecordAsync(new NewFiling(subject!.Id, Period.State, "statistics", [Large("employees", 90_000)]), TestContext.Current.CancellationToken);
        await facts.RecordAsync(new NewFiling(subject.Id, new Period(year), "statistics", [Large("revenue", 900_000_000_000), Large("totalAssets", 900_000_000_000)]), TestContext.Current.CancellationToken);
        await facts.PublishAsync(TestContext.Current.CancellationToken);
        return titled!;
    }

    [Fact]
    public async Task A_library_card_names_first_what_decides()
    {
        var rules = site.Services.GetRequiredService<RuleBook>();
        var scheme = rules.FindLatest("sme-innovative-2022")!.Scheme;
        var seen = new HashSet<Outcome>();
        await foreach (var (_, view) in ViewsAsync(rules))
        {
            var verdict = new CriteriaEvaluator().Decide(scheme, view);
            var deciding = DecidingFindings.Of(verdict, null);
            seen.Add(verdict.Outcome);
            if (verdict.Outcome == Outcome.Met)
            {
                Assert.All(deciding, finding => Assert.Equal(Outcome.Met, finding.Outcome));
                Assert.Contains(deciding[0].Criterion.Kind, new[] { CriterionKind.Direct, CriterionKind.Pass });
            }
            else
            {
                Assert.NotEmpty(deciding);
                Assert.All(deciding, finding => Assert.Equal(verdict.Outcome, finding.Outcome));
            }
        }

        Assert.Contains(Outcome.Met, seen);
        Assert.Contains(Outcome.NotMet, seen);
    }

    private static bool IsForbidden(PathChange change, PathPlan plan, DateOnly today) => change.Definition.Origin switch
    {
        FactOrigin.TitleHeld => !plan.Titles.TryGetValue(change.Definition.Key, out var own) || own.On >= plan.On || own.Search.Best!.Total != change.Cost,
        FactOrigin.Review or FactOrigin.SchemeResult => true,
        _ => change.Definition.PeriodOn(plan.On) is { IsState: false } period && period.Year < today.Year,
    };

    private async IAsyncEnumerable<(string Code, FactView View)> ViewsAsync(RuleBook rules)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var today = scope.ServiceProvider.GetRequiredService<CityProfile>().Today(scope.ServiceProvider.GetRequiredService<TimeProvider>());
        var subjects = await scope.ServiceProvider.GetRequiredService<FunengDb>().Set<Subject>().Where(subject => subject.Kind == Subject.Enterprise)
            .ToDictionaryAsync(subject => subject.Id, subject => subject.Code, TestContext.Current.CancellationToken);
        await foreach (var (id, facts) in scope.ServiceProvider.GetRequiredService<FactReader>().LoadSubjectsAsync([.. subjects.Keys], null, TestContext.Current.CancellationToken))
            yield return (subjects[id], rules.View(facts, today));
    }
}
