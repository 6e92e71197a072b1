using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Projects.Import;

/// <summary>What a column of a ledger holds: a field by its name in <c>ledger.yaml</c>, the plan or the figure of a month, or the day of a node.</summary>
internal sealed record LedgerColumn(int Index, string Heading, string Field, int Month, Unit? Unit)
{
    public const string Node = "node", NodeDone = "nodeDone", MonthDone = "monthDone";

    public bool IsMonth => Month > 0;

    public bool IsNode => Field is Node or NodeDone;

    /// <summary>Of these a ledger has many; of every other field it has one.</summary>
    public bool IsOneOfMany => IsMonth || IsNode;

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
            // A head over twelve months stands over the first of them where cells cannot be joined, as in a text file.
            for (var left = index - 1; row > 0 && above.Length == 0 && left >= 0 && BareMonth().IsMatch(own.Trim()); left--) above = sheet.Shown(row - 1, left).Text;
            if (Of(index, own, above, unit) is { } column && (column.IsOneOfMany || columns.All(known => known.Field != column.Field)))
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

        if (Done().Match(text) is { Success: true } done && (text.Contains("完成", StringComparison.Ordinal) || over.Contains("完成", StringComparison.Ordinal)))
        {
            var number = int.Parse(done.Groups[1].Value, CultureInfo.InvariantCulture);
            return number is >= 1 and <= 12 ? new LedgerColumn(index, own, LedgerColumn.MonthDone, number, unit ?? overUnit ?? sheetUnit) : null;
        }

        if (text.Length > 0 && own != above && NodesBelow().IsMatch(over))
            return new LedgerColumn(index, NodeWords().Replace(text, "") is { Length: > 0 } node ? node : text, IsDone(text) || IsDone(over) ? LedgerColumn.NodeDone : LedgerColumn.Node, 0, null);
        return fields.TryGetValue(Year().Replace(text, ""), out var field) ? new LedgerColumn(index, own, field, 0, unit ?? sheetUnit) : null;
    }

    private static bool IsDone(string words) => words.Contains("实际", StringComparison.Ordinal);

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

    [GeneratedRegex(@"^(\d{1,2})月(份)?(完成|完成投资|实际完成|投资完成)?$")]
    private static partial Regex Done();

    [GeneratedRegex(@"^\d{1,2}月份?$")]
    private static partial Regex BareMonth();

    // A head over several columns: 重要节点, 节点计划完成时间, 里程碑.
    [GeneratedRegex("节点|里程碑")]
    private static partial Regex NodesBelow();

    [GeneratedRegex("(计划|实际)?(完成)?(时间|日期)$")]
    private static partial Regex NodeWords();

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
