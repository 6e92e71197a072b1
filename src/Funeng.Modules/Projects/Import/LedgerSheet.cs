using Funeng.Engines.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Projects.Import;

/// <summary>One row of a ledger as it was understood; it is written only when it has no problems.</summary>
public sealed record LedgerRowReading(int Row, string Name, LedgerRow? Understood, IReadOnlyList<string> Problems)
{
    public string OwnerCode { get; init; } = "";
}

/// <summary>A whole ledger: what its columns mean, and its rows; or why it cannot be read at all.</summary>
public sealed record LedgerReading(string Sheet, IReadOnlyList<string> Columns, IReadOnlyList<string> Unread, IReadOnlyList<LedgerRowReading> Rows, string? Refusal)
{
    public static LedgerReading Refused(string reason) => new("", [], [], [], reason);

    public int Sound => Rows.Count(row => row.Problems.Count == 0);
}

/// <summary>What the words of a ledger are held against.</summary>
internal sealed record LedgerWords(LedgerHeadings Headings, FactCatalogue Catalogue, LifeCycle LifeCycle, RegionTree Regions)
{
    /// <summary>A place written as it is understood: a district with a township of it.</summary>
    public string Example => Regions.Counties is [var county, ..] ? county.Name + (Regions.Children(county.Code) is [var inner, ..] ? inner.Name : "") : "区县";
}

/// <summary>Understands a bureau's project ledger. What a cell says wrongly stands against its row, in words; nothing is guessed.</summary>
public sealed class LedgerSheet(Installation installation, FactCatalogue catalogue, LifeCycle lifeCycle, RegionTree regions)
{
    public const int MostRows = 5000;

    private const int HeadRows = 15;

    private static readonly SheetLimits Limits = new() { FileBytes = ImportLedger.LargestFile, Rows = 20_000 };

    private readonly LedgerWords words = new(LedgerHeadings.Read(installation), catalogue, lifeCycle, regions);

    public LedgerReading Read(byte[] content, DateOnly today)
    {
        switch (SheetReader.Read(content, Limits))
        {
            case SheetReading.Refused refused:
                return LedgerReading.Refused(refused.Reason);
            case SheetReading.Read read:
                foreach (var sheet in read.Sheets.Where(sheet => !sheet.IsHidden))
                {
                    if (words.Headings.Find(sheet, HeadRows) is { } head)
                        return Rows(sheet, head.Row, head.Columns, today);
                }

                return LedgerReading.Refused("没有找到表头。表头要有“项目名称”和至少两个别的栏目，例如“项目类别”“所在区县”“总投资（万元）”。");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private LedgerReading Rows(Sheet sheet, int head, IReadOnlyList<LedgerColumn> columns, DateOnly today)
    {
        if (sheet.Rows.Count - head - 1 > MostRows)
            return LedgerReading.Refused($"表中有 {sheet.Rows.Count - head - 1} 行，一次最多 {MostRows} 行。请分开导入。");
        var name = columns.First(column => column.Field == "name");
        var rows = new List<LedgerRowReading>();
        for (var index = head + 1; index < sheet.Rows.Count; index++)
        {
            var text = sheet[index, name.Index].Text.Trim();
            if (text.Length > 0 && text is not ("合计" or "总计" or "小计"))
                rows.Add(new LedgerRowReader(words, sheet, index, columns, today).Read(text));
        }

        foreach (var (row, other) in rows.GroupBy(row => row.Understood?.Code is { Length: > 0 } code ? code : row.Name).Where(group => group.Count() > 1).SelectMany(group => group.Skip(1).Select(row => (row, group.First()))).ToList())
            rows[rows.IndexOf(row)] = row with { Problems = [.. row.Problems, $"与第 {other.Row} 行是同一个项目。"] };
        var unread = Enumerable.Range(0, sheet.Width).Where(column => columns.All(known => known.Index != column)).Select(column => sheet.Shown(head, column).Text.Trim()).Where(text => text.Length > 0);
        return new LedgerReading(sheet.Name, [.. columns.Select(column => column.Heading.ReplaceLineEndings(""))], [.. unread], rows, null);
    }
}
