using System.Text.RegularExpressions;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Facts;

/// <summary>How a sheet was understood: where its head is, what each column holds, where the rows begin.</summary>
/// <param name="Sheet">The sheet.</param>
/// <param name="FirstHeadRow">First row of the head, from zero.</param>
/// <param name="FirstRow">First row after the head.</param>
/// <param name="Columns">Every column with a heading or a filled cell, in order.</param>
/// <param name="MoneyUnit">The unit a line above the head names for the whole sheet (单位：万元).</param>
public sealed partial record SheetPlan(
    Sheet Sheet, int FirstHeadRow, int FirstRow, IReadOnlyList<SheetColumn> Columns, Unit? MoneyUnit)
{
    /// <summary>A row whose code begins so is the example of the template and is passed over.</summary>
    public const string ExampleMark = "示例";

    private const int RowsLookedAt = 30;
    private const int LargestHead = 3;

    // Columns looked at in all: a hundred sheets of fifteen columns, or one of over a thousand. A workbook made to be slow has more.
    private const int MostLooks = 150_000;

    private static readonly string[] TotalWords = ["合计", "总计", "小计", "共计", "总 计", "合 计", "小 计", "平均"];

    private IReadOnlyList<SheetColumn>? read;

    /// <summary>Whether rows of the sheet can be told to belong to an enterprise.</summary>
    public bool Identifies => Columns.Any(column => column.Meaning.Kind is ColumnKind.Code);

    /// <summary>The unit a bare number of a column is in: that of its heading, else the one a line above the head names for amounts.</summary>
    public Unit? UnitOf(SheetColumn column) => column.Meaning.Unit ?? (column.Meaning.Fact is { IsMoney: true } ? MoneyUnit : null);

    public SheetColumn? Find(ColumnKind kind) => Columns.FirstOrDefault(column => column.Meaning.Kind == kind);

    /// <summary>Finds the sheet and the head that mean most; null when no row of any sheet looks like a head.</summary>
    public static SheetPlan? Find(IReadOnlyList<Sheet> sheets, HeadingBook book)
    {
        SheetPlan? best = null;
        var (bestScore, looks) = (0, 0);
        foreach (var sheet in sheets.Where(sheet => !sheet.IsHidden))
        {
            for (var first = 0; first < Math.Min(RowsLookedAt, sheet.Rows.Count); first++)
            {
                for (var height = 1; height <= LargestHead && first + height <= sheet.Rows.Count; height++)
                {
                    if ((looks += sheet.Width) > MostLooks)
                    {
                        return best;
                    }

                    var columns = ReadColumns(sheet, first, first + height, book);
                    var score = Score(columns);
                    if (score > bestScore || (score == bestScore && best is not null && height < best.FirstRow - best.FirstHeadRow))
                    {
                        bestScore = score;
                        best = new SheetPlan(sheet, first, first + height, columns, UnitAbove(sheet, first));
                    }
                }
            }
        }

        return best;
    }

    /// <summary>Columns that mean something.</summary>
    public IReadOnlyList<SheetColumn> Read => read ??= [.. Columns.Where(column => column.Meaning.Kind is not (ColumnKind.Unknown or ColumnKind.Ignored))];

    /// <summary>The rows that speak of an enterprise, from zero: not empty ones, totals, the example, nor a head printed again.</summary>
    public IEnumerable<int> Rows()
    {
        for (var row = FirstRow; row < Sheet.Rows.Count; row++)
        {
            if (!IsPassedOver(row))
            {
                yield return row;
            }
        }
    }

    /// <summary>The rows that are sums of others, from zero: they are passed over, and who hands in the sheet is told.</summary>
    public IReadOnlyList<int> Totals() => [.. Enumerable.Range(FirstRow, Math.Max(0, Sheet.Rows.Count - FirstRow)).Where(row => !IsBlank(row) && !NamesCode(row) && HasTotal(row))];

    /// <summary>The same plan with the user's corrections: column index → meaning.</summary>
    public SheetPlan With(IReadOnlyDictionary<int, ColumnMeaning> corrections) => corrections.Count == 0 ? this : this with
    {
        read = null,
        Columns = [.. Columns.Select(column => corrections.TryGetValue(column.Index, out var meaning) ? column with { Meaning = meaning } : column)],
    };

    private bool IsPassedOver(int row) => IsBlank(row)
        || (NamesCode(row) ? IsRepeatedHead(row) || Sheet[row, Find(ColumnKind.Code)!.Index].Text.StartsWith(ExampleMark, StringComparison.Ordinal) : HasTotal(row));

    private bool IsBlank(int row) => Read.All(column => Sheet[row, column.Index].IsEmpty);

    private bool NamesCode(int row) => Find(ColumnKind.Code) is { } code && !Sheet[row, code.Index].IsEmpty && !IsTotal(Sheet[row, code.Index].Text);

    private bool HasTotal(int row) => Sheet.Rows[row].Take(4).Any(cell => IsTotal(cell.Text));

    // A head printed again on every page of the sheet.
    private bool IsRepeatedHead(int row) => Find(ColumnKind.Code)!.Index is var code && Sheet[row, code].Text.Trim() == Sheet[FirstRow - 1, code].Text.Trim();

    private static bool IsTotal(string text) =>
        text.Length is > 0 and < 12 && TotalWords.Any(word => text.Trim().StartsWith(word, StringComparison.Ordinal));

    // A code column weighs most, a name much, facts one each; of equal heads the first and lowest wins.
    private static int Score(IReadOnlyList<SheetColumn> columns) => columns
        .DistinctBy(column => (column.Meaning.Key, column.Meaning.Year))
        .Sum(column => column.Meaning.Kind switch
        {
            ColumnKind.Code => 10,
            ColumnKind.Name => 5,
            ColumnKind.Unknown or ColumnKind.Ignored => 0,
            _ => 1,
        });

    private static List<SheetColumn> ReadColumns(Sheet sheet, int first, int end, HeadingBook book)
    {
        var columns = new List<SheetColumn>();
        for (var column = 0; column < sheet.Width; column++)
        {
            var parts = new List<string>();
            for (var row = first; row < end; row++)
            {
                var text = sheet.Shown(row, column).Text.Trim();
                if (text.Length > 0 && (parts.Count == 0 || parts[^1] != text))
                {
                    parts.Add(text);
                }
            }

            if (parts.Count > 0 || HasContent(sheet, end, column))
            {
                columns.Add(new SheetColumn(column, string.Join(' ', parts).ReplaceLineEndings(""), book.Find(parts)));
            }
        }

        return columns;
    }

    private static bool HasContent(Sheet sheet, int from, int column)
    {
        for (var row = from; row < Math.Min(sheet.Rows.Count, from + RowsLookedAt); row++)
        {
            if (!sheet[row, column].IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private static Unit? UnitAbove(Sheet sheet, int head)
    {
        for (var row = 0; row < head; row++)
        {
            foreach (var cell in sheet.Rows[row])
            {
                if (SheetUnit().Match(ChineseText.HalfWidth(cell.Text)) is { Success: true } match && Unit.Find(match.Groups[1].Value) is { Base: "元" } unit)
                {
                    return unit;
                }
            }
        }

        return null;
    }

    [GeneratedRegex(@"单位\s*:\s*(\S{1,3}元|元)")]
    private static partial Regex SheetUnit();
}
