using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Registry.Import;

/// <summary>Corrections a user made to how a sheet was understood.</summary>
public sealed record SheetCorrections
{
    public static SheetCorrections None { get; } = new();

    /// <summary>Column → the word of its meaning: revenueY1, @name, @ignore.</summary>
    public Dictionary<int, string> Columns { get; init; } = [];

    /// <summary>"row,column" → the text that replaces what stands there.</summary>
    public Dictionary<string, string> Cells { get; init; } = [];

    /// <summary>"row,column" → the answer to what was asked about the cell; row −1 is a column as a whole.</summary>
    public Dictionary<string, string> Answers { get; init; } = [];

    /// <summary>The questions that nobody answered one by one and the user lets be written as they stand: those he was shown, and no other.</summary>
    public IReadOnlyList<string> Accepting { get; init; } = [];

    /// <summary>How many were written so.</summary>
    public int Accepted { get; init; }

    /// <summary>The only rows of the sheet that are looked at; null for all of them.</summary>
    public List<int>? Only { get; init; }

    /// <summary>The corrected cells by place.</summary>
    internal IReadOnlyDictionary<(int Row, int Column), string> Edits()
    {
        var edits = new Dictionary<(int, int), string>();
        foreach (var (place, text) in Cells)
        {
            var comma = place.IndexOf(',', StringComparison.Ordinal);
            if (comma > 0 && int.TryParse(place[..comma], out var row) && int.TryParse(place[(comma + 1)..], out var column))
            {
                edits[(row, column)] = text;
            }
        }

        return edits;
    }
}

/// <summary>Every way checking a file can end.</summary>
public abstract record SheetCheck
{
    private SheetCheck()
    {
    }

    /// <summary>The file cannot be read, or is no sheet of enterprises; the reason is Chinese and says what to do.</summary>
    public sealed record Refused(string Reason) : SheetCheck;

    public sealed record Checked(string Format, SheetPlan Plan, IReadOnlyList<EnterpriseRow> Rows, DateOnly On, string? TemplateVersion) : SheetCheck
    {
        /// <summary>The corrected cells, over what stands in the sheet.</summary>
        public IReadOnlyDictionary<(int Row, int Column), string> Edits { get; init; } = new Dictionary<(int, int), string>();

        /// <summary>Rows of the sheet that are sums of others; none where only some rows are looked at.</summary>
        public IReadOnlyList<int> Totals { get; init; } = [];

        public int Sound => Rows.Count(row => row.IsSound);

        public int Bad => Rows.Count - Sound;

        /// <summary>Rows that lack nothing but the city's word.</summary>
        public IEnumerable<EnterpriseRow> Waiting => Rows.Where(row => row.Problems.Count == 0 && row.IsWaiting);

        public IEnumerable<CellProblem> Problems => Rows.SelectMany(row => row.Problems);

        /// <summary>Questions without an answer about rows that would be written as soon as nothing else is wrong with them.</summary>
        public IEnumerable<CellQuestion> Unanswered => Open(Rows.Where(row => row is { IsHeld: false, IsWritten: false }));

        /// <summary>Those of them about rows that can be written now.</summary>
        public IEnumerable<CellQuestion> UnansweredSound => Open(Rows.Where(row => row is { IsSound: true, IsWritten: false }));

        public IEnumerable<CellQuestion> Questions => Rows.SelectMany(row => row.Questions);

        private static IEnumerable<CellQuestion> Open(IEnumerable<EnterpriseRow> rows) => rows.SelectMany(row => row.Questions).Where(question => !question.IsAnswered);

        /// <summary>The cell as corrected.</summary>
        public SheetCell Cell(int row, int column) => Edits.TryGetValue((row, column), out var text) ? SheetCell.OfText(text) : Plan.Sheet[row, column];

        public IReadOnlyDictionary<int, string> Headings => Plan.Columns.ToDictionary(column => column.Index, column => column.Heading);
    }
}

/// <summary>Reads a file as far as it can be read without storing anything: file, head, every row, and whether the user may write it.</summary>
public sealed class CheckSheet(EnterpriseSheet sheets, AskAboutRows ask, RegionTree regions)
{
    /// <param name="content">The file.</param>
    /// <param name="on">The day the sheet speaks of.</param>
    /// <param name="corrections">What the user corrected and answered.</param>
    /// <param name="cancellation">Stops the check.</param>
    /// <param name="written">Rows written before by the same import: nothing is asked about them again.</param>
    public async Task<SheetCheck> RunAsync(
        Stream content, DateOnly on, SheetCorrections corrections, CancellationToken cancellation, IReadOnlySet<int>? written = null)
    {
        switch (SheetReader.Read(content, SheetLimits.Default))
        {
            case SheetReading.Refused refused:
                return new SheetCheck.Refused(refused.Reason);
            case SheetReading.Read read:
                return await RunAsync(read, on, corrections, written, cancellation);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<SheetCheck> RunAsync(
        SheetReading.Read read, DateOnly on, SheetCorrections corrections, IReadOnlySet<int>? written, CancellationToken cancellation)
    {
        var plan = SheetPlan.Find(read.Sheets, sheets.Book)?.With(Meanings(corrections));
        if (plan is null)
        {
            return new SheetCheck.Refused("没有找到表头。表中应有一行写着“统一社会信用代码”“企业名称”和各项指标的名称；可下载模板对照。");
        }

        if (!plan.Identifies)
        {
            return new SheetCheck.Refused("表中没有“统一社会信用代码”一列，无法确定是哪家企业。请补上这一列；可下载模板对照。");
        }

        var edits = corrections.Edits();
        var rows = sheets.Read(plan, on, edits);
        if (corrections.Only is { } only)
        {
            var wanted = only.ToHashSet();
            rows = [.. rows.Where(row => wanted.Contains(row.Row))];
        }

        if (rows.Count == 0)
        {
            return new SheetCheck.Refused("表头下面没有数据行。请填写后再上传。");
        }

        if (written is { Count: > 0 })
        {
            rows = [.. rows.Select(row => written.Contains(row.Row) ? row with { IsWritten = true, Problems = [] } : row)];
        }

        var asked = await ask.RunAsync(rows, new SheetText(plan, edits, corrections.Answers, regions) { IsHandedOn = corrections.Only is not null }, cancellation);
        return new SheetCheck.Checked(read.Format, plan, asked, on, ImportTemplate.VersionOf(read.Sheets)) { Edits = edits, Totals = corrections.Only is null ? plan.Totals() : [] };
    }

    private Dictionary<int, ColumnMeaning> Meanings(SheetCorrections corrections)
    {
        var meanings = new Dictionary<int, ColumnMeaning>();
        foreach (var (column, word) in corrections.Columns)
        {
            // revenue/万元/2025: what, unit, year.
            var parts = word.Split('/');
            if (sheets.Book.MeaningOf(parts[0]) is { } meaning)
            {
                meanings[column] = meaning with
                {
                    Unit = parts.Length > 1 && Unit.Find(parts[1]) is { } unit && meaning.Fact is { } fact && unit.Measures(fact.Unit) ? unit : null,
                    Year = parts.Length > 2 && int.TryParse(parts[2], out var year) && year is > 1990 and < 2100 && meaning.Fact?.IsPerYear == true ? year : null,
                };
            }
        }

        return meanings;
    }
}
