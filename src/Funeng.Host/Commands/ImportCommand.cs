using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Registry.Import;

namespace Funeng.Host.Commands;

/// <summary>
/// The same import as the page: <c>import FILE [--data DIR] [--database C] [--as enterprise] [--source S] [--on DATE] [--dry-run] [--errors FILE]</c>.
/// Prints <c>N rows imported, N rows refused</c>; sound rows are stored, bad ones not. A refused file stores nothing.
/// </summary>
internal static class ImportCommand
{
    private static readonly string[] Options = ["data", "database", "as", "source", "on", "dry-run", "errors"];

    public static async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words, "dry-run").Allow(Options);
        var path = arguments.At(0, "the file to import");
        if (arguments.Find("as") is { } kind and not ("enterprise" or "enterprises"))
        {
            throw new UsageException($"--as must be enterprise, not '{kind}'; other kinds of sheets are not built yet");
        }

        // Opened first: a file that is not there makes no data folder.
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        await using var site = await Site.OpenAsync(ServeCommand.Read(arguments) with { City = CityContent.Empty }, cancellation);
        await using var scope = site.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<CurrentUser>().ActAsCommandLine();
        var on = arguments.Date("on") ?? services.GetRequiredService<CityProfile>().Today(services.GetRequiredService<TimeProvider>());
        var check = await services.GetRequiredService<CheckSheet>().RunAsync(file, on, SheetCorrections.None, cancellation);
        switch (check)
        {
            case SheetCheck.Refused refused:
                await Console.Error.WriteLineAsync(refused.Reason);
                return CommandTable.Failed;
            case SheetCheck.Checked sheet:
                return await WriteAsync(services, sheet, Path.GetFileName(path), arguments, on, cancellation);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<int> WriteAsync(
        IServiceProvider services, SheetCheck.Checked sheet, string title, Arguments arguments, DateOnly on, CancellationToken cancellation)
    {
        if (arguments.Find("errors") is { } errors)
        {
            WriteErrors(errors, sheet);
        }

        foreach (var column in sheet.Plan.Columns.Where(column => column.Meaning.Kind == ColumnKind.Unknown && column.Heading.Length > 0))
        {
            await Console.Error.WriteLineAsync($"column {column.Letters} '{column.Heading}' was not understood and is left out");
        }

        foreach (var problem in sheet.Problems.Take(20))
        {
            await Console.Error.WriteLineAsync($"row {problem.Row + 1} {problem.Heading} '{problem.Value}': {problem.Message}");
        }

        if (arguments.Has("dry-run"))
        {
            Console.WriteLine($"{sheet.Sound} rows could be imported, {sheet.Bad} rows refused");
            return CommandTable.Done;
        }

        var report = await services.GetRequiredService<ImportEnterprises>().RunAsync(
            new ImportRequest(sheet.Rows, sheet.Headings, title, arguments.Find("source") ?? ImportSources.Default, on), null, cancellation);
        Console.WriteLine($"{report.Imported} rows imported, {sheet.Bad} rows refused");
        await Console.Error.WriteLineAsync($"{report.Added} enterprises new, {report.Changed} rows changed something, {report.Values} values filed");
        return CommandTable.Done;
    }

    private static void WriteErrors(string path, SheetCheck.Checked sheet)
    {
        using var output = new FileStream(path, FileMode.Create, FileAccess.Write);
        if (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            AnnotatedSheet.WriteCsv(output, sheet);
        }
        else
        {
            AnnotatedSheet.WriteXlsx(output, sheet, onlyBad: true);
        }
    }
}
