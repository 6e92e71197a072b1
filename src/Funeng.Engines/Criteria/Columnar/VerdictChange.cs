namespace Funeng.Engines.Criteria.Columnar;

/// <summary>A verdict that is not what it was: who enters a list and who leaves it.</summary>
/// <param name="Row">Row of the subject.</param>
/// <param name="Criterion">Position of the criterion in the plan.</param>
/// <param name="Before">What it was.</param>
/// <param name="After">What it is.</param>
public readonly record struct VerdictChange(int Row, int Criterion, Outcome Before, Outcome After)
{
    /// <summary>True for one that was not met and now is.</summary>
    public bool Enters => After == Outcome.Met;

    /// <summary>True for one that was met and no longer is.</summary>
    public bool Leaves => Before == Outcome.Met;
}
