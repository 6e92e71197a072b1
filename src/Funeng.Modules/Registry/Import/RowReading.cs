using System.Globalization;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Registry.Import;

/// <summary>What has been read of a row so far.</summary>
internal sealed class RowReading(SheetPlan plan, int row, IReadOnlyDictionary<(int Row, int Column), string>? edits)
{
    private readonly List<CellProblem> problems = [];
    private readonly List<UnderstoodCell> otherwise = [];

    public SheetPlan Plan => plan;

    public int Row => row;

    public string Code { get; set; } = "";

    public string Name { get; set; } = "";

    public string? FormerName { get; set; }

    public string? ShortName { get; set; }

    public string? Region { get; set; }

    public string? Zone { get; set; }

    public (string Text, SheetColumn Column)? OpenTownship { get; set; }

    public List<HeldTitle>? Titles { get; set; }

    public DateOnly? TitleFrom { get; set; }

    public DateOnly? TitleTo { get; set; }

    public List<RowFact> Facts { get; } = [];

    public SheetCell Cell(int column) =>
        edits is not null && edits.TryGetValue((row, column), out var text) ? SheetCell.OfText(text) : plan.Sheet[row, column];

    public void Report(SheetColumn column, string message, string? proposal) =>
        problems.Add(new CellProblem(row, column.Index, column.Heading, Cell(column.Index).Text, message, proposal));

    /// <summary>Notes how a cell was understood where that differs from what stands there.</summary>
    public void Understand(int column, string understood)
    {
        if (understood.Length > 0 && !IsPlain(Cell(column).Text, understood))
        {
            otherwise.Add(new UnderstoodCell(column, understood));
        }
    }

    public EnterpriseRow ToRow(SheetFacts facts, RegionTree regions, DateOnly on)
    {
        if (SheetFacts.Date(Titles, TitleFrom, TitleTo, on) is { } problem)
        {
            Report((plan.Find(ColumnKind.TitleFrom) ?? plan.Find(ColumnKind.TitleTo))!, problem, null);
        }
        else if (Titles is [{ Versions: not null } dated] && plan.Find(ColumnKind.Titles) is { } titles)
        {
            // The day says which version of the title it is.
            otherwise.RemoveAll(cell => cell.Column == titles.Index);
            Understand(titles.Index, facts.Say(dated));
        }

        if (OpenTownship is { } open)
        {
            var county = regions.County(Region);
            if (county is not null && regions.Resolve(county.Name + open.Text, RegionKind.Township) is { } township)
            {
                Region = township.Code;
            }
            else
            {
                Report(open.Column, $"“{open.Text}”不在{county?.Name ?? "本市"}的镇街名单中，或有同名镇街。请写明区县，例如 {(regions.Counties is [var first, ..] ? first.Name : "")}{open.Text}。", null);
            }
        }

        return new EnterpriseRow(row, Code, Name)
        {
            FormerName = Known(FormerName),
            ShortName = Known(ShortName),
            Region = Region,
            Zone = Zone,
            Facts = Facts,
            Titles = Titles,
            Problems = problems,
            Otherwise = otherwise,
        };
    }

    // 12345 or 12345.0 in a column headed 万元 is plainly 12,345 万元; 1.2亿 and 12,345 人 are worth showing.
    private static bool IsPlain(string text, string understood)
    {
        var end = understood.IndexOf(' ', StringComparison.Ordinal);
        var number = end < 0 ? understood : understood[..end];
        return text == understood
            || (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var typed)
                && decimal.TryParse(number, NumberStyles.Number, CultureInfo.InvariantCulture, out var meant) && typed == meant);
    }

    private static string? Known(string? text) => text is null or "" or "-" or "—" or "无" or "/" ? null : text;
}
