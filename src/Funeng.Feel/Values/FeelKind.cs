namespace Funeng.Feel.Values;

/// <summary>What a FEEL value is. <see cref="Null"/> is the default.</summary>
public enum FeelKind : byte
{
    /// <summary>The value null.</summary>
    Null,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A number of 34 significant digits.</summary>
    Number,

    /// <summary>A sequence of Unicode code points.</summary>
    String,

    /// <summary>A calendar day.</summary>
    Date,

    /// <summary>A time of day, with or without zone.</summary>
    Time,

    /// <summary>A day and a time of day, with or without zone.</summary>
    DateTime,

    /// <summary>A signed number of seconds with nanoseconds.</summary>
    DaysTimeDuration,

    /// <summary>A signed number of months.</summary>
    YearsMonthsDuration,

    /// <summary>An ordered, immutable list.</summary>
    List,

    /// <summary>An ordered, immutable set of named values.</summary>
    Context,

    /// <summary>An interval, possibly open on one side.</summary>
    Range,

    /// <summary>A built-in function, a lambda, a business knowledge model or a decision service.</summary>
    Function,
}
