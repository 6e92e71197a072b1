using Funeng.Engines.Criteria;
using Funeng.Modules.Cultivation.Compare;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Cultivation;

/// <summary>What a new standard does to the enterprises of a scope: every one of them is counted once.</summary>
public sealed class ReadComparisonTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [OnBothDatabases]
    public async Task An_enterprise_of_which_only_the_name_is_known_is_open_and_not_left_out(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        city.Time.Advance(TimeSpan.FromDays(200));
        await using (var unit = city.As())
        {
            await using var batch = await unit.Get<FactStore>().BeginBatchAsync(new NewBatch("names.csv", "enterprise"), Cancellation);
            await batch.SubjectsAsync([new NewSubject(Subject.Enterprise, "A", "只有名字的公司", "370303001")], Cancellation);
            await batch.PublishAsync(Cancellation);
        }

        // One nobody told anybody about: it is not compared, and counted all the same.
        await city.ExecuteAsync("insert into subject (id, kind, code, name, region) values (7, 'enterprise', 'B', '台账外的公司', '370304001')");

        await using var reader = city.As(Role.Leader, Scope.OfRegions("3703"));
        var comparison = reader.Get<ReadComparison>();
        foreach (var pair in comparison.Pairs)
        {
            var view = await comparison.RunAsync(pair, new ComparisonFilter(Shift.Open, null, false), Cancellation);
            Assert.Equal((2, 2), (view.Counts.Values.Sum(), view.Counts[Shift.Open]));
            Assert.Equal(["A", "B"], view.Rows.Select(row => row.Code).Order(StringComparer.Ordinal));
            Assert.Empty((await comparison.RunAsync(pair, new ComparisonFilter(Shift.Open, null, HoldersOnly: true), Cancellation)).Rows);
        }

        Assert.NotEmpty(comparison.Pairs);
        var subject = Convert.ToInt64(await city.ScalarAsync("select id from subject where code = 'A'"), null);
        Assert.All(await reader.Get<VerdictStore>().OfSubjectAsync(subject, Cancellation), verdict => Assert.NotEqual(Outcome.Met, verdict.Outcome));
        Assert.NotEmpty(await reader.Get<VerdictStore>().OfSubjectAsync(subject, Cancellation));
    }
}
