using Funeng.Modules.Foundation;

namespace Funeng.Host;

/// <summary>How a site is started: from the command line by <c>serve</c>, from a test in process.</summary>
public sealed record SiteOptions
{
    public const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>Addresses to listen on, separated by semicolons; port 0 takes a free one.</summary>
    public string Urls { get; init; } = DefaultUrls;

    public string DataFolder { get; init; } = "data";

    /// <summary>A PostgreSQL connection string; null means the SQLite file in the data folder.</summary>
    public string? Database { get; init; }

    public CityContent City { get; init; } = CityContent.Demo;

    /// <summary>How many synthetic enterprises the demo city gets.</summary>
    public int Enterprises { get; init; } = 3000;

    /// <summary>How many projects the demo city gets; null for as many as go with its enterprises.</summary>
    public int? Projects { get; init; }

    /// <summary>The folder <c>rules/</c>; found by walking up from the program when not given.</summary>
    public string? RulesFolder { get; init; }

    public Installation Installation => new(Path.GetFullPath(DataFolder), Path.GetFullPath(RulesFolder ?? FindRules()), Database, City);

    private static string FindRules()
    {
        if (Environment.GetEnvironmentVariable("FUNENG_ROOT") is { Length: > 0 } root)
            return Path.Combine(root, "rules");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var rules = Path.Combine(folder.FullName, "rules");
            if (File.Exists(Path.Combine(rules, "facts.yaml")))
                return rules;
        }
        return Path.Combine(AppContext.BaseDirectory, "rules");
    }
}
