namespace Funeng.Engines.Criteria;

/// <summary>What is known about a condition. A missing fact is <see cref="Unknown"/>; it is neither met nor unmet.</summary>
public enum Outcome
{
    /// <summary>Holds for every value the missing facts may take (符合).</summary>
    Met,

    /// <summary>Fails for every value the missing facts may take (不符合).</summary>
    NotMet,

    /// <summary>Both answers are still possible (待补充).</summary>
    Unknown,
}
