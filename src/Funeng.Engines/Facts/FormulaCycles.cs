namespace Funeng.Engines.Facts;

/// <summary>Finds formulas that need themselves.</summary>
internal static class FormulaCycles
{
    /// <summary>Each cycle as its facts in the order in which one needs the next.</summary>
    public static IReadOnlyList<IReadOnlyList<FactDefinition>> Find(IReadOnlyList<FactDefinition> all, RuleExpression?[] formulas)
    {
        var cycles = new List<IReadOnlyList<FactDefinition>>();
        var isDone = new bool[all.Count];
        var path = new List<FactDefinition>();
        foreach (var definition in all) Visit(definition);
        return cycles;

        void Visit(FactDefinition definition)
        {
            var start = path.IndexOf(definition);
            if (start >= 0)
            {
                cycles.Add([.. path.Skip(start)]);
                return;
            }

            if (isDone[definition.Number] || formulas[definition.Number] is not { } formula) return;
            path.Add(definition);
            foreach (var input in formula.Facts) Visit(input);
            path.RemoveAt(path.Count - 1);
            isDone[definition.Number] = true;
        }
    }
}
