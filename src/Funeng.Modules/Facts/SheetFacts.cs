using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Facts;

/// <summary>
/// Reads what the cells of an enterprise sheet say of facts, industry and titles. The import and the evaluation of a sheet both read
/// through it, so that they understand the same sheet alike.
/// </summary>
public sealed class SheetFacts(HeadingBook book, IndustryTree industries, TitleWords titles)
{
    public HeadingBook Book => book;

    /// <summary>What is needed to read sheets without an installation: the catalogue and the folder of the rules.</summary>
    public static SheetFacts Of(FactCatalogue catalogue, string rulesFolder) => new(
        HeadingBook.Read(catalogue, rulesFolder), IndustryTree.Read(rulesFolder), new TitleWords(catalogue, rulesFolder));

    /// <summary>Reads a cell of a column that holds a fact, the industry or the titles; any other column says nothing here.</summary>
    /// <param name="plan">How the sheet was understood.</param>
    /// <param name="column">The cell's column.</param>
    /// <param name="cell">The cell, perhaps corrected.</param>
    /// <param name="on">The application date: 上年度 is the year before its year.</param>
    /// <param name="year">The year the row says its yearly figures are of.</param>
    public CellFacts Read(SheetPlan plan, SheetColumn column, SheetCell cell, DateOnly on, RowYear year) => column.Meaning.Kind switch
    {
        ColumnKind.Fact => ReadFact(plan, column, cell, on, year),
        ColumnKind.Industry => ReadIndustry(column, cell),
        ColumnKind.Titles => ReadTitles(column, cell, on),
        ColumnKind.TitleFrom or ColumnKind.TitleTo => ReadTitleDay(cell),
        _ => CellFacts.Nothing,
    };

    private static CellFacts ReadFact(SheetPlan plan, SheetColumn column, SheetCell cell, DateOnly on, RowYear year)
    {
        var (fact, unit) = (column.Meaning.Fact!, plan.UnitOf(column));
        var reading = CatalogueCell.Read(cell, fact, unit);
        if (reading.Problem is { } problem)
        {
            return CellFacts.Refuse(problem, reading.Proposal);
        }

        // Of an unknown year nothing is filed; the cell of the year says why.
        if (reading.Value is not { } value || year.Date(column.Meaning) is not { } meaning)
        {
            return CellFacts.Nothing;
        }

        var (key, period) = meaning.FiledAs(on);
        return new CellFacts(
            new RowFact(key, period, value, column.Index) { MayBeFraction = MayBeFraction(fact, value, cell.Text) }, Shown(fact, value, unit, reading.Understood));
    }

    // 0.12 in a column of percentages may be meant as 12 %.
    private static bool MayBeFraction(FactDefinition fact, FeelValue value, string text) =>
        fact.Unit == "%" && value.Kind == FeelKind.Number && value.AsNumber().TryToDecimal(out var number) && Math.Abs(number) is > 0 and < 1
        && text.AsSpan().IndexOfAny("%％‰点") < 0;

    // An amount is shown in the unit of its column, so that it can be compared with what was typed.
    private static string Shown(FactDefinition fact, FeelValue value, Unit? unit, string understood) =>
        unit is { Base.Length: > 0, Factor: not 1 } && value.Kind == FeelKind.Number && value.AsNumber().TryToDecimal(out var number)
            ? $"{NumberCell.Plain(number / unit.Factor)} {unit.Name}"
            : fact.Unit == "%" ? understood.Replace("%", " %", StringComparison.Ordinal) : understood;

    private CellFacts ReadIndustry(SheetColumn column, SheetCell cell)
    {
        if (cell.IsEmpty || book.Catalogue.Find("industryCode") is not { } fact)
        {
            return CellFacts.Nothing;
        }

        // 0111 stored as the number 111.
        var text = cell.Kind == CellKind.Number && cell.Text.Length is 1 or 3 ? "0" + cell.Text : cell.Text;
        return industries.Resolve(text) is { Parent: not null } industry
            ? new CellFacts(new RowFact(fact.Key, Period.State, FeelValue.From(industry.Code), column.Index), $"{industry.Code} {industry.Name}")
            : CellFacts.Refuse($"“{cell.Text}”不是国民经济行业分类（GB/T 4754-2017）的大类、中类或小类。请填代码或名称，例如 3073 或 特种陶瓷制品制造。");
    }

    /// <summary>Gives the titles of a row the dates that stand in columns of their own. Of several titles nobody can tell whose they are.</summary>
    /// <returns>What is wrong, in Chinese, or null.</returns>
    public static string? Date(List<HeldTitle>? held, DateOnly? from, DateOnly? to, DateOnly on)
    {
        if (held is not { Count: > 0 } || (from is null && to is null))
        {
            return null;
        }

        if (held.Count > 1)
        {
            return "这一行有几项认定，分不清日期是哪一项的。请把日期写在认定名称后面的括号里，例如 高新技术企业(2024-12-07至2027-12-06)。";
        }

        if (to < from)
        {
            return "有效期的末日早于认定日期。";
        }

        held[0] = held[0].Date(from, to, on);
        return null;
    }

    /// <summary>A title as it was understood, by its name.</summary>
    public string Say(HeldTitle title) => title.Say(titles.NameOf(title.Scheme));

    private static CellFacts ReadTitleDay(SheetCell cell)
    {
        var reading = DateCell.Read(cell);
        return reading.Problem is { } problem ? CellFacts.Refuse(problem, reading.Proposal)
            : reading.IsEmpty ? CellFacts.Nothing
            : new CellFacts(null, reading.Understood) { TitleDay = reading.Value };
    }

    /// <summary>
    /// Whether an empty cell of titles says that none is held. It does where somebody filled the column in: where at least one cell names a
    /// title or says 无. A column that is empty from top to bottom, or says 详见附件, leaves the titles of every row open.
    /// </summary>
    /// <param name="plan">How the sheet was understood.</param>
    /// <param name="cell">The cell at a row and a column, perhaps corrected.</param>
    /// <param name="on">The day the sheet speaks of.</param>
    public bool ListsTitles(SheetPlan plan, Func<int, int, SheetCell> cell, DateOnly on) =>
        plan.Find(ColumnKind.Titles) is { } column && book.Catalogue.Find(SubjectFacts.TitlesChecked) is not null
        && plan.Rows().Select(row => cell(row, column.Index)).Any(filled => !filled.IsEmpty && IsStatement(filled.Text, on));

    private bool IsStatement(string text, DateOnly on) => titles.Read(text, on) is var (held, unknown) && (held.Count > 0 || unknown.Count == 0);

    private CellFacts ReadTitles(SheetColumn column, SheetCell cell, DateOnly on)
    {
        var (held, unknown) = titles.Read(cell.Text, on);
        // “None” is a statement; what an empty cell says depends on the column (ListsTitles).
        var saysNone = !cell.IsEmpty && held.Count == 0 && unknown.Count == 0 && book.Catalogue.Find(SubjectFacts.TitlesChecked) is not null;
        return new CellFacts(
            saysNone ? new RowFact(SubjectFacts.TitlesChecked, Period.State, FeelValue.True, column.Index) : null, saysNone ? "无" : string.Join("；", held.Select(Say)))
        {
            Titles = held, Problem = unknown.Count > 0 ? string.Concat(unknown.Select(titles.Refuse)) : null,
        };
    }
}

/// <summary>A fact a row states: the key and period it is filed under, and the column it stands in.</summary>
public readonly record struct RowFact(string Key, Period Period, FeelValue Value, int Column)
{
    /// <summary>A bare number below 1 in a column of percentages, where a fraction may have been meant.</summary>
    public bool MayBeFraction { get; init; }
}

/// <summary>What a cell was understood to say.</summary>
/// <param name="Fact">The fact; null when the cell is empty, is not understood or states none.</param>
/// <param name="Understood">The value as pages write it, with its unit.</param>
public sealed record CellFacts(RowFact? Fact, string Understood)
{
    public static CellFacts Nothing { get; } = new(null, "");

    /// <summary>The titles the cell says are held; null for a cell that does not speak of titles.</summary>
    public IReadOnlyList<HeldTitle>? Titles { get; init; }

    /// <summary>The first or last day of the row's title.</summary>
    public DateOnly? TitleDay { get; init; }

    /// <summary>What is wrong and how to put it right, in Chinese.</summary>
    public string? Problem { get; init; }

    /// <summary>A value that would do.</summary>
    public string? Proposal { get; init; }

    internal static CellFacts Refuse(string problem, string? proposal = null) => new(null, "") { Problem = problem, Proposal = proposal };
}
