using System.Diagnostics;
using System.Globalization;
using System.Text;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Nightly;
using Funeng.Modules.Policies.Simulate;
using Funeng.Modules.Registry;
using Funeng.Modules.Schemes;
using Funeng.Modules.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Funeng.Benchmarks;

/// <summary>
/// The policy laboratory at the size of a whole city (by default 700,000 enterprises): two versions of a benefit compared with winners and losers by name
/// and four breakdowns, and a threshold swept with its cliff. Bar: a comparison in 2 s. The peer is the scalar evaluator over a sample, both versions, no names.
/// Options: enterprises, PostgreSQL connection string.
/// </summary>
internal static class LabBench
{
    private const int Sample = 20_000, Drafts = 6;
    private const string Reward = "zb-equipment-reward/reward", SmallProfit = "cn-small-profit-cit/rate";
    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    public static async Task<string> RunAsync(string[] options)
    {
        var count = options.Length > 0 ? int.Parse(options[0], CultureInfo.InvariantCulture) : 700_000;
        await using var city = await BenchCity.StartAsync(options.Length > 1 ? options[1] : null, Add);
        var services = city.Services;
        await StoreAsync(services, count);
        var table = await services.GetRequiredService<FactTables>().OpenAsync(Scope.All, Subject.Enterprise, CancellationToken.None);
        var report = new StringBuilder();
        report.AppendLine(CultureInfo.InvariantCulture, $"\n| {table.Count:N0} enterprises, {services.GetRequiredService<FunengDatabase>().Kind} | first | median | most | paid before → after |").AppendLine("| --- | ---: | ---: | ---: | --- |");
        await CompareAsync(services, report, "threshold moved", number => new BenefitDraft(new Dictionary<int, string> { [2] = $"技改设备不含税投资 >= {200 + number} * 万元" }, null, null));
        await CompareAsync(services, report, "cap moved", number => new BenefitDraft(new Dictionary<int, string>(), null, (100 + number).ToString(CultureInfo.InvariantCulture)));
        await CompareAsync(services, report, "amount changed", number => new BenefitDraft(new Dictionary<int, string>(), $"技改设备不含税投资 * 0.0{number + 1}", null));
        await PageAsync(services, report);
        await SweepAsync(services, report, Reward);
        await SweepAsync(services, report, SmallProfit);
        await NightsAsync(services, report);
        report.AppendLine(Peer(services, table.Table));
        return report.ToString();
    }

    private static void Add(IServiceCollection services)
    {
        services.AddFoundation().AddShell().AddFacts().AddSchemes().AddRegistry().AddLists().AddTasks().AddCultivation().AddPolicies();
        // Verdicts of all schemes are not what is measured, and take an hour.
        services.RemoveAll<IFilingListener>();
    }

    private static async Task StoreAsync(ServiceProvider services, int count)
    {
        await using var unit = services.CreateAsyncScope();
        unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAsCommandLine();
        await using (var batch = await unit.ServiceProvider.GetRequiredService<FactStore>().BeginBatchAsync(new NewBatch("bench", "import"), CancellationToken.None))
        {
            foreach (var chunk in Enumerable.Range(0, count).Chunk(5000))
            {
                var ids = await batch.SubjectsAsync([.. chunk.Select(number => new NewSubject(Subject.Enterprise, Code(number), "企业" + number, $"3703{2 + number % 5:00}{1 + number % 12:000}"))], CancellationToken.None);
                foreach (var number in chunk)
                {
                    var noise = Noise(number);
                    await batch.WriteAsync(new NewFiling(ids[Code(number)], Period.State, "import", State(noise)) { Place = $"第 {number} 行" }, CancellationToken.None);
                    await batch.WriteAsync(new NewFiling(ids[Code(number)], new Period(Today.Year - 1), "import", Year(noise)) { Place = $"第 {number} 行" }, CancellationToken.None);
                }
            }

            await batch.PublishAsync(CancellationToken.None);
        }
    }

    // Two thirds have a finished project of up to 20 million yuan.
    private static List<FiledValue> State(ulong noise) =>
    [
        new("equipmentInvestment", FeelValue.From((long)(noise % 20_000_000))), new("isRenovationCompleted", FeelValue.From(noise % 3 != 0)), new("notOnDishonestyList", FeelValue.From(noise % 50 != 1)),
        new("industryCode", FeelValue.From((noise % 4) switch { 0 => "2614", 1 => "3429", 2 => "3070", _ => "5199" })),
    ];

    private static List<FiledValue> Year(ulong noise) =>
    [
        new("taxableIncome", FeelValue.From((long)(noise % 6_000_000))), new("employees", FeelValue.From((long)(noise % 500))), new("totalAssets", FeelValue.From((long)(noise % 90_000_000))),
        new("revenue", FeelValue.From((long)(noise % 700_000_000))),
    ];

    private static async Task CompareAsync(ServiceProvider services, StringBuilder report, string what, Func<int, BenefitDraft> draft)
    {
        var (times, last) = (new List<double>(), (Simulation?)null);
        for (var number = 0; number < Drafts; number++)
        {
            await using var unit = services.CreateAsyncScope();
            unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAsCommandLine();
            var clock = Stopwatch.StartNew();
            last = (await unit.ServiceProvider.GetRequiredService<SimulateBenefit>().RunAsync(Reward, draft(number), 30, CancellationToken.None))!;
            times.Add(clock.Elapsed.TotalSeconds);
        }

        if (last!.Problems.Count > 0) throw new InvalidOperationException(last.Problems[0].Message);
        Add(report, $"two versions, {what}: {last.Winners.Count:N0} winners, {last.Losers.Count:N0} losers", times, $"{last.Before.Count:N0} → {last.After.Count:N0}");
    }

    // All that a page of the laboratory shows of a draft: the comparison, a sweep, the cliffs and the clashes.
    private static async Task PageAsync(ServiceProvider services, StringBuilder report)
    {
        var times = new List<double>();
        for (var number = 0; number < Drafts; number++)
        {
            await using var unit = services.CreateAsyncScope();
            unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAsCommandLine();
            var clock = Stopwatch.StartNew();
            var draft = new BenefitDraft(new Dictionary<int, string> { [2] = $"技改设备不含税投资 >= {300 + number} * 万元" }, null, null);
            var changed = (await unit.ServiceProvider.GetRequiredService<SimulateBenefit>().RunAsync(Reward, draft, 30, CancellationToken.None))!.Changed;
            var (sweeps, bounds) = (unit.ServiceProvider.GetRequiredService<SweepBenefit>(), SweepBenefit.Movable(changed));
            await sweeps.CliffsAsync(changed, await sweeps.RunAsync(changed, bounds[0], CancellationToken.None), CancellationToken.None);
            await unit.ServiceProvider.GetRequiredService<FindClashes>().RunAsync(changed, CancellationToken.None);
            times.Add(clock.Elapsed.TotalSeconds);
        }

        Add(report, "everything the page shows of a draft", times, "");
    }

    private static async Task SweepAsync(ServiceProvider services, StringBuilder report, string benefit)
    {
        var rule = services.GetRequiredService<PolicyBook>().FindBenefit(benefit)!;
        foreach (var bound in SweepBenefit.Movable(rule))
        {
            var (times, last) = (new List<double>(), (BenefitSweep?)null);
            for (var number = 0; number < 4; number++)
            {
                await using var unit = services.CreateAsyncScope();
                unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAsCommandLine();
                var clock = Stopwatch.StartNew();
                last = await unit.ServiceProvider.GetRequiredService<SweepBenefit>().RunAsync(rule, bound, CancellationToken.None);
                times.Add(clock.Elapsed.TotalSeconds);
            }

            Add(report, $"threshold swept, {last!.Steps.Count} steps and cliff: {bound.Fact.Name}", times, $"{last.Steps[0].Count:N0} … {last.Steps[^1].Count:N0}");
        }
    }

    // Every open benefit against everybody, as after midnight: the first night with nothing decided before, the others as the days follow each other.
    private static async Task NightsAsync(ServiceProvider services, StringBuilder report)
    {
        var (times, last) = (new List<double>(), (MatchedNight?)null);
        for (var number = 0; number < 4; number++)
        {
            await using var unit = services.CreateAsyncScope();
            unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAsCommandLine();
            var clock = Stopwatch.StartNew();
            last = await unit.ServiceProvider.GetRequiredService<MatchEverybody>().RunAsync(Today.AddDays(number), CancellationToken.None);
            times.Add(clock.Elapsed.TotalSeconds);
        }

        Add(report, $"a night: {last!.Benefits:N0} benefits for {last.Enterprises:N0} enterprises", times, $"{last.Untold:N0} entitled and not told");
    }

    private static void Add(StringBuilder report, string what, List<double> times, string paid)
    {
        var rest = times.Skip(1).Order().ToList();
        report.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {times[0]:0.00} s | {rest[rest.Count / 2]:0.00} s | {rest[^1]:0.00} s | {paid} |");
    }

    // Outcome and amount of two versions, one enterprise after another.
    private static string Peer(ServiceProvider services, FactTable table)
    {
        var (book, evaluator) = (services.GetRequiredService<PolicyBook>(), new CriteriaEvaluator());
        var rule = book.FindBenefit(Reward)!;
        var rows = Math.Min(Sample, table.Subjects.Count);
        var clock = Stopwatch.StartNew();
        for (var row = 0; row < rows; row++)
        {
            var view = book.Rules.View(table.ReadSubject(row), Today);
            for (var version = 0; version < 2; version++) evaluator.Survey(rule.Scheme, view);
        }

        var each = clock.Elapsed.TotalSeconds / rows;
        return string.Create(CultureInfo.InvariantCulture, $"| peer: scalar evaluator on one core, {rows:N0} of them, two versions, without names and breakdowns | {each * 1e6:0.0} µs each | {each * table.Subjects.Count:0.0} s for all | | |");
    }

    private static string Code(int number) => string.Create(CultureInfo.InvariantCulture, $"9137{number:00000000000000}");

    private static ulong Noise(int index)
    {
        var state = (ulong)(index + 1) * 0x9E3779B97F4A7C15;
        state ^= state >> 31;
        state *= 0xBF58476D1CE4E5B9;
        return state ^ (state >> 27);
    }
}
