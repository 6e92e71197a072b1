using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Facts;

/// <summary>What a column of a sheet holds: something that identifies the enterprise, a fact, or nothing that is kept.</summary>
public enum ColumnKind
{
    Unknown,
    Ignored,
    Code,
    Name,
    FormerName,
    ShortName,
    Region,
    Township,
    Zone,
    Industry,
    Titles,
    TitleFrom,
    TitleTo,
    Year,
    Fact,
}

/// <summary>The meaning of a column.</summary>
/// <param name="Kind">The kind of meaning.</param>
/// <param name="Fact">The fact, when it is one.</param>
/// <param name="Unit">The unit the heading names; null when it names none.</param>
/// <param name="Year">The year the heading names; null when it names none.</param>
public sealed record ColumnMeaning(ColumnKind Kind, FactDefinition? Fact = null, Unit? Unit = null, int? Year = null)
{
    /// <summary>How many years before the year of the application a yearly figure is asked for when its heading names no year.</summary>
    public int YearsBack { get; init; }

    /// <summary>Why a heading that names a fact is not understood all the same, in Chinese.</summary>
    public string? Problem { get; init; }

    /// <summary>The facts that may be meant by a heading that is not understood; never taken without somebody saying so.</summary>
    public IReadOnlyList<FactDefinition> Proposed { get; init; } = [];

    public static ColumnMeaning Unknown { get; } = new(ColumnKind.Unknown);

    /// <summary>The key of the choice that means this, as in the corrections of the wizard: a fact key or @name.</summary>
    public string Key => Fact?.Key ?? "@" + HeadingBook.Word(Kind);

    public string Title => Fact?.Label ?? Kind switch
    {
        ColumnKind.Code => "统一社会信用代码",
        ColumnKind.Name => "企业名称",
        ColumnKind.FormerName => "曾用名",
        ColumnKind.ShortName => "简称",
        ColumnKind.Region => "所在区县或镇街",
        ColumnKind.Township => "所在镇街",
        ColumnKind.Zone => "所在功能区",
        ColumnKind.Industry => "国民经济行业",
        ColumnKind.Titles => "已获认定",
        ColumnKind.TitleFrom => "认定日期",
        ColumnKind.TitleTo => "认定有效期至",
        ColumnKind.Year => "年份",
        ColumnKind.Ignored => "不导入",
        _ => "未识别",
    };

    /// <summary>Whether a column of years says of which year the values are: figures of a year whose heading names none.</summary>
    public bool IsDatedByRow => Fact is { IsPerYear: true } && Year is null;

    /// <summary>The filed fact and the period a value of this column is filed under, on an application date.</summary>
    /// <remarks>
    /// A figure of a year without a named year is that of the last full year: the running one cannot be known yet. What is reported once for
    /// the year of the application (近三年无重大事故) is of that year.
    /// </remarks>
    public (string Key, Period Period) FiledAs(DateOnly on) => Fact switch
    {
        null => throw new InvalidOperationException("Not a column of facts."),
        { Origin: FactOrigin.View view } when Year is { } year => (view.Of, new Period(year)),
        { Origin: FactOrigin.View view } => (view.Of, Fact.PeriodOn(on)),
        { IsPerYear: true } => (Fact.Key, new Period(Year ?? on.Year - YearsBack)),
        _ => (Fact.Key, Fact.PeriodOn(on)),
    };
}

/// <summary>A column as it was understood.</summary>
/// <param name="Index">Column, from zero.</param>
/// <param name="Heading">The text of its head, lines joined.</param>
/// <param name="Meaning">What it holds.</param>
public sealed record SheetColumn(int Index, string Heading, ColumnMeaning Meaning)
{
    public string Letters => Sheet.ColumnLetters(Index);
}
