using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Projects.Import;

/// <summary>What a column of a ledger holds: a field by its name in <c>ledger.yaml</c>, or the plan of a month.</summary>
internal sealed record LedgerColumn(int Index, string Heading, string Field, int Month, Unit? Unit)
{
    public bool IsMonth => Month > 0;

    public string? Fact => Field.StartsWith("fact:", StringComparison.Ordinal) ? Field[5..] : null;
}

/// <summary>Reads the heads of ledgers as offices write them; which words mean what is data.</summary>
internal sealed partial class LedgerHeadings
{
    private readonly Dictionary<string, string> fields;
    private readonly Dictionary<string, ProjectKind> kinds;
    private readonly Dictionary<string, string> stages;

    private LedgerHeadings(FileYaml yaml)
    {
        fields = yaml.Headings.SelectMany(pair => pair.Value.Select(word => (word, pair.Key))).ToDictionary(pair => pair.word, pair => pair.Key);
        kinds = yaml.Kinds.SelectMany(pair => pair.Value.Append(Enum.Parse<ProjectKind>(pair.Key).DisplayName()).Select(word => (word, Enum.Parse<ProjectKind>(pair.Key))))
            .ToDictionary(pair => pair.word, pair => pair.Item2);
        stages = yaml.Stages.SelectMany(pair => pair.Value.Select(word => (word, pair.Key))).ToDictionary(pair => pair.word, pair => pair.Key);
    }

    public static LedgerHeadings Read(Installation installation) => new(new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build()
        .Deserialize<FileYaml>(File.ReadAllText(Path.Combine(installation.RulesFolder, "projects", "ledger.yaml"))));

    public ProjectKind? Kind(string text) => kinds.TryGetValue(text.Trim(), out var kind) ? kind : null;

    public string Stage(string text) => stages.GetValueOrDefault(text.Trim(), text.Trim());

    public static string KindWords => string.Join('、', Enum.GetValues<ProjectKind>().Select(kind => kind.DisplayName()));

    /// <summary>The row of the head and its columns: the one of the first rows that names most; a head may stand over two rows.</summary>
    public (int Row, IReadOnlyList<LedgerColumn> Columns)? Find(Sheet sheet, int rows)
    {
        (int Row, List<LedgerColumn> Columns)? best = null;
        for (var row = 0; row < Math.Min(rows, sheet.Rows.Count); row++)
        {
            var columns = Columns(sheet, row);
            if (columns.Any(column => column.Field == "name") && columns.Count >= 3 && columns.Count > (best?.Columns.Count ?? 0))
                best = (row, columns);
        }

        return best;
    }

    private List<LedgerColumn> Columns(Sheet sheet, int row)
    {
        var unit = UnitAbove(sheet, row);
        var columns = new List<LedgerColumn>();
        for (var index = 0; index < sheet.Width; index++)
        {
            var own = sheet.Shown(row, index).Text;
            var above = row > 0 ? sheet.Shown(row - 1, index).Text : "";
            if (Of(index, own, above, unit) is { } column && columns.All(known => known.IsMonth || known.Field != column.Field || column.IsMonth))
                columns.Add(column);
        }

        return columns;
    }

    private LedgerColumn? Of(int index, string own, string above, Unit? sheetUnit)
    {
        var (text, unit) = Split(own);
        var (over, overUnit) = Split(above);
        if (Month().Match(text) is { Success: true } month && (text.Contains('计', StringComparison.Ordinal) || over.Contains("计划", StringComparison.Ordinal)))
        {
            var number = int.Parse(month.Groups[1].Value, CultureInfo.InvariantCulture);
            return number is >= 1 and <= 12 ? new LedgerColumn(index, own, "month", number, unit ?? overUnit ?? sheetUnit) : null;
        }

        return fields.TryGetValue(Year().Replace(text, ""), out var field) ? new LedgerColumn(index, own, field, 0, unit ?? sheetUnit) : null;
    }

    /// <summary>单位：万元 in the rows above the head.</summary>
    private static Unit? UnitAbove(Sheet sheet, int head)
    {
        for (var row = 0; row < head; row++)
        {
            for (var column = 0; column < sheet.Width; column++)
            {
                if (SaysUnit().Match(ChineseText.HalfWidth(sheet[row, column].Text)) is { Success: true } said)
                    return Unit.Find(said.Groups[1].Value);
            }
        }

        return null;
    }

    private static (string Text, Unit? Unit) Split(string heading)
    {
        var text = string.Concat(ChineseText.HalfWidth(heading.Length > 60 ? "" : heading).Where(letter => !char.IsWhiteSpace(letter)));
        var bracket = Bracket().Match(text);
        return bracket.Success ? (text[..bracket.Index], Unit.Find(bracket.Groups[1].Value)) : (text, null);
    }

    [GeneratedRegex(@"^(\d{1,2})月(份)?(计划|计划投资|投资计划)?$")]
    private static partial Regex Month();

    [GeneratedRegex(@"^(20\d\d年(度)?|截至[^完]{0,12})")]
    private static partial Regex Year();

    [GeneratedRegex(@"\(([^()]{1,10})\)$")]
    private static partial Regex Bracket();

    [GeneratedRegex(@"单位[::](元|万元|亿元)")]
    private static partial Regex SaysUnit();

    private sealed class FileYaml
    {
        public Dictionary<string, List<string>> Headings { get; set; } = [];
        public Dictionary<string, List<string>> Kinds { get; set; } = [];
        public Dictionary<string, List<string>> Stages { get; set; } = [];
    }
}
