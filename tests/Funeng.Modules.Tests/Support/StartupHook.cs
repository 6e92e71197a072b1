using System.Diagnostics;
using System.Reflection;

/// <summary>
/// Loaded by the runtime into the real program (DOTNET_STARTUP_HOOKS names this assembly), before its first line: the program itself knows nothing of it. At
/// the moment asked for it says so on the output and holds the writing thread for ever, so that a test can kill the program exactly there. It listens to
/// what EF Core tells of its commands and transactions and uses nothing but the base library.
/// </summary>
internal static class StartupHook
{
    /// <summary>The table whose first write is waited for.</summary>
    public const string Table = "FUNENG_TEST_HANG_TABLE";

    /// <summary>TransactionCommitting, or TransactionCommitted.</summary>
    public const string Moment = "FUNENG_TEST_HANG_MOMENT";

    public const string Says = "@hanging";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Table) is not { Length: > 0 } table || Environment.GetEnvironmentVariable(Moment) is not { Length: > 0 } moment) return;
        DiagnosticListener.AllListeners.Subscribe(new Each<DiagnosticListener>(listener =>
        {
            if (listener.Name == "Microsoft.EntityFrameworkCore") listener.Subscribe(new Each<KeyValuePair<string, object?>>(new Watch(table, "." + moment).Look));
        }));
    }

    private sealed class Watch(string table, string moment)
    {
        private readonly HashSet<object> written = [];

        public void Look(KeyValuePair<string, object?> told)
        {
            if (told.Value is not { } data) return;
            lock (written)
            {
                if (told.Key.EndsWith(".CommandExecuted", StringComparison.Ordinal) && Text(data) is { } text && text.Contains($"INSERT INTO {table} ", StringComparison.OrdinalIgnoreCase)) written.Add(Of(data, "ConnectionId")!);
                if (!told.Key.EndsWith(moment, StringComparison.Ordinal) || !written.Contains(Of(data, "ConnectionId")!)) return;
            }

            Console.WriteLine(Says);
            new ManualResetEventSlim().Wait();
        }

        private static string? Text(object data) => Of(data, "Command") is { } command ? (Of(command, "CommandText") as string)?.Replace("\"", "", StringComparison.Ordinal) : null;

        private static object? Of(object data, string name) => data.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance)?.GetValue(data);
    }

    private sealed class Each<T>(Action<T> next) : IObserver<T>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(T value) => next(value);
    }
}
