namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>A worksheet in neutral form: rows of cells, counted from zero. Rows may be of different length.</summary>
public sealed class Sheet(string name, IReadOnlyList<SheetCell[]> rows, IReadOnlyList<MergedRange> merged, bool isHidden = false)
{
    // Only heads are looked at through their merged cells, and no head has more of them.
    private const int HeadRows = 40;
    private const int MostAtHead = 2000;
    private readonly List<MergedRange> atHead = [.. merged.Where(range => range.FirstRow < HeadRows).Take(MostAtHead)];

    public string Name => name;

    public IReadOnlyList<SheetCell[]> Rows => rows;

    public IReadOnlyList<MergedRange> Merged => merged;

    public bool IsHidden => isHidden;

    public int Width { get; } = rows.Count == 0 ? 0 : rows.Max(row => row.Length);

    public SheetCell this[int row, int column] =>
        row < rows.Count && column < rows[row].Length ? rows[row][column] : SheetCell.Empty;

    /// <summary>The cell shown at a place near the top: inside a merged range that is the range's first cell.</summary>
    public SheetCell Shown(int row, int column)
    {
        var own = this[row, column];
        if (!own.IsEmpty || merged.Count == 0)
        {
            return own;
        }

        var range = atHead.FirstOrDefault(candidate => candidate.Contains(row, column));
        return range is null ? own : this[range.FirstRow, range.FirstColumn];
    }

    /// <summary>Column letters as the spreadsheet program shows them: 0 is A, 26 is AA.</summary>
    public static string ColumnLetters(int column)
    {
        var letters = "";
        for (var rest = column; rest >= 0; rest = (rest / 26) - 1)
        {
            letters = (char)('A' + (rest % 26)) + letters;
        }

        return letters;
    }

    public static string Address(int row, int column) => $"{ColumnLetters(column)}{row + 1}";
}

public sealed record MergedRange(int FirstRow, int FirstColumn, int LastRow, int LastColumn)
{
    public bool Contains(int row, int column) =>
        row >= FirstRow && row <= LastRow && column >= FirstColumn && column <= LastColumn;
}

/// <summary>How far a file may go before it is refused. The defaults admit 50,000 rows of 120 columns.</summary>
public sealed record SheetLimits
{
    public const long LargestFile = 80L << 20;

    public static SheetLimits Default { get; } = new();

    public long FileBytes { get; init; } = LargestFile;

    /// <summary>Sum of the sizes an .xlsx unpacks to.</summary>
    public long UnpackedBytes { get; init; } = 700L << 20;

    /// <summary>Largest ratio of unpacked to packed size for a part of more than 8 MB; real sheets stay below 60.</summary>
    public int UnpackedRatio { get; init; } = 150;

    public int Parts { get; init; } = 2000;

    public long Cells { get; init; } = 10_000_000;

    public int Columns { get; init; } = 2000;

    /// <summary>Rows of all sheets, empty ones included.</summary>
    public int Rows { get; init; } = 200_000;

    public int Sheets { get; init; } = 100;

    public int Merged { get; init; } = 50_000;

    /// <summary>Places looked at to find where the rows of a sheet end: a stray cell far right makes every row long.</summary>
    public long Places { get; init; } = 150_000_000;

    /// <summary>Size of the part with the styles; beyond it the reader takes minutes.</summary>
    public long StyleBytes { get; init; } = 4L << 20;

    public int CellCharacters { get; init; } = 32_767;
}

/// <summary>Every way reading a file can end.</summary>
public abstract record SheetReading
{
    private SheetReading()
    {
    }

    public sealed record Read(string Format, IReadOnlyList<Sheet> Sheets) : SheetReading;

    /// <summary>The reason is Chinese, says what the file is and what to do, and is shown as it stands.</summary>
    public sealed record Refused(string Reason) : SheetReading;
}
