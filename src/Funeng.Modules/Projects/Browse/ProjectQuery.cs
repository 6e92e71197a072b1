using System.Globalization;
using Funeng.Modules.Foundation.Ui;
using Microsoft.AspNetCore.Http;

namespace Funeng.Modules.Projects.Browse;

/// <summary>The portfolio as an address says it; every page over it reads the same conditions. What the address says wrongly falls back silently.</summary>
public sealed record ProjectQuery
{
    private const int LongestText = 100;

    public static readonly IReadOnlyList<string> Controls = ["county", "zone", "kind", "stage", "light", "list", "nature"];

    public string Text { get; init; } = "";

    public string County { get; init; } = "";

    public string Zone { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Stage { get; init; } = "";

    public string Light { get; init; } = "";

    /// <summary>A problem list.</summary>
    public string List { get; init; } = "";

    public string Nature { get; init; } = "";

    public string Sort { get; init; } = "";

    public int Page { get; init; } = 1;

    public int Size { get; init; } = Pager.Sizes[0];

    public static ProjectQuery Read(IQueryCollection query)
    {
        string Value(string name) => query.TryGetValue(name, out var values) && values.ToString().Trim() is { Length: <= LongestText } text ? text : "";
        int Number(string name, int otherwise) => int.TryParse(Value(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100_000 ? number : otherwise;
        return new ProjectQuery
        {
            Text = Value("q"), County = Value("county"), Zone = Value("zone"), Kind = Value("kind"), Stage = Value("stage"), Light = Value("light"),
            List = Value("list"), Nature = Value("nature"), Sort = ProjectSort.Knows(Value("sort")) ? Value("sort") : "", Page = Number("page", 1),
            Size = Pager.Sizes.Contains(Number("size", 0)) ? Number("size", 0) : Pager.Sizes[0],
        };
    }

    public bool HasConditions => Text.Length + County.Length + Zone.Length + Kind.Length + Stage.Length + Light.Length + List.Length + Nature.Length > 0;

    public ListAddress Address(string path = "/projects") => new(path,
        ("q", Text), ("county", County), ("zone", Zone), ("kind", Kind), ("stage", Stage), ("light", Light), ("list", List), ("nature", Nature), ("sort", Sort),
        ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null),
        ("size", Size == Pager.Sizes[0] ? null : Size.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The rows that meet the conditions, in the order asked for.</summary>
    public IReadOnlyList<PortfolioRow> Apply(IEnumerable<PortfolioRow> rows, Func<string, IReadOnlyList<string>> withInner)
    {
        var zones = Zone.Length > 0 ? withInner(Zone) : [];
        var found = rows.Where(row =>
            (Text.Length == 0 || row.Project.Name.Contains(Text, StringComparison.OrdinalIgnoreCase) || row.Project.Code.Contains(Text, StringComparison.OrdinalIgnoreCase)
                || row.Project.OwnerName.Contains(Text, StringComparison.OrdinalIgnoreCase))
            && (County.Length == 0 || row.Project.Region?.StartsWith(County, StringComparison.Ordinal) == true)
            && (Zone.Length == 0 || (row.Project.Zone is { } zone && zones.Contains(zone)))
            && (Kind.Length == 0 || row.Project.Kind.ToString() == Kind)
            && (Stage.Length == 0 || row.Project.Stage == Stage)
            && (Light.Length == 0 || row.Light.ToString() == Light)
            && (Nature.Length == 0 || row.Project.Nature.ToString() == Nature)
            && (List.Length == 0 || row.Problems.Any(problem => problem.List == List)));
        return ProjectSort.Order(found, Sort);
    }
}

/// <summary>The orders of the portfolio; the usual one shows first what needs attention.</summary>
internal static class ProjectSort
{
    private static readonly Dictionary<string, Func<PortfolioRow, IComparable?>> Keys = new()
    {
        ["name"] = row => row.Project.Name,
        ["stage"] = row => row.Project.StageOn?.DayNumber,
        ["region"] = row => row.Project.Region,
        ["total"] = row => row.Project.TotalFen,
        ["plan"] = row => row.Project.PlanFen,
        ["done"] = row => row.Project.DonePercent,
        ["behind"] = row => row.Behind,
        ["reported"] = row => row.Project.ReportedOn?.DayNumber,
    };

    public static bool Knows(string sort) => Keys.ContainsKey(sort.TrimStart('-'));

    public static IReadOnlyList<PortfolioRow> Order(IEnumerable<PortfolioRow> rows, string sort)
    {
        if (!Keys.TryGetValue(sort.TrimStart('-'), out var key))
            return [.. rows.OrderBy(row => row.Light).ThenByDescending(row => row.Behind ?? decimal.MinValue).ThenByDescending(row => row.Project.TotalFen ?? 0).ThenBy(row => row.Project.Code, StringComparer.Ordinal)];
        // What is not known stands last, whichever way the order runs.
        var known = rows.OrderBy(row => key(row) is null);
        var ordered = sort.StartsWith('-') ? known.ThenByDescending(key, Comparer) : known.ThenBy(key, Comparer);
        return [.. ordered.ThenBy(row => row.Project.Code, StringComparer.Ordinal)];
    }

    private static readonly IComparer<IComparable?> Comparer = Comparer<IComparable?>.Create((left, right) =>
        left is string a && right is string b ? string.CompareOrdinal(a, b) : System.Collections.Comparer.DefaultInvariant.Compare(left, right));
}
