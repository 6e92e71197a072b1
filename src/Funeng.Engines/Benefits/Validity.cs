namespace Funeng.Engines.Benefits;

/// <summary>The days on which something holds. Both ends are inclusive; an end that is not stated is open.</summary>
/// <param name="From">First day; null without one.</param>
/// <param name="To">Last day; null without one.</param>
public readonly record struct Validity(DateOnly? From, DateOnly? To)
{
    /// <summary>Whether it holds on a day.</summary>
    /// <param name="day">The day.</param>
    /// <returns>True from the first to the last day.</returns>
    public bool Holds(DateOnly day) => !(day < From) && !(day > To);

    /// <summary>Says the first days on which what holds may differ from the day before.</summary>
    /// <returns>The first day, and the day after the last.</returns>
    internal IEnumerable<DateOnly> Turns()
    {
        if (From is { } from) yield return from;
        if (To is { } to && to < DateOnly.MaxValue) yield return to.AddDays(1);
    }
}
