using Funeng.Engines.Criteria;

namespace Funeng.Modules.Cultivation.Near;

/// <summary>Parts of a near list, in the order they are listed.</summary>
public enum NearPart
{
    /// <summary>Everything.</summary>
    All,

    /// <summary>A way to the tier was found.</summary>
    WithPath,

    /// <summary>The search ended before it found one or made sure that there is none; or none is searched for, in a scheme of several tiers.</summary>
    Undecided,

    /// <summary>Nobody has looked for one yet: who asked did not want to wait for it.</summary>
    Pending,

    /// <summary>Within the limits there is none.</summary>
    WithoutPath,
}

/// <summary>How many of a near list there are of each part.</summary>
public sealed record NearCounts(int WithPath, int Undecided, int Pending, int WithoutPath)
{
    public int All => WithPath + Undecided + Pending + WithoutPath;

    public static NearCounts Of(IEnumerable<NearPart> parts)
    {
        var counts = parts.CountBy(part => part).ToDictionary();
        int Of(NearPart part) => counts.GetValueOrDefault(part);
        return new NearCounts(Of(NearPart.WithPath), Of(NearPart.Undecided), Of(NearPart.Pending), Of(NearPart.WithoutPath));
    }
}

/// <param name="Total">Of the part that is shown.</param>
/// <param name="IsCut">More enterprises would have had to be weighed than were.</param>
public sealed record NearPage(Scheme Scheme, IReadOnlyList<NearRow> Rows, long Total, bool IsCut)
{
    public required NearCounts Counts { get; init; }

    /// <summary>How many miss it by as little and are left out, since they are large and the tier is for small and middling ones.</summary>
    public int TooLarge { get; init; }

    /// <summary>How many have not been weighed yet: who asked did not want to wait for it.</summary>
    public int Unweighed { get; init; }

    /// <summary>Whether more will be known when it is asked for again.</summary>
    public bool IsUnderWay => Unweighed > 0 || Counts.Pending > 0;
}

/// <param name="Gaps">What fails, with the distance where it can be measured.</param>
/// <param name="Open">What cannot be judged for want of facts.</param>
/// <param name="Plan">The earliest application that can succeed; null for a scheme of several tiers, and while nobody has looked for it.</param>
public sealed record NearRow(
    string Code, string Name, string Region, string Zone, Outcome Outcome, IReadOnlyList<string> Gaps, IReadOnlyList<string> Open, PathPlan? Plan);
