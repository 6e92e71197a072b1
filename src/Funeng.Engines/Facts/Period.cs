using System.Globalization;

namespace Funeng.Engines.Facts;

/// <summary>What a fact speaks of: one year, or the state that holds until the next filing.</summary>
/// <param name="Year">Calendar year, 1 to 9999; 0 is the state period.</param>
public readonly record struct Period(int Year) : IComparable<Period>
{
    /// <summary>The period of facts that hold until the next filing.</summary>
    public static Period State => default;

    /// <summary>True for the state period.</summary>
    public bool IsState => Year == 0;

    /// <summary>Reads the text form: a year such as <c>2025</c>, or an empty text for the state period.</summary>
    /// <param name="text">Text of <see cref="ToString"/>.</param>
    /// <returns>The period.</returns>
    /// <exception cref="FormatException">The text is neither empty nor a year of 1 to 9999.</exception>
    public static Period Parse(string text)
    {
        if (text.Length == 0) return State;
        var isYear = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is > 0 and < 10000;
        return isYear ? new Period(year) : throw new FormatException($"'{text}' is not a period; expected a year or an empty text.");
    }

    /// <summary>Orders by year, the state period first.</summary>
    /// <param name="other">Period to compare with.</param>
    /// <returns>Negative, zero or positive.</returns>
    public int CompareTo(Period other) => Year.CompareTo(other.Year);

    /// <summary>The text form: <c>2025</c>, or an empty text for the state period.</summary>
    /// <returns>Text that <see cref="Parse"/> reads.</returns>
    public override string ToString() => IsState ? "" : Year.ToString(CultureInfo.InvariantCulture);

    /// <summary>True when the left period is earlier.</summary>
    public static bool operator <(Period left, Period right) => left.Year < right.Year;

    /// <summary>True when the left period is later.</summary>
    public static bool operator >(Period left, Period right) => left.Year > right.Year;

    /// <summary>True when the left period is not later.</summary>
    public static bool operator <=(Period left, Period right) => left.Year <= right.Year;

    /// <summary>True when the left period is not earlier.</summary>
    public static bool operator >=(Period left, Period right) => left.Year >= right.Year;
}
