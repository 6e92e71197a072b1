namespace Funeng.Engines.Facts;

/// <summary>
/// Names a table and the last steps by which it came about: enough to tell what changed since another of its line that somebody has read.
/// </summary>
public sealed class FactTableVersion
{
    private const int MostSteps = 64;

    // A table before a step is known by its name alone: keeping it would keep all tables there ever were.
    private readonly object name = new();
    private readonly (object Before, int[] Rows)[] steps;

    internal FactTableVersion(params (object, int[])[] steps) => this.steps = steps;

    /// <summary>The rows that differ from an earlier table of which this one was made, step by step, by <see cref="FactTable.With"/>.</summary>
    /// <param name="earlier">The earlier table's version.</param>
    /// <returns>The rows, rows that were added included, in ascending order; none for itself; null when it was not made of that one, or too many steps ago.</returns>
    public IReadOnlyList<int>? ChangedSince(FactTableVersion earlier)
    {
        if (ReferenceEquals(this, earlier)) return [];
        var first = Array.FindIndex(steps, step => ReferenceEquals(step.Before, earlier.name));
        return first < 0 ? null : [.. steps.Skip(first).SelectMany(step => step.Rows).Distinct().Order()];
    }

    internal FactTableVersion Next(int[] rows) => new([.. steps.TakeLast(MostSteps - 1), (name, rows)]);
}
