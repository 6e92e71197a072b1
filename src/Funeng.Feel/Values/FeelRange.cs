using System.Diagnostics.CodeAnalysis;

namespace Funeng.Feel.Values;

/// <summary>How a range was written; ranges of different forms are not equal.</summary>
public enum FeelRangeForm : byte
{
    /// <summary>Two ends: <c>[1..5]</c>.</summary>
    Interval,

    /// <summary><c>(&lt; 5)</c>.</summary>
    Less,

    /// <summary><c>(&lt;= 5)</c>.</summary>
    LessOrEqual,

    /// <summary><c>(&gt; 5)</c>.</summary>
    Greater,

    /// <summary><c>(&gt;= 5)</c>.</summary>
    GreaterOrEqual,

    /// <summary><c>(= 5)</c>: both ends are 5, included.</summary>
    Equal,

    /// <summary><c>(!= 5)</c>: everything but 5; both ends are 5, not included.</summary>
    NotEqual,
}

/// <summary>
/// An interval of numbers, strings or temporal values. An end that the form leaves open is <em>undefined</em>: the property is null and
/// every value lies inside of it. An end that was written or computed as null is null: containment is null.
/// </summary>
public sealed class FeelRange : IEquatable<FeelRange>
{
    private FeelRange(FeelRangeForm form, FeelValue start, FeelValue end, bool startIncluded, bool endIncluded)
    {
        Form = form;
        Start = start;
        End = end;
        StartIncluded = startIncluded;
        EndIncluded = endIncluded;
    }

    /// <summary>How the range was written.</summary>
    public FeelRangeForm Form { get; }

    /// <summary>The lower end; null when undefined or null.</summary>
    public FeelValue Start { get; }

    /// <summary>The upper end; null when undefined or null.</summary>
    public FeelValue End { get; }

    /// <summary>Whether the lower end belongs to the range.</summary>
    public bool StartIncluded { get; }

    /// <summary>Whether the upper end belongs to the range.</summary>
    public bool EndIncluded { get; }

    /// <summary>Whether the form gives the range a lower end.</summary>
    public bool HasStart => Form is not (FeelRangeForm.Less or FeelRangeForm.LessOrEqual);

    /// <summary>Whether the form gives the range an upper end.</summary>
    public bool HasEnd => Form is not (FeelRangeForm.Greater or FeelRangeForm.GreaterOrEqual);

    /// <summary>
    /// The range <c>[start..end]</c>, or null when the ends are not of one ordered type or the start lies behind the end.
    /// </summary>
    public static FeelRange? TryCreate(FeelValue start, FeelValue end, bool startIncluded = true, bool endIncluded = true)
    {
        if (!CanBound(start) || !CanBound(end))
            return null;
        if (!start.IsNull && !end.IsNull && FeelOperations.Compare(start, end) is not <= 0)
            return null;

        return new FeelRange(FeelRangeForm.Interval, start, end, startIncluded, endIncluded);
    }

    /// <summary>A range written with one operator, such as <c>(&gt;= 5)</c>, or null when the value has no order.</summary>
    public static FeelRange? TryCreate(FeelRangeForm form, FeelValue value)
    {
        if (form is not (FeelRangeForm.Equal or FeelRangeForm.NotEqual) && !CanBound(value))
            return null;

        return form switch
        {
            FeelRangeForm.Less => new(form, FeelValue.Null, value, false, false),
            FeelRangeForm.LessOrEqual => new(form, FeelValue.Null, value, false, true),
            FeelRangeForm.Greater => new(form, value, FeelValue.Null, false, false),
            FeelRangeForm.GreaterOrEqual => new(form, value, FeelValue.Null, true, false),
            FeelRangeForm.Equal => new(form, value, value, true, true),
            FeelRangeForm.NotEqual => new(form, value, value, false, false),
            _ => TryCreate(value, value),
        };
    }

    /// <summary>Whether a value lies in the range; null when the value or an end is null, or the types differ.</summary>
    public bool? Contains(FeelValue value)
    {
        if (Form is FeelRangeForm.Equal or FeelRangeForm.NotEqual)
            return FeelOperations.AreEqual(value, Start) is { } equal ? equal == (Form == FeelRangeForm.Equal) : null;

        bool? aboveStart = HasStart ? IsInOrder(Start, value, StartIncluded) : true;
        bool? belowEnd = HasEnd ? IsInOrder(value, End, EndIncluded) : true;
        if (aboveStart is null || belowEnd is null)
            return null;
        return aboveStart.Value && belowEnd.Value;
    }

    /// <summary>Equal when written in the same form, with equal ends and the same inclusion.</summary>
    public bool Equals([NotNullWhen(true)] FeelRange? other) =>
        other is not null
        && Form == other.Form
        && StartIncluded == other.StartIncluded
        && EndIncluded == other.EndIncluded
        && Start.Equals(other.Start)
        && End.Equals(other.End);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeelRange);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Form, Start, End, StartIncluded, EndIncluded);

    /// <summary>The range as a FEEL literal.</summary>
    public override string ToString() => ValueText.Literal(this);

    private static bool? IsInOrder(FeelValue lower, FeelValue upper, bool orEqual) =>
        FeelOperations.Compare(lower, upper) is { } order ? order < 0 || (orEqual && order == 0) : null;

    // Null may be an end too.
    internal static bool CanBound(FeelValue value) => value.Kind is FeelKind.Null or FeelKind.Number or FeelKind.String
        or FeelKind.Date or FeelKind.Time or FeelKind.DateTime or FeelKind.DaysTimeDuration or FeelKind.YearsMonthsDuration;
}
