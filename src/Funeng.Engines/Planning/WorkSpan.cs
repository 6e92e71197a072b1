namespace Funeng.Engines.Planning;

/// <summary>What a time limit counts.</summary>
public enum SpanUnit
{
    /// <summary>Working days of the official calendar (工作日).</summary>
    WorkDays,

    /// <summary>Hours in which offices are open (工作小时).</summary>
    WorkHours,

    /// <summary>Days of the ordinary calendar (自然日).</summary>
    Days,

    /// <summary>Hours of the clock, day and night (小时).</summary>
    Hours,
}

/// <summary>A time limit: so many of a unit.</summary>
/// <param name="Amount">How many; negative for a point before another.</param>
/// <param name="Unit">Of what.</param>
public readonly record struct WorkSpan(int Amount, SpanUnit Unit)
{
    /// <summary>So many working days.</summary>
    /// <param name="amount">How many.</param>
    /// <returns>The span.</returns>
    public static WorkSpan WorkDays(int amount) => new(amount, SpanUnit.WorkDays);

    /// <summary>Whether whole days are counted, so that the last day belongs to the limit in full.</summary>
    public bool IsInDays => Unit is SpanUnit.WorkDays or SpanUnit.Days;
}
