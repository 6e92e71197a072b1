using Funeng.Host.Commands.Schedule;

namespace Funeng.Host.Commands;

/// <summary>
/// Every command by name. A command is a static class with <c>RunAsync(words, cancellation)</c> that answers the exit status;
/// add it here with one line. Names of the contract whose module does not exist yet answer "not built yet" and 3.
/// </summary>
internal static class CommandTable
{
    public const int Done = 0, Failed = 1, Misused = 2, NotBuiltYet = 3;

    private delegate Task<int> Command(IReadOnlyList<string> words, CancellationToken cancellation);

    /// <param name="Words">What may follow the name.</param>
    private sealed record Entry(Command Run, string Words, string Does);

    private static readonly Dictionary<string, Entry> Commands = new(StringComparer.Ordinal)
    {
        ["serve"] = new(ServeCommand.RunAsync, "[--urls URL] [--data DIR] [--database C] [--city demo|empty] [--enterprises N] [--projects N] [--warm yes|no]", "the site, with a demo city unless told otherwise; what ./run does without a command"),
        ["generate"] = new(GenerateCommand.RunAsync, "--enterprises N --seed S (--out FILE.csv | --data DIR) [--database C] [--city demo|empty]", "a synthetic city as a file or an installation"),
        ["import"] = new(ImportCommand.RunAsync, "FILE [--data DIR] [--database C] [--as enterprise] [--source S] [--on DATE] [--dry-run] [--errors FILE]", "the same import as the page"),
        ["rules"] = new(RulesCommand.RunAsync, "check [DIR] | facts [DIR] | cases ID [--write] | … [--rules DIR]", "checks the rule packs and runs their cases; writes facts.dmn; makes the cases around every threshold"),
        ["evaluate"] = new(EvaluateCommand.RunAsync, "--schemes ID[,ID…]|all --in FILE --out FILE [--on DATE] [--rules DIR]", "decides the enterprises of a sheet; stores nothing"),
        ["replay"] = new(ReplayCommand.RunAsync, "[--data DIR] [--database C] [--sample N] [--seed S]", "decides stored verdicts again by the rules and facts they name"),
        ["verdicts"] = new(VerdictsCommand.RunAsync, "DIR [--threads N] [--repeat N] [--counts FILE] [--store] [--width 64|256|512]", "batch verdicts over a neutral workload"),
        ["feel"] = new(FeelCommand.RunAsync, "'EXPR' [--context FILE.json]", "evaluates one FEEL expression"),
        ["tck"] = new(TckCommand.RunAsync, "DIR [--results FILE.csv] [--report FILE.md]", "runs the DMN TCK below a folder"),
        ["schedule"] = new(ScheduleCommand.RunAsync, "FILE.sm|FILE.json|FILE.xml [--seconds N] --out FILE.csv", "schedules a project"),
        ["notice"] = new(NoticeCommand.RunAsync, "FILE [--rules DIR]", "head and draft conditions of a policy text, as JSON"),
        ["accounts"] = new(AccountsCommand.RunAsync, "list | reset USER [--data DIR] [--database C]", "who can sign in, and a new password for one of them"),
        ["audit"] = new(AuditCommand.RunAsync, "verify [--data DIR] [--database C]", "checks the chain of audit rows"),
        ["backup"] = new(BackupCommand.BackUpAsync, "FILE [--data DIR] [--database C]", "everything in one file, while the site goes on serving"),
        ["restore"] = new(BackupCommand.RestoreAsync, "FILE [--data DIR] [--database C] [--replace]", "puts a backup in the place of an installation"),
    };

    private static readonly string[] Promised =
    [
        "feel", "tck", "verdicts", "evaluate", "import", "generate", "rules", "replay", "audit", "schedule", "statement", "notice",
        "backup", "restore",
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        // ./run without a command, or with options only, serves.
        var (name, words) = args is [var first, ..] && !first.StartsWith('-') ? (first, args[1..]) : ("serve", args);
        if (Explain(args) is { } help)
        {
            Console.WriteLine(help);
            return Done;
        }

        if (!Commands.TryGetValue(name, out var command))
            return Refuse(name);

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        try
        {
            return await command.Run(words, stop.Token);
        }
        catch (Exception problem) when (problem is UsageException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"funeng {name}: {problem.Message}");
            if (problem is UsageException) await Console.Error.WriteLineAsync($"usage: ./run {name} {command.Words}");
            return problem is UsageException ? Misused : Failed;
        }
        catch (Exception problem) when (problem is System.Data.Common.DbException || problem.InnerException is System.Net.Sockets.SocketException)
        {
            await Console.Error.WriteLineAsync($"funeng {name}: the database does not answer: {problem.Message}");
            return Failed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 130;
        }
    }

    /// <summary>What is asked for by <c>help</c>, <c>help NAME</c>, <c>--help</c> or <c>NAME --help</c>: all commands, or how one is used; null when nothing is.</summary>
    internal static string? Explain(IReadOnlyList<string> words)
    {
        var asks = words is ["help", ..] || words.Any(word => word is "--help" or "-h");
        if (!asks) return null;
        var name = words.FirstOrDefault(word => word != "help" && !word.StartsWith('-'));
        if (name is not null && Commands.TryGetValue(name, out var one)) return Line(name, one);
        const string head = "./run [COMMAND] [OPTION…]; without a command it serves\n\n  --no-build    does not look whether the program must be built anew\n  --help        of one command: ./run COMMAND --help\n\n";
        return head + string.Join('\n', Commands.Select(pair => Line(pair.Key, pair.Value)));
    }

    private static string Line(string name, Entry entry) => $"./run {name} {entry.Words}\n    {entry.Does}";

    private static int Refuse(string name)
    {
        if (Promised.Contains(name))
        {
            Console.Error.WriteLine("not built yet");
            return NotBuiltYet;
        }
        Console.Error.WriteLine($"funeng: there is no command '{name}'; there are: {string.Join(' ', Commands.Keys.Union(Promised))}; ./run --help says what each does");
        return Misused;
    }
}
