using System.Globalization;
using Funeng.Host.Demo;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Schemes;

namespace Funeng.Host.Commands;

/// <summary>Makes a synthetic city: <c>generate --enterprises N --seed S --out FILE.csv | --data DIR [--database C]</c>. Prints counts.</summary>
internal static class GenerateCommand
{
    private static readonly string[] Options = ["enterprises", "seed", "out", "data", "database", "city"];

    public static async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words).Allow(Options);
        var enterprises = arguments.Number("enterprises", 3000);
        if (enterprises is < 1 or > 100_000_000)
            throw new UsageException($"--enterprises must be from 1 to 100000000, not {enterprises}");
        var seed = arguments.Find("seed") is not { } text ? DemoCity.Seed
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var given) ? given
            : throw new UsageException($"--seed must be a whole number, not '{text}'");

        return (arguments.Find("out"), arguments.Find("data")) switch
        {
            ({ } file, null) => Sheet(file, enterprises, seed),
            (null, not null) => await LoadAsync(ServeCommand.Read(arguments), enterprises, seed, cancellation),
            _ => throw new UsageException("say either --out FILE.csv or --data DIR"),
        };
    }

    private static int Sheet(string file, int enterprises, long seed)
    {
        var rules = new SiteOptions().Installation.RulesFolder;
        var today = CityProfile.Read(rules).Today(TimeProvider.System);
        var made = DemoPlan.Read(rules, today.Year).Generate(enterprises, seed, today);
        using var output = File.Create(file);
        var rows = new DemoSheet(RuleBook.Load(rules).Catalogue, today).Write(output, made);
        Console.WriteLine($"{rows} enterprises");
        return CommandTable.Done;
    }

    private static async Task<int> LoadAsync(SiteOptions options, int enterprises, long seed, CancellationToken cancellation)
    {
        DemoMark.ClearAway(options);
        await using var site = await Site.OpenAsync(options, cancellation);
        var counts = await DemoCity.LoadAsync(site.Services, enterprises, seed, cancellation);
        if (counts.Enterprises == 0)
        {
            await Console.Error.WriteLineAsync($"funeng generate: {options.DataFolder} holds enterprises already; nothing was written");
            return CommandTable.Failed;
        }

        Console.WriteLine(counts);
        return CommandTable.Done;
    }
}
