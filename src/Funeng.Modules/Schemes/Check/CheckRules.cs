using Funeng.Engines.Facts;

namespace Funeng.Modules.Schemes.Check;

/// <summary>
/// Checks every pack of a rules folder: its text, its names, its notice, and every case with its expectations. Findings are complete:
/// one fault never hides the next.
/// </summary>
public static class CheckRules
{
    public static RuleCheck Run(string folder) => Run(RuleBook.Load(folder), new RulePart(folder, folder));

    /// <param name="book">The rules of the whole folder.</param>
    /// <param name="part">What of them is checked.</param>
    public static RuleCheck Run(RuleBook book, RulePart part)
    {
        var checks = new List<PackCheck>();
        foreach (var place in book.Problems.GroupBy(problem => problem.Place).Where(place => book.FindLatest(place.Key) is null && (IsOfCatalogue(place.Key) || part.HoldsFolder(place.Key))))
            checks.Add(new PackCheck(place.Key, [.. place.Select(problem => problem.Message)], 0));
        checks.AddRange(book.Packs.Where(pack => part.Holds(pack.Folder)).Select(pack => Check(pack, book)));
        if (part.IsAll) checks.AddRange(FactsModelCheck(part.Root, book.Catalogue));
        return new RuleCheck(checks);
    }

    // A faulty catalogue is everybody's matter.
    private static bool IsOfCatalogue(string place) => place.StartsWith("facts.yaml", StringComparison.Ordinal);

    private static PackCheck Check(RulePack pack, RuleBook book)
    {
        var findings = book.Problems.Where(problem => problem.Place == pack.Id).Select(problem => problem.Message).ToList();
        findings.AddRange(ModelText.Check(pack.Text.Criteria, book.Catalogue));
        findings.AddRange(PackRules.Check(pack, book));
        var tables = PackTables.Analyse(pack, book.Catalogue);
        findings.AddRange(tables.SelectMany(TableLines.Faults));
        return CheckCases(pack, book, findings) with { Tables = [.. tables.SelectMany(TableLines.Of)] };
    }

    private static PackCheck CheckCases(RulePack pack, RuleBook book, List<string> findings)
    {
        if (pack != book.FindLatest(pack.Id)) return new PackCheck(pack.VersionName, findings, 0);
        var path = Path.Combine(pack.Folder, "cases.yaml");
        if (!File.Exists(path)) return new PackCheck(pack.VersionName, [.. findings, "It has no cases.yaml."], 0);
        try
        {
            var results = RunCases.Run(RuleCases.Parse(File.ReadAllText(path), book.Catalogue), pack, book);
            findings.AddRange(results.SelectMany(result => result.Failures));
            return new PackCheck(pack.VersionName, findings, results.Count(result => result.Misses.Count == 0));
        }
        catch (FormatException fault)
        {
            return new PackCheck(pack.VersionName, [.. findings, $"cases.yaml, {fault.Message}"], 0);
        }
    }

    private static IEnumerable<PackCheck> FactsModelCheck(string folder, FactCatalogue catalogue)
    {
        var path = Path.Combine(folder, "facts.dmn");
        if (File.Exists(path) && File.ReadAllText(path) == FactsModel.Write(catalogue)) return [];
        return [new PackCheck("facts.dmn", ["It is not what facts.yaml says; run ./run rules facts."], 0)];
    }
}

/// <summary>Everything found about one pack, and how many of its cases passed.</summary>
public sealed record PackCheck(string Pack, IReadOnlyList<string> Findings, int CasesPassed)
{
    /// <summary>What the analysis says of each decision table besides its faults: complete, or gaps and what was not analysed.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];
}

public sealed record RuleCheck(IReadOnlyList<PackCheck> Packs)
{
    /// <summary>Sound packs and passed cases.</summary>
    public int Passed => Packs.Sum(pack => pack.CasesPassed + (pack.Findings.Count == 0 ? 1 : 0));

    public int Failed => Packs.Sum(pack => pack.Findings.Count);
}
