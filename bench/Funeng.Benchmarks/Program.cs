// One class per engine door; ./dev bench NAME [options]. Each prints a Markdown table with the ratio to its peer first.
using Funeng.Benchmarks;

var benchmarks = new Dictionary<string, Func<string[], Task<string>>>
{
    ["facts"] = FactStoreBench.RunAsync,
    ["verdicts"] = VerdictsBench.RunAsync,
    ["bars"] = BarsBench.RunAsync,
    ["criteria"] = CriteriaBench.RunAsync,
    ["feel"] = FeelBench.RunAsync,
    ["planning"] = PlanningBench.RunAsync,
    ["search"] = SearchBench.RunAsync,
    ["pages"] = PagesBench.RunAsync,
    ["lab"] = LabBench.RunAsync,
};

if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out var run))
{
    Console.Error.WriteLine($"usage: ./dev bench NAME; NAME is one of: {string.Join(", ", benchmarks.Keys)}");
    return 2;
}

Console.WriteLine(Machine.Describe());
Console.WriteLine(await run(args[1..]));
return 0;
