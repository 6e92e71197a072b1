using System.Globalization;
using Funeng.Modules.Foundation.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Funeng.Modules.Registry.Browse;

/// <summary>The list of enterprises as its address says it. What the address says wrongly falls back silently.</summary>
public sealed record EnterpriseQuery
{
    public const string DefaultSort = "-revenue";
    private const int LongestText = 300;
    private const int LongestCode = 40;
    private const int MostPicked = 200;
    private const char Comma = '.';
    private static readonly string[] Own = ["q", "county", "township", "zone", "industry", "title", "source", "view"];

    public string Text { get; init; } = "";

    public string County { get; init; } = "";

    public string Township { get; init; } = "";

    public string Zone { get; init; } = "";

    /// <summary>A section (C), a division (30) or a finer code.</summary>
    public string Industry { get; init; } = "";

    /// <summary>A scheme whose title is held today.</summary>
    public string Title { get; init; } = "";

    /// <summary>A source that has reported about the enterprise.</summary>
    public string Source { get; init; } = "";

    /// <summary>Key of a saved view.</summary>
    public string View { get; init; } = "";

    /// <summary>Id of a view the user has saved; its conditions stand beside it.</summary>
    public string Saved { get; init; } = "";

    /// <summary>Keys of the columns to show; empty for the usual ones.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Codes of the rows ticked on the page; empty for the whole result.</summary>
    public IReadOnlyList<string> Picked { get; init; } = [];

    /// <summary>Conditions of other modules, by their keys.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();

    /// <summary>A key, with a minus before it when descending.</summary>
    public string Sort { get; init; } = DefaultSort;

    public int Page { get; init; } = 1;

    public int Size { get; init; } = Pager.Sizes[0];

    public static EnterpriseQuery Read(IQueryCollection query, IEnumerable<IEnterpriseFilter> filters)
    {
        string Value(string name) => query.TryGetValue(name, out StringValues values) && values.ToString().Trim() is { Length: <= LongestText } text ? text : "";
        var township = Value("township");
        var county = Value("county");
        return new EnterpriseQuery
        {
            Text = Value("q"),
            County = county,
            // Another county was chosen: its townships are others.
            Township = county.Length > 0 && !township.StartsWith(county, StringComparison.Ordinal) ? "" : township,
            Zone = Value("zone"),
            Industry = Value("industry"),
            Title = Value("title"),
            Source = Value("source"),
            View = Value("view"),
            Saved = Value("saved"),
            // Of the form of the column chooser, or of an address.
            Columns = query.TryGetValue("col", out var ticked) ? [.. ticked.OfType<string>().Where(IsWord)] : [.. Value("cols").Split(Comma).Where(IsWord)],
            Picked = query.TryGetValue("pick", out var codes) ? [.. codes.OfType<string>().Where(code => code.Length is > 0 and <= LongestCode).Distinct().Take(MostPicked)] : [],
            More = filters.Select(filter => (filter.Key, Value: Value(filter.Key))).Where(pair => pair.Value.Length > 0).ToDictionary(pair => pair.Key, pair => pair.Value),
            Sort = EnterpriseSort.Knows(Value("sort")) ? Value("sort") : DefaultSort,
            Page = Math.Max(1, Number(Value("page"), 1)),
            Size = Pager.Sizes.Contains(Number(Value("size"), 0)) ? Number(Value("size"), 0) : Pager.Sizes[0],
        };
    }

    public bool HasConditions => Text.Length + County.Length + Township.Length + Zone.Length + Industry.Length + Title.Length + Source.Length > 0 || More.Count > 0;

    public ListAddress Address(string path = "/enterprises") => new(path,
    [
        ("view", View), ("saved", Saved), ("q", Text), ("county", County), ("township", Township), ("zone", Zone), ("industry", Industry), ("title", Title), ("source", Source),
        .. More.Select(pair => (pair.Key, (string?)pair.Value)),
        ("sort", Sort == DefaultSort ? null : Sort),
        ("cols", Columns.Count == 0 ? null : string.Join(Comma, Columns)),
        ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null),
        ("size", Size == Pager.Sizes[0] ? null : Size.ToString(CultureInfo.InvariantCulture)),
    ]);

    /// <summary>The names of the filter controls, the search field apart.</summary>
    public static IReadOnlyList<string> Controls(IEnumerable<IEnterpriseFilter> filters) => [.. Own.Except(["q", "view"]), .. filters.Select(filter => filter.Key)];

    private static bool IsWord(string key) => key.Length is > 0 and <= 40 && key.All(char.IsAsciiLetterOrDigit);

    private static int Number(string text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1_000_000 ? number : otherwise;
}
