using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Schemes;
using Funeng.Modules.Schemes.Evaluate;

namespace Funeng.Host.Commands;

/// <summary>Decides the enterprises of a sheet: <c>evaluate --schemes ID[,ID…]|all --in FILE --out FILE [--on DATE]</c>. Stores nothing.</summary>
internal static class EvaluateCommand
{
    public static Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words).Allow("schemes", "in", "out", "on", "rules");
        var schemes = arguments.Get("schemes");
        var output = arguments.Get("out");
        // Said before the work, not after it.
        if (!EvaluationFile.CanWrite(output)) throw new UsageException($"--out must end in .csv, .xlsx or .json, not '{Path.GetFileName(output)}'");
        var on = arguments.Date("on") ?? DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime);
        var book = RuleBook.Load(arguments.Find("rules") ?? new SiteOptions().Installation.RulesFolder);
        var evaluation = Evaluate(book, ReadSheet(arguments.Get("in")), schemes, on);
        foreach (var note in evaluation.Notes) Console.Error.WriteLine(note);
        EvaluationFile.Write(output, evaluation.Lines);
        Console.WriteLine(Summary(evaluation, on));
        return Task.FromResult(CommandTable.Done);
    }

    private static SheetEvaluation Evaluate(RuleBook book, IReadOnlyList<Sheet> sheets, string schemes, DateOnly on)
    {
        string[]? ids = schemes == "all" ? null : schemes.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        try
        {
            return EvaluateSheet.Run(book, sheets, ids, on);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            throw new UsageException(fault.Message);
        }
    }

    private static IReadOnlyList<Sheet> ReadSheet(string path)
    {
        if (!File.Exists(path)) throw new UsageException($"there is no file '{path}'");
        return SheetReader.Read(path) switch
        {
            SheetReading.Read read => read.Sheets,
            SheetReading.Refused refused => throw new UsageException(refused.Reason),
            _ => throw new UsageException("表格是空的。"),
        };
    }

    private static string Summary(SheetEvaluation evaluation, DateOnly on)
    {
        var lines = evaluation.Lines;
        int Count(string verdict) => lines.Count(line => line.Verdict == verdict);
        var enterprises = lines.Select(line => (line.Code, line.Name)).Distinct().Count();
        return $"{enterprises} enterprises, {lines.Select(line => line.Scheme).Distinct().Count()} schemes on {on:yyyy-MM-dd}: "
            + $"{Count("met")} met, {Count("notMet")} not met, {Count("unknown")} unknown";
    }
}
