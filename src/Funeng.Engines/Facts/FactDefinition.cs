namespace Funeng.Engines.Facts;

/// <summary>One entry of the fact catalogue: what a fact is called, what it holds and where its value comes from.</summary>
/// <param name="Key">English key, unique; the name in code and in storage.</param>
/// <param name="Name">Chinese name, legal in FEEL and unique; the name in rules.</param>
/// <param name="Label">Chinese text of sheets and pages; unique.</param>
/// <param name="Type">The kind of value.</param>
/// <param name="Origin">Where the value comes from.</param>
public sealed record FactDefinition(string Key, string Name, string Label, FactType Type, FactOrigin Origin)
{
    /// <summary>Position in the catalogue that holds the definition, counted from 0; −1 outside a catalogue. Never stored.</summary>
    public int Number { get; init; } = -1;

    /// <summary>Unit of the value: 元, %, 人, 项, 年, 天, 月, 位, 分, 级, 股; empty where there is none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>FEEL unary tests that every value passes, such as <c>&gt;= 0</c>; empty when any value of the type may occur.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The codes an enumeration may take, in order, with their labels; empty for anything else.</summary>
    public IReadOnlyList<FactChoice> Choices { get; init; } = [];

    /// <summary>Numbers that stand for something else, with what people read: 99 is 没有获奖; empty for most facts.</summary>
    public IReadOnlyList<FactChoice> Words { get; init; } = [];

    /// <summary>Key of the fact of which this one is a part and which it never exceeds: 主营业务收入 of 营业收入. Empty for none.</summary>
    public string AtMost { get; init; } = "";

    /// <summary>Kind of subject the fact speaks of: enterprise, person, project.</summary>
    public string Subject { get; init; } = "enterprise";

    /// <summary>What exactly is counted, in Chinese.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>The document or survey that defines it.</summary>
    public string Source { get; init; } = "";

    /// <summary>True when people or sheets file the value and it differs from year to year.</summary>
    public bool IsPerYear => Origin is FactOrigin.Filed { PerYear: true };

    /// <summary>True for amounts of money, which are yuan inside and may be 万元 or 亿元 in sheets.</summary>
    public bool IsMoney => Unit == "元";

    /// <summary>The period under which a value given on an application date is filed.</summary>
    /// <param name="on">Application date.</param>
    /// <returns>The shifted year for a view, the application year for yearly and derived facts, else the state period.</returns>
    public Period PeriodOn(DateOnly on) => Origin switch
    {
        FactOrigin.View view => new Period(on.Year + view.YearOffset),
        FactOrigin.Filed { PerYear: true } or FactOrigin.Derived or FactOrigin.SchemeResult => new Period(on.Year),
        _ => Period.State,
    };
}

/// <summary>One code of an enumeration with the text people read.</summary>
/// <param name="Code">Stored in facts and compared in rules.</param>
/// <param name="Label">Chinese text of sheets and pages.</param>
public sealed record FactChoice(string Code, string Label);
