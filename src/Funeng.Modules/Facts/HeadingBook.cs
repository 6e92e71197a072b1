using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Facts;

/// <summary>
/// Knows what headings mean: labels, names and keys of the fact catalogue, and the other words offices use
/// (<c>rules/reference/headings.csv</c>). Brackets, blanks, numbering and a unit or a year in the heading are seen through. A word that comes near
/// facts without being one of them (发明专利数: granted or in force?) is not understood, but the facts are proposed.
/// </summary>
public sealed partial class HeadingBook
{
    private static readonly Dictionary<string, ColumnKind> Words = new()
    {
        ["code"] = ColumnKind.Code, ["name"] = ColumnKind.Name, ["former"] = ColumnKind.FormerName, ["short"] = ColumnKind.ShortName,
        ["region"] = ColumnKind.Region, ["township"] = ColumnKind.Township, ["zone"] = ColumnKind.Zone, ["industry"] = ColumnKind.Industry,
        ["titles"] = ColumnKind.Titles, ["title-from"] = ColumnKind.TitleFrom, ["title-to"] = ColumnKind.TitleTo, ["year"] = ColumnKind.Year,
        ["ignore"] = ColumnKind.Ignored, ["unknown"] = ColumnKind.Unknown,
    };

    // Whatever is longer is no heading; the expressions below would take their time over it.
    private const int LongestHeading = 120;

    private readonly Dictionary<string, ColumnMeaning> meanings = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IReadOnlyList<FactDefinition>> proposals = new(StringComparer.OrdinalIgnoreCase);

    public HeadingBook(FactCatalogue catalogue, IEnumerable<(string Heading, string Meaning)> synonyms)
    {
        Catalogue = catalogue;
        foreach (var (heading, meaning) in synonyms)
        {
            if (meaning is ['?', .. var near])
            {
                proposals.TryAdd(Normal(heading), [.. near.Split('?').Select(catalogue.Find).OfType<FactDefinition>()]);
            }
            else if (MeaningOf(meaning) is { } known)
            {
                meanings.TryAdd(Normal(heading), known);
            }
        }

        foreach (var definition in catalogue.All.Where(definition => definition.Subject == "enterprise"))
        {
            var meaning = MeaningOf(definition);
            meanings.TryAdd(Normal(definition.Label), meaning);
            meanings.TryAdd(Normal(definition.Name), meaning);
            meanings.TryAdd(definition.Key, meaning);
        }
    }

    public FactCatalogue Catalogue { get; }

    /// <summary>Reads the synonyms of an installation from its folder of rules.</summary>
    public static HeadingBook Read(FactCatalogue catalogue, string rulesFolder)
    {
        var file = Path.Combine(rulesFolder, "reference", "headings.csv");
        return File.Exists(file) && SheetReader.Read(file) is SheetReading.Read { Sheets: [var sheet] }
            ? new HeadingBook(catalogue, sheet.Rows.Skip(1).Where(row => row.Length >= 2).Select(row => (row[0].Text, row[1].Text)))
            : new HeadingBook(catalogue, [("统一社会信用代码", "@code"), ("企业名称", "@name"), ("已获认定", "@titles")]);
    }

    /// <summary>The meaning behind a word of the synonyms or of a correction: @code, @ignore, revenue.</summary>
    public ColumnMeaning? MeaningOf(string word) =>
        word is ['@', ..]
            ? Words.TryGetValue(word[1..], out var kind) ? new ColumnMeaning(kind) : null
            : Catalogue.Find(word) is { } fact ? MeaningOf(fact) : null;

    /// <summary>What a heading means; its parts are the lines of a head of several rows, from the top down.</summary>
    public ColumnMeaning Find(IReadOnlyList<string> parts)
    {
        if (parts.Count == 0 || parts.Any(part => part.Length > LongestHeading))
        {
            return ColumnMeaning.Unknown;
        }

        // 营业收入（万元） over 2025年, 2025年 over 营业收入（万元）, or a group heading that says nothing.
        ColumnMeaning? misfit = null;
        foreach (var candidate in Candidates(parts))
        {
            if (FindOne(candidate) is { } meaning)
            {
                if (meaning.Problem is null)
                {
                    return meaning;
                }

                misfit ??= meaning;
            }
        }

        return misfit ?? Candidates(parts).Select(Propose).FirstOrDefault(proposed => proposed is not null) ?? ColumnMeaning.Unknown;
    }

    /// <summary>Not understood, with the facts that may be meant: only people can tell.</summary>
    private ColumnMeaning? Propose(string heading)
    {
        var (bare, _) = WithoutUnit(Tidy(heading));
        var relative = Relative().Match(bare);
        string[] spellings = [bare, WithoutYear(bare).Timeless, relative.Success ? relative.Groups["of"].Value : bare];
        return spellings.Select(text => proposals.GetValueOrDefault(Normal(text))).FirstOrDefault(facts => facts is { Count: > 0 }) is { } near
            ? ColumnMeaning.Unknown with { Proposed = near, Problem = Doubt(near) }
            : null;
    }

    private static string Doubt(IReadOnlyList<FactDefinition> near) => near.Count == 1
        ? $"也许是“{near[0].Label}”，核对口径后请在这里选定，或改用这个表头；没有选定就不导入。"
        : $"可能是{string.Concat(near.Select(fact => $"“{fact.Label}”"))}，口径不同，请选定是哪一项；没有选定就不导入。";

    private ColumnMeaning MeaningOf(FactDefinition fact) =>
        new(ColumnKind.Fact, fact) { YearsBack = fact.IsPerYear ? Catalogue.YearsBack(fact) : 0 };

    internal static string Word(ColumnKind kind) => Words.FirstOrDefault(pair => pair.Value == kind).Key ?? "unknown";

    private static IEnumerable<string> Candidates(IReadOnlyList<string> parts)
    {
        yield return parts[^1];
        for (var index = parts.Count - 2; index >= 0; index--)
        {
            yield return parts[index] + parts[^1];
            yield return parts[^1] + parts[index];
        }

        yield return string.Concat(parts);
        if (parts.Count > 1 && (YearPart().IsMatch(parts[^1]) || parts[^1].Length == 0))
        {
            yield return parts[^2];
        }
    }

    private ColumnMeaning? FindOne(string heading)
    {
        var text = Tidy(heading);
        if (meanings.TryGetValue(Normal(text), out var whole))
        {
            return whole;
        }

        var (bare, unit) = WithoutUnit(text);
        if (unit is not null && meanings.TryGetValue(Normal(bare), out var measured))
        {
            return Fits(measured, unit) ? measured with { Unit = unit } : Misfit(measured, unit.Name);
        }

        var (timeless, year) = WithoutYear(bare);
        if (year is not null && meanings.TryGetValue(Normal(timeless), out var dated) && dated.Fact is { } fact
            && (fact.IsPerYear || fact.Origin is FactOrigin.Filed) && (unit is null || Fits(dated, unit)))
        {
            return dated with { Unit = unit, Year = fact.IsPerYear ? year : null };
        }

        if (Relative().Match(bare) is { Success: true } relative && meanings.TryGetValue(Normal(relative.Groups["of"].Value), out var present)
            && Years(relative) is var back && ViewOf(present, back) is { } asked && (unit is null || Fits(asked, unit)))
        {
            return asked with { Unit = unit };
        }

        return Annotated().Match(text) is { Success: true } annotated && meanings.TryGetValue(Normal(annotated.Groups[1].Value), out var known)
            ? SaysTheSame(known, annotated.Groups[2].Value) ? known : Misfit(known, annotated.Groups[2].Value)
            : null;
    }

    private static int Years(Match relative) => relative.Groups["last"].Success ? 1 : relative.Groups["before"].Success ? 2 : 0;

    /// <summary>A yearly figure under another word for it, so many years before the application: 上年度 before 研发费用总额.</summary>
    private ColumnMeaning? ViewOf(ColumnMeaning named, int back) => named.Fact is not { Origin: FactOrigin.Filed { PerYear: true } } fact ? null
        : Catalogue.All.FirstOrDefault(other => other.Origin is FactOrigin.View view && view.Of == fact.Key && view.YearOffset == -back) is { } view ? MeaningOf(view) : null;

    // 是/否 after a yes-or-no fact, or the fact's own unit even when it is none that can be converted: 光伏装机容量（千瓦）.
    private static bool SaysTheSame(ColumnMeaning named, string written) => named.Fact is { } fact
        && ((fact.Type == FactType.Boolean && YesOrNo().IsMatch(written)) || Normal(written.Replace("单位:", "", StringComparison.Ordinal)) == Normal(fact.Unit));

    /// <summary>The heading names a fact, but in a unit the fact is not measured in: it is not guessed what was meant.</summary>
    private static ColumnMeaning? Misfit(ColumnMeaning named, string written) => named.Fact is not { } fact ? null : ColumnMeaning.Unknown with
    {
        Problem = $"“{fact.Label}”{(fact.Unit.Length == 0 ? "没有单位" : $"以{fact.Unit}计")}，读不懂表头中的“{written}”。",
    };

    private static bool Fits(ColumnMeaning meaning, Unit unit) => meaning.Fact is { } fact ? unit.Measures(fact.Unit) : meaning.Kind != ColumnKind.Code;

    private static (string Bare, Unit? Unit) WithoutUnit(string text)
    {
        // A label may have brackets of its own: 高新技术产品(服务)收入占总收入比例(%).
        foreach (Match bracketed in Bracketed().Matches(text))
        {
            if (Unit.Find(bracketed.Groups[1].Value.Replace("单位:", "", StringComparison.Ordinal).Trim()) is { } unit)
            {
                return (text.Remove(bracketed.Index, bracketed.Length).Trim(), unit);
            }
        }

        var trailing = Trailing().Match(text);
        return trailing.Success && Unit.Find(trailing.Groups[2].Value) is { } bare ? (trailing.Groups[1].Value.Trim(), bare) : (text, null);
    }

    private static (string Timeless, int? Year) WithoutYear(string text)
    {
        var match = Year().Match(text);
        return match.Success
            ? (text.Remove(match.Index, match.Length).Trim('(', ')', ' ', '-'), int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            : (text, null);
    }

    // Line breaks, stars of required columns and numbering are decoration.
    private static string Tidy(string heading)
    {
        var text = ChineseText.HalfWidth(heading).Replace("*", "", StringComparison.Ordinal).Replace("★", "", StringComparison.Ordinal).Trim();
        return Numbering().Replace(text, "");
    }

    private static string Normal(string text) =>
        string.Concat(ChineseText.HalfWidth(text).Where(character => !char.IsWhiteSpace(character) && character is not ('_' or ':')));

    [GeneratedRegex(@"[(\[【]\s*([^()\[\]【】]{1,8}?)\s*[)\]】]", RegexOptions.Singleline)]
    private static partial Regex Bracketed();

    // A label with something in brackets after it that is no unit: 上年度营业收入(吨).
    [GeneratedRegex(@"^(.+?)\s*[(\[【]([^()\[\]【】]{1,20})[)\]】]$", RegexOptions.Singleline)]
    private static partial Regex Annotated();

    [GeneratedRegex(@"^(?:(?<last>上一?年[度末]?)|(?<before>(?:上上|前)年[度末]?)|本年[度末]?)(?<of>.+)$")]
    private static partial Regex Relative();

    [GeneratedRegex(@"^\s*是\s*[/,、]?\s*否\s*$")]
    private static partial Regex YesOrNo();

    [GeneratedRegex(@"^(.+?)\s*[:/_,\s-]\s*([^:/_,\s-]{1,4})$", RegexOptions.Singleline)]
    private static partial Regex Trailing();

    [GeneratedRegex(@"((?:19|20)\d{2})\s*年?度?末?")]
    private static partial Regex Year();

    [GeneratedRegex(@"^\s*\(?(?:19|20)\d{2}\s*年?度?末?\)?\s*$")]
    private static partial Regex YearPart();

    [GeneratedRegex(@"^\s*(?:\(?\d{1,2}\)|\d{1,2}[.,](?!\d)|[一二三四五六七八九十]{1,2},)\s*")]
    private static partial Regex Numbering();
}
