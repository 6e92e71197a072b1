using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Funeng.Benchmarks;

/// <summary>Runs a peer written for Node.js out of <c>bench/peers</c>, with the packages of its lock file.</summary>
internal static class NodePeer
{
    public static async Task InstallAsync(string folder)
    {
        if (!Directory.Exists(Path.Combine(PathOf(folder), "node_modules"))) await StartAsync("npm", folder, ["ci", "--no-audit", "--no-fund"], "");
    }

    /// <summary>The lines that a script prints.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string folder, string script, string input) =>
        (await StartAsync("node", folder, [script], input)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<string> StartAsync(string program, string folder, string[] words, string input)
    {
        var start = new ProcessStartInfo(program, words) { WorkingDirectory = PathOf(folder), RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', words)} ended with {process.ExitCode}");
    }

    private static string PathOf(string folder, [CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..", "peers", folder);
}
