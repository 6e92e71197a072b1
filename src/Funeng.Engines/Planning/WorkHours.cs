namespace Funeng.Engines.Planning;

/// <summary>When offices are open on a working day: morning and afternoon, in minutes of the day.</summary>
/// <param name="Stretches">Opening stretches in order; none may cross midnight.</param>
public sealed record WorkHours(IReadOnlyList<WorkStretch> Stretches)
{
    /// <summary>Eight hours, 8:30 to 12:00 and 13:30 to 18:00.</summary>
    public static WorkHours Usual { get; } = new([new(new TimeOnly(8, 30), new TimeOnly(12, 0)), new(new TimeOnly(13, 30), new TimeOnly(18, 0))]);
}

/// <summary>One stretch of a working day.</summary>
/// <param name="From">Its first minute.</param>
/// <param name="To">The minute after its last.</param>
public readonly record struct WorkStretch(TimeOnly From, TimeOnly To);
