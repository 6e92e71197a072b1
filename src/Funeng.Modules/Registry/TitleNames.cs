using Funeng.Engines.Facts;

namespace Funeng.Modules.Registry;

/// <summary>What titles are called, as far as the fact catalogue knows them: 持有专精特新2022 is the title 专精特新2022.</summary>
public sealed class TitleNames
{
    private const string Holding = "持有";
    private readonly Dictionary<string, string> names, full;

    public TitleNames(FactCatalogue catalogue)
    {
        All = [.. catalogue.All
            .Where(fact => fact.Origin is FactOrigin.TitleHeld)
            .Select(fact => (((FactOrigin.TitleHeld)fact.Origin).Scheme, Bare(fact.Name)))
            .DistinctBy(title => title.Scheme)];
        names = All.ToDictionary(title => title.Scheme, title => title.Name);
        full = catalogue.All.Where(fact => fact.Origin is FactOrigin.TitleHeld).DistinctBy(fact => ((FactOrigin.TitleHeld)fact.Origin).Scheme)
            .ToDictionary(fact => ((FactOrigin.TitleHeld)fact.Origin).Scheme, fact => Bare(fact.Label));
    }

    public IReadOnlyList<(string Scheme, string Name)> All { get; }

    public string Name(string scheme) => names.GetValueOrDefault(scheme, scheme);

    /// <summary>What it is called in a sentence, by the label of the catalogue: 高新技术企业证书, 专精特新中小企业称号(2022标准).</summary>
    public string FullName(string scheme) => full.GetValueOrDefault(scheme, scheme);

    private static string Bare(string name) => name.StartsWith(Holding, StringComparison.Ordinal) ? name[Holding.Length..] : name;
}
