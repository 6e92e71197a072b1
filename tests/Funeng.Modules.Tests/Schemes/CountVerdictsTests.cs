using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Schemes;
using Funeng.Modules.Schemes.Count;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Schemes;

public sealed class CountVerdictsTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task Counts_by_column_equal_the_stored_verdicts_of_every_scheme(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city);
        await using var unit = city.As();
        var stored = await unit.Get<FunengDb>().Set<StoredVerdict>().ToListAsync(None);

        foreach (var pack in unit.Get<RuleBook>().InForce(Today))
        {
            var counts = await unit.Get<CountVerdicts>().RunAsync(Scope.All, pack.Id, Today, None);

            long Of(Outcome outcome) => stored.Count(verdict => verdict.Scheme == pack.Id && verdict.Outcome == outcome);
            Assert.Equal((pack.Id, Of(Outcome.Met), Of(Outcome.NotMet), Of(Outcome.Unknown)), (pack.Id, counts!.All.Met, counts.All.NotMet, counts.All.Unknown));
        }
    }

    [Theory, OnBothDatabases]
    public async Task Only_enterprises_of_the_scope_are_counted_and_each_in_its_county(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city);
        await city.ExecuteAsync("update subject set region = case when code < 'E15' then '370303001' else '370305001' end");
        await using var unit = city.As();
        var count = unit.Get<CountVerdicts>();

        var all = await count.RunAsync(Scope.All, "enterprise-size-2017", Today, None);
        var own = await count.RunAsync(Scope.OfRegions("370303"), "enterprise-size-2017", Today, None);

        Assert.Equal(["370303", "370305"], all!.Counties.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["370303"], own!.Counties.Keys);
        Assert.Equal(all.Counties["370303"], own.All);
        Assert.Equal(0, (await count.RunAsync(Scope.Nothing, "enterprise-size-2017", Today, None))!.All.NotMet);
        Assert.Null(await count.RunAsync(Scope.All, "no-such-scheme", Today, None));
    }

    [Theory, OnBothDatabases]
    public async Task A_count_that_was_asked_before_follows_filings_and_new_enterprises(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city);
        await using var unit = city.As();
        async Task<SchemeCounts> CountAsync() => (await unit.Get<CountVerdicts>().RunAsync(Scope.All, "enterprise-size-2017", Today, None))!;
        var before = await CountAsync();

        // Nothing filed leaves it open; a size that can be told decides it.
        await city.FileAsync("E99", new NewFiling(0, new Period(2025), "tax", [new("rdExpense", FeelValue.From(1m))]));
        var added = await CountAsync();
        await city.FileAsync("E99", new NewFiling(0, new Period(2025), "tax", [new("revenue", FeelValue.From(30_000_000m)), new("employees", FeelValue.From(50)), new("industryCode", FeelValue.From("3073"))]));
        var filed = await CountAsync();

        Assert.Equal((before.All.Met, before.All.NotMet, before.All.Unknown + 1), (added.All.Met, added.All.NotMet, added.All.Unknown));
        var stored = await unit.Get<FunengDb>().Set<StoredVerdict>().AsNoTracking().Where(verdict => verdict.Scheme == "enterprise-size-2017").ToListAsync(None);
        Assert.Equal(stored.Count(verdict => verdict.Outcome == Outcome.Met), filed.All.Met);
        Assert.Equal(stored.Count(verdict => verdict.Outcome == Outcome.Unknown), filed.All.Unknown);
    }

    private static async Task FileAsync(TestInstallation city)
    {
        var random = new Random(3);
        var catalogue = city.Service<FactCatalogue>();
        for (var index = 0; index < 30; index++)
        {
            var values = catalogue.All.Where(definition => definition.Origin is FactOrigin.Filed && definition.Choices.Count == 0 && random.Next(10) > 2)
                .Select(definition => new FiledValue(definition.Key, definition.Type switch
                {
                    FactType.Boolean => FeelValue.From(random.Next(2) == 0),
                    FactType.Date => FeelValue.From(new DateOnly(1990 + random.Next(35), 1 + random.Next(12), 1)),
                    FactType.Text => FeelValue.From("3073"),
                    FactType.Integer => FeelValue.From(random.Next(2000)),
                    _ => FeelValue.From(random.Next(1_000_000_000) / 4m),
                }));
            await city.FileAsync($"E{index:00}", new NewFiling(0, new Period(2025), "tax", [.. values]));
        }
    }
}
