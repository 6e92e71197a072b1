using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
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

    [Fact]
    public async Task Many_are_compared_from_the_fact_table_as_a_few_are_from_their_filings()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        city.Time.Advance(TimeSpan.FromDays(200));
        var subjects = new List<long>();
        await using (var unit = city.As())
        {
            foreach (var (code, revenue) in new[] { ("A", 9000), ("B", 90), ("C", 0) })
            {
                var subject = await unit.Get<SubjectDirectory>().EnsureAsync(new NewSubject(Subject.Enterprise, code, code + "公司", "370303001"), Cancellation);
                subjects.Add(subject.Id);
                var facts = unit.Get<FactStore>();
                if (revenue > 0) await facts.RecordAsync(new NewFiling(subject.Id, new Period(2025), "enterprise", [new("revenue", FeelValue.From(revenue * 10_000L))]), Cancellation);
                if (code == "A") facts.Record(new NewTitleGrant(subject.Id, "sme-specialised-2022", "第一批", new DateOnly(2024, 1, 1), null, "authority"));
                await facts.PublishAsync(Cancellation);
            }
        }

        Assert.Equal(await CompareAsync(int.MaxValue), await CompareAsync(1));

        async Task<string?> CompareAsync(int many)
        {
            await using var unit = city.As();
            var compare = unit.Get<CompareStandards>();
            compare.Many = many;
            await compare.RunAsync(subjects, Cancellation);
            return (string?)await city.ScalarAsync("select group_concat(new_scheme || ' ' || subject || ' ' || old_outcome || ' ' || new_outcome || ' ' || holds_title || ' ' || old_failed || ' ' || new_failed) from (select * from standard_comparison order by new_scheme, subject)");
        }
    }

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
