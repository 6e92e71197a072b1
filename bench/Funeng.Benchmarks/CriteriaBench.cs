using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Schemes;

namespace Funeng.Benchmarks;

/// <summary>
/// Speed of one verdict: sme-specialised-2022 for one enterprise with every finding, its evidence and its gaps, from facts in memory on one
/// core. <c>./dev bench criteria</c>
/// </summary>
internal static class CriteriaBench
{
    private const int Rounds = 500, Batch = 10;
    private const double Bar = 200;

    public static Task<string> RunAsync(string[] args)
    {
        var book = RuleBook.Load(RulesFolder());
        var pack = book.FindLatest("sme-specialised-2022")!;
        var cases = RuleCases.Parse(File.ReadAllText(Path.Combine(pack.Folder, "cases.yaml")), book.Catalogue).Written;
        var complete = cases[0].ToSubject(book.Catalogue);
        var on = cases[0].On;
        var text = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture, $"{pack.Scheme.Criteria.Count} criteria. {Rounds} rounds of {Batch} verdicts; the bar is {Bar} µs traced, with gaps.\n\n"));
        text.Append("| | bar / fastest tenth | µs, fastest tenth | median | KB a verdict |\n|---|---:|---:|---:|---:|\n");
        Append(text, "every fact filed, explained", () => Explain(pack.Scheme, new FactView(complete, on)));
        var gapped = Without(complete, 4, on);
        Append(text, "every fourth fact missing, explained", () => Explain(pack.Scheme, new FactView(gapped, on)));
        Append(text, "the same, without evidence", () => Evaluator.Survey(pack.Scheme, new FactView(gapped, on)).Findings.Count);
        Append(text, "explained, and the missing facts weighed by what they would decide", () => Evaluator.Decide(pack.Scheme, new FactView(gapped, on)).Missing.ToList().Count);
        Append(text, "outcome alone", () => (int)Evaluator.Outcome(pack.Scheme, new FactView(complete, on)));
        return Task.FromResult(text.ToString());
    }

    private static readonly CriteriaEvaluator Evaluator = new();

    private static int Explain(Scheme scheme, FactView view)
    {
        var verdict = Evaluator.Decide(scheme, view);
        return verdict.Findings.Sum(finding => finding.Evidence.Count + finding.Missing.Count) + verdict.Missing.Count;
    }

    private static SubjectFacts Without(SubjectFacts facts, int every, DateOnly on)
    {
        var builder = facts.ToBuilder();
        foreach (var fact in facts.All.OrderBy(fact => fact.Definition.Number).Where((_, index) => index % every == 0))
            builder.Forget(fact.Definition, fact.Period.IsState ? on : new DateOnly(fact.Period.Year, 6, 30));
        return builder.Build();
    }

    private static void Append(StringBuilder text, string name, Func<int> verdict)
    {
        var warm = Stopwatch.StartNew();
        while (warm.Elapsed.TotalSeconds < 1.5) verdict();
        var before = GC.GetAllocatedBytesForCurrentThread();
        verdict();
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / 1024d;
        var times = Enumerable.Range(0, Rounds).Select(_ => Time(verdict)).Order().ToList();
        text.Append(CultureInfo.InvariantCulture, $"| {name} | {Bar / times[Rounds / 10]:0.0} | {times[Rounds / 10]:0} | {times[Rounds / 2]:0} | {allocated:0} |\n");
    }

    private static double Time(Func<int> verdict)
    {
        var clock = Stopwatch.StartNew();
        for (var times = 0; times < Batch; times++) verdict();
        return clock.Elapsed.TotalMicroseconds / Batch;
    }

    private static string RulesFolder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "rules");
}
