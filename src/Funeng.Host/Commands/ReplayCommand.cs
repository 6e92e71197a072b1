using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Schemes.Replay;

namespace Funeng.Host.Commands;

/// <summary>Decides stored verdicts again by the rules and facts they name: <c>replay [--data DIR] [--database C] [--sample N [--seed S]]</c>.</summary>
internal static class ReplayCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words).Allow("data", "database", "sample", "seed");
        int? sample = arguments.Find("sample") is null ? null : arguments.Number("sample", 0);
        var seed = arguments.Number("seed", Random.Shared.Next());
        var options = ServeCommand.Read(arguments);
        if (options.Installation is { Database: null } installation && !File.Exists(Path.Combine(installation.DataFolder, "funeng.db")))
            throw new UsageException($"{installation.DataFolder} holds no installation: there is no funeng.db in it");
        await using var site = await Site.OpenAsync(options, cancellation);
        await using var unit = site.Services.CreateAsyncScope();
        unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAsCommandLine();
        var report = await unit.ServiceProvider.GetRequiredService<ReplayVerdicts>().RunAsync(sample, cancellation, seed);
        foreach (var (verdict, what) in report.Differences)
            Console.WriteLine($"subject {verdict.Subject}, {verdict.Version} on {verdict.OnDate:yyyy-MM-dd}: {what}");
        if (sample is not null)
            Console.WriteLine($"a random sample of {report.Identical + report.Differences.Count} verdicts of {report.Schemes} schemes (--seed {seed})");
        Console.WriteLine($"{report.Identical} identical, {report.Differences.Count} different");
        return report.Differences.Count == 0 ? CommandTable.Done : CommandTable.Failed;
    }
}
