namespace Funeng.Engines.Criteria;

/// <summary>How many combinations of changes may still be evaluated.</summary>
internal sealed class PathBudget(int left)
{
    public bool IsSpent => left <= 0;

    public void Spend() => left--;
}
