using Funeng.Engines.Criteria;
using Funeng.Engines.Criteria.Columnar;
using Funeng.Engines.Facts;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>大型, 中型, 小型, 微型: how large every enterprise is, decided from its facts when first asked for on a day and kept; what is filed later is followed.</summary>
public sealed class EnterpriseSizes(RuleBook rules, RowAnswers answers)
{
    /// <returns>By row of the table; null where facts are missing.</returns>
    internal async Task<IReadOnlyList<string?>> OfAllAsync(FactTable table, DateOnly on, CancellationToken cancellation)
    {
        if (rules.Find(ScaleColumn.Scheme, on) is not { } pack) return new string?[table.Subjects.Count];
        return await answers.AskAsync(
            $"size {pack.Sha256} {on:O}", table, facts => Everybody(pack, facts, on), (facts, row) => Of(pack, rules.View(facts.ReadSubject(row), on)), cancellation);
    }

    private string?[] Everybody(RulePack pack, FactTable table, DateOnly on)
    {
        var needed = pack.Scheme.NeededKeys(table.Catalogue);
        var rows = new FactTableRows(needed is null ? table : table.Only(needed), on, conclusions: rules);
        var sizes = new string?[rows.Rows];
        Parallel.For(0, sizes.Length, row => sizes[row] = Of(pack, rows.View(row)));
        return sizes;
    }

    private string? Of(RulePack pack, FactView view) => rules.Survey(pack, view).Findings.FirstOrDefault(finding => finding.Criterion.Kind == CriterionKind.Class)?.Class;
}
