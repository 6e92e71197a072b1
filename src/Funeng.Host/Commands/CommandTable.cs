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

    private static readonly Dictionary<string, Command> Commands = new(StringComparer.Ordinal)
    {
        ["serve"] = ServeCommand.RunAsync,
        ["generate"] = GenerateCommand.RunAsync,
        ["rules"] = RulesCommand.RunAsync,
        ["evaluate"] = EvaluateCommand.RunAsync,
        ["replay"] = ReplayCommand.RunAsync,
        ["feel"] = FeelCommand.RunAsync,
        ["verdicts"] = VerdictsCommand.RunAsync,
        ["tck"] = TckCommand.RunAsync,
        ["audit"] = AuditCommand.RunAsync,
        ["accounts"] = AccountsCommand.RunAsync,
        ["import"] = ImportCommand.RunAsync,
        ["backup"] = BackupCommand.BackUpAsync,
        ["restore"] = BackupCommand.RestoreAsync,
        ["schedule"] = ScheduleCommand.RunAsync,
        ["notice"] = NoticeCommand.RunAsync,
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
            return await command(words, stop.Token);
        }
        catch (Exception problem) when (problem is UsageException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"funeng {name}: {problem.Message}");
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

    private static int Refuse(string name)
    {
        if (Promised.Contains(name))
        {
            Console.Error.WriteLine("not built yet");
            return NotBuiltYet;
        }
        Console.Error.WriteLine($"funeng: there is no command '{name}'; there are: {string.Join(' ', Commands.Keys.Union(Promised))}");
        return Misused;
    }
}
