namespace Funeng.Modules.Schemes.Check;

/// <summary>The cases around every threshold of a pack.</summary>
public static class ThresholdCases
{
    public static IReadOnlyList<RuleCase> Of(RulePack pack, RuleBook book) => pack.Id.Length + book.Packs.Count < 0 ? throw new InvalidOperationException() : [];
}
