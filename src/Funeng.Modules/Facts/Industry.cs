using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Facts;

/// <summary>A heading of GB/T 4754-2017; its level is 门类, 大类, 中类 or 小类.</summary>
public sealed record Industry(string Code, string Name, string Level, string? Parent);

/// <summary>The national classification of industries, read from <c>rules/reference/industries.csv</c>.</summary>
public sealed class IndustryTree
{
    private readonly Dictionary<string, Industry> byCode;
    private readonly ILookup<string, Industry> byName;

    public IndustryTree(IReadOnlyList<Industry> industries)
    {
        All = industries;
        byCode = industries.ToDictionary(industry => industry.Code);
        byName = industries.ToLookup(industry => industry.Name);
        Sections = [.. industries.Where(industry => industry.Parent is null)];
    }

    public IReadOnlyList<Industry> All { get; }

    public IReadOnlyList<Industry> Sections { get; }

    public static IndustryTree Read(string rulesFolder)
    {
        var file = Path.Combine(rulesFolder, "reference", "industries.csv");
        if (!File.Exists(file))
        {
            return new IndustryTree([]);
        }

        return SheetReader.Read(file) is SheetReading.Read { Sheets: [var sheet] }
            ? new IndustryTree([.. sheet.Rows.Skip(1).Where(row => row.Length >= 3).Select(row => new Industry(
                row[0].Text, row[1].Text, row[2].Text, row.Length > 3 && !row[3].IsEmpty ? row[3].Text : null))])
            : throw new InvalidDataException($"{file} is not a table.");
    }

    /// <summary>The heading of a code; C3921, a class with its section before it, is the class.</summary>
    public Industry? Find(string? code)
    {
        if (string.IsNullOrEmpty(code))
        {
            return null;
        }

        return byCode.TryGetValue(code, out var industry) || (code.Length > 1 && byCode.TryGetValue(code[1..], out industry)) ? industry : null;
    }

    public string Name(string? code) => Find(code)?.Name ?? code ?? "";

    public Industry? Section(string? code)
    {
        var industry = Find(code);
        while (industry?.Parent is { } parent)
        {
            industry = Find(parent);
        }

        return industry;
    }

    public IEnumerable<Industry> Children(string code) => All.Where(industry => industry.Parent == code);

    /// <summary>Codes below a section, as prefixes: C is 13 … 43.</summary>
    public IReadOnlyList<string> Prefixes(string code) => code is [>= 'A' and <= 'Z'] ? [.. Children(code).Select(division => division.Code)] : [code];

    /// <summary>The heading a text names by its code or its name; of headings of one name the finest.</summary>
    public Industry? Resolve(string text)
    {
        var wanted = ChineseText.HalfWidth(text).Trim();
        return Find(wanted.ToUpperInvariant())
            ?? byName[text.Trim()].OrderByDescending(industry => industry.Code.Length).FirstOrDefault()
            ?? FindLeading(wanted);
    }

    // 3921 通信系统设备制造: code and name in one cell.
    private Industry? FindLeading(string text)
    {
        var code = string.Concat(text.TakeWhile(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return code.Length is >= 2 and <= 5 ? Find(code) : null;
    }
}
