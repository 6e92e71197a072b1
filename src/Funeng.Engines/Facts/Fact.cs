using Funeng.Feel.Values;

namespace Funeng.Engines.Facts;

/// <summary>One dated, sourced statement about a subject: its 2024 revenue was 123 456 000 yuan, says cell F12.</summary>
/// <param name="Definition">What is stated; for a view or a derived fact the view or derived definition itself.</param>
/// <param name="Value">The value, never null; money in yuan, shares in percentage points.</param>
/// <param name="Period">What it speaks of.</param>
/// <param name="Filing">The filing that says so; <see cref="FilingRef.Computed"/> for a computed fact.</param>
/// <param name="LearnedAt">When it was learned; for a computed fact the latest moment among its inputs.</param>
public sealed record Fact(FactDefinition Definition, FeelValue Value, Period Period, FilingRef Filing, DateTimeOffset LearnedAt)
{
    /// <summary>The facts a computed fact was computed from, in the order of its formula; empty for a filed fact.</summary>
    public IReadOnlyList<Fact> Inputs { get; init; } = [];

    /// <summary>True when nobody filed the value and it follows from <see cref="Inputs"/>.</summary>
    public bool IsComputed => ReferenceEquals(Filing, FilingRef.Computed);

    /// <summary>True for a what-if value that nobody stated; a figure carried forward names the fact it repeats among its <see cref="Inputs"/>.</summary>
    public bool IsAssumed => ReferenceEquals(Filing, FilingRef.Assumed);
}

/// <summary>The filing a fact was read from, with what a reader needs to find the place again.</summary>
/// <param name="Id">Id of the filing in the store; 0 for a fact that was computed or assumed.</param>
/// <param name="Source">Name of the source: 税务, 统计, 企业填报.</param>
/// <param name="Place">Place in the source: 第 2 行 营业收入（万元）; empty when the filing has no finer place.</param>
/// <param name="Reporter">Who reported it; empty when a machine did.</param>
public sealed record FilingRef(long Id, string Source, string Place, string Reporter)
{
    /// <summary>Marks a fact that follows from other facts by formula, title register or another scheme.</summary>
    public static FilingRef Computed { get; } = new(0, "", "", "");

    /// <summary>Marks a fact that nobody stated: a what-if value of a path or a boundary case.</summary>
    public static FilingRef Assumed { get; } = new(0, "", "", "");
}

/// <summary>A title once granted: which scheme, in which batch, and from when to when it counts.</summary>
/// <param name="Scheme">Id of the scheme.</param>
/// <param name="Batch">Name of the batch it was granted in; may be empty.</param>
/// <param name="From">First day on which it counts.</param>
/// <param name="To">Last day on which it counts, inclusive; null while open.</param>
/// <param name="Filing">The filing that says so.</param>
/// <param name="LearnedAt">When it was learned.</param>
public sealed record TitleGrant(string Scheme, string Batch, DateOnly From, DateOnly? To, FilingRef Filing, DateTimeOffset LearnedAt)
{
    /// <summary>Nobody said since when it counts; <see cref="From"/> is the first day on which it is known to.</summary>
    public bool IsUndated { get; init; }

    /// <summary>True when the title counts on a day; both ends are inclusive.</summary>
    /// <param name="day">The day asked about.</param>
    /// <returns>Whether the grant is valid on it.</returns>
    public bool IsValidOn(DateOnly day) => From <= day && (To is null || day <= To);
}
