using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Schemes;
using Funeng.Modules.Schemes.Decide;
using Funeng.Modules.Schemes.Explain;
using Funeng.Modules.Schemes.Replay;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Schemes;

public sealed class VerdictStoreTests
{
    private const string Code = "91370303FN0000011B";

    [Theory]
    [OnBothDatabases]
    public async Task New_facts_are_decided_under_every_scheme_in_force(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await FileAsync(city, ("rdExpense", 2025, 29_999_999));

        var centre = await VerdictAsync(city, subject, "enterprise-technology-centre-2026");
        Assert.Equal((Outcome.NotMet, "g1"), (centre.Outcome, centre.Failed));
        Assert.Equal("enterprise-technology-centre-2026", centre.Version);
        Assert.Equal(city.Services.GetRequiredService<RuleBook>().InForce(new DateOnly(2026, 3, 2)).Count(), await CountAsync(city, subject));
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_correction_is_decided_anew(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await FileAsync(city, ("rdExpense", 2025, 29_999_999));
        city.Time.Advance(TimeSpan.FromMinutes(1));
        await FileAsync(city, ("rdExpense", 2025, 30_000_000));

        var centre = await VerdictAsync(city, subject, "enterprise-technology-centre-2026");

        Assert.Equal((Outcome.Unknown, ""), (centre.Outcome, centre.Failed));
    }

    [Theory]
    [OnBothDatabases]
    public async Task Stored_verdicts_come_out_the_same_after_later_filings(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await FileAsync(city, ("rdExpense", 2025, 29_999_999));
        city.Time.Advance(TimeSpan.FromDays(1));
        await using (var unit = city.As())
        {
            // Later facts that nobody has decided with yet: the stored verdict must be replayed on those of its own moment.
            await unit.Get<FactStore>().RecordAsync(Filing(subject, ("rdExpense", 2025, 50_000_000)), CancellationToken.None);
            await unit.Get<FunengDb>().SaveChangesAsync(CancellationToken.None);
        }

        await using var replay = city.As();
        var report = await replay.Get<ReplayVerdicts>().RunAsync(null, CancellationToken.None);

        Assert.Empty(report.Differences);
        Assert.Equal(await CountAsync(city, subject), report.Identical);
    }

    [Theory]
    [OnBothDatabases]
    public async Task The_rules_that_decided_are_remembered_word_for_word(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.StartAgainAsync();

        await using var unit = city.As();
        var book = unit.Get<RuleBook>();
        var remembered = await unit.Get<FunengDb>().Set<RememberedPack>().ToListAsync(CancellationToken.None);
        Assert.Equal(book.Packs.Select(pack => pack.Text.Sha256).Order(), remembered.Select(pack => pack.Sha256).Order());
        var closures = await unit.Get<FunengDb>().Set<RememberedClosure>().ToListAsync(CancellationToken.None);
        Assert.Equal(book.Packs.Where(pack => pack.LeansOn.Count > 0).Select(pack => pack.Sha256).Order(), closures.Select(closure => closure.Sha256).Order());
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_verdict_outside_the_scope_is_neither_listed_nor_explained(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await FileAsync(city, ("rdExpense", 2025, 1));

        await using var unit = city.As(Role.TownshipClerk, Scope.OfRegions("370302"));
        Assert.Empty(await unit.Get<VerdictStore>().Within(Scope.OfRegions("370302")).ToListAsync(CancellationToken.None));
        var question = new VerdictQuestion(new DateOnly(2026, 3, 2));
        Assert.Null(await unit.Get<ExplainVerdict>().RunAsync(Scope.OfRegions("370302"), Code, "sme-tech-2017", question, CancellationToken.None));
        Assert.NotNull(await unit.Get<ExplainVerdict>().RunAsync(Scope.All, Code, "sme-tech-2017", question, CancellationToken.None));
    }

    [Theory]
    [OnBothDatabases]
    public async Task Everything_can_be_decided_anew(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var subject = await FileAsync(city, ("rdExpense", 2025, 1));
        await city.ExecuteAsync("delete from verdict_row");

        await using var unit = city.As();
        Assert.Equal(1, await unit.Get<DecideEverything>().RunAsync(null, CancellationToken.None));

        Assert.True(await CountAsync(city, subject) > 10);
    }

    private static Task<long> FileAsync(TestInstallation city, params (string Key, int Year, long Value)[] values) =>
        city.FileAsync(Code, Filing(0, values));

    private static NewFiling Filing(long subject, params (string Key, int Year, long Value)[] values) =>
        new(subject, new Period(values[0].Year), "tax", [.. values.Select(value => new FiledValue(value.Key, FeelValue.From(value.Value)))]);

    private static async Task<StoredVerdict> VerdictAsync(TestInstallation city, long subject, string scheme)
    {
        await using var unit = city.As();
        return (await unit.Get<VerdictStore>().OfSubjectAsync(subject, CancellationToken.None)).Single(verdict => verdict.Scheme == scheme);
    }

    private static async Task<int> CountAsync(TestInstallation city, long subject)
    {
        await using var unit = city.As();
        return (await unit.Get<VerdictStore>().OfSubjectAsync(subject, CancellationToken.None)).Count;
    }
}
