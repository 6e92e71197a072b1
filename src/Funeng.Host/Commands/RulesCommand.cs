using Funeng.Modules.Policies.Check;
using Funeng.Modules.Schemes;
using Funeng.Modules.Schemes.Check;

namespace Funeng.Host.Commands;

/// <summary>
/// Keeps the rule packs sound: <c>rules check [DIR]</c> for a rules folder or the packs in a folder below it, <c>rules facts [DIR]</c> writes facts.dmn, <c>rules cases ID [--write]</c> makes the
/// cases around every threshold.
/// </summary>
internal static class RulesCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words, "write").Allow("write", "rules");
        var folder = arguments.Find("rules") ?? new SiteOptions().Installation.RulesFolder;
        return arguments.At(0, "check, facts or cases") switch
        {
            "check" => Check(arguments.FindAt(1) ?? folder),
            "facts" => await WriteFactsAsync(arguments.FindAt(1) ?? folder, cancellation),
            "cases" => await WriteCasesAsync(folder, arguments.At(1, "the scheme's id"), arguments.Has("write"), cancellation),
            var other => throw new UsageException($"rules has check, facts and cases, not '{other}'"),
        };
    }

    private static int Check(string folder)
    {
        if (!Directory.Exists(folder)) throw new UsageException($"there is no folder '{folder}'");
        var part = RulePart.Find(folder)
            ?? throw new UsageException($"neither '{folder}' nor a folder above it has a facts.yaml; name a rules folder, or the folder of a pack in one");
        var book = RuleBook.Load(part.Root);
        var check = CheckRules.Run(book, part);
        foreach (var pack in check.Packs)
        {
            foreach (var table in pack.Tables) Console.WriteLine($"{pack.Pack}: note: {table}");
            foreach (var finding in pack.Findings) Console.WriteLine($"{pack.Pack}: {finding}");
        }

        var policies = CheckPolicies.Run(book, part);
        if (check.Packs.Count + policies.Policies + policies.Failed == 0) throw new UsageException($"there is no rule pack and no policy in '{folder}'");
        foreach (var finding in policies.Findings) Console.WriteLine(finding);
        var failed = check.Failed + policies.Failed;
        Console.WriteLine($"{check.Passed + policies.Passed} passed, {failed} failed");
        return failed == 0 ? CommandTable.Done : CommandTable.Failed;
    }

    private static async Task<int> WriteFactsAsync(string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, "facts.dmn");
        var book = RuleBook.Load(folder);
        await File.WriteAllTextAsync(path, FactsModel.Write(book.Catalogue), cancellation);
        Console.WriteLine($"{path}: {book.Catalogue.All.Count} facts");
        return CommandTable.Done;
    }

    private static async Task<int> WriteCasesAsync(string folder, string id, bool write, CancellationToken cancellation)
    {
        var book = RuleBook.Load(folder);
        var pack = book.FindLatest(id) ?? throw new UsageException($"there is no scheme '{id}'");
        var path = Path.Combine(pack.Folder, "cases.yaml");
        var text = WriteCases.Renew(File.Exists(path) ? await File.ReadAllTextAsync(path, cancellation) : "cases: []\n", ThresholdCases.Of(pack));
        if (write) await File.WriteAllTextAsync(path, text, cancellation);
        else Console.Write(text);
        return CommandTable.Done;
    }
}
