using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// The points of one criterion for row after row of a fact table: read from the columns and computed by plain FEEL where every fact it names is filed in its own column
/// and has a value; every other row goes to the scalar evaluator. Always equal to <see cref="CriteriaEvaluator.Score"/>. Thread-safe.
/// </summary>
public sealed class RowScores
{
    private static readonly CriteriaEvaluator Evaluator = new();

    private readonly Scheme scheme;
    private readonly string key;
    private readonly FactTableRows rows;
    private readonly RuleExpression? rule;
    private readonly FeelValue[] start;
    private readonly List<(int Slot, FactColumn Column)> read = [];

    /// <summary>Looks up the columns once.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="key">Key of the criterion.</param>
    /// <param name="rows">The facts, on the application date.</param>
    public RowScores(Scheme scheme, string key, FactTableRows rows)
    {
        (this.scheme, this.key, this.rows) = (scheme, key, rows);
        rule = scheme.Decisions.FirstOrDefault(decision => decision.Criterion?.Key == key)?.Rule;
        start = new FeelValue[rule?.FrameSize ?? 0];
        for (var slot = 0; slot < start.Length && rule is not null; slot++)
        {
            if (!Bind(slot, rule.Bindings[slot])) rule = null;
        }
    }

    /// <summary>The points of a row.</summary>
    /// <param name="row">Row, counted from 0.</param>
    /// <returns>The points still possible; null where the scheme has no such criterion, or nothing is known of them.</returns>
    public ScoreRange? Of(int row) => Plain(row) is { } number ? new ScoreRange(number, number) : Evaluator.Score(scheme, rows.View(row), key);

    private bool Bind(int slot, SlotBinding? binding)
    {
        switch (binding)
        {
            case null:
                return true;
            case SlotBinding.ToDate:
                start[slot] = FeelValue.From(rows.On);
                return true;
            case SlotBinding.ToConstant constant:
                start[slot] = constant.Value;
                return true;
            case SlotBinding.ToFact fact when rows.TryColumn(fact.Definition, out var column) && column is not null:
                read.Add((slot, column));
                return true;
            default:
                return false;
        }
    }

    private FeelNumber? Plain(int row)
    {
        if (rule is null) return null;
        var frame = (FeelValue[])start.Clone();
        foreach (var (slot, column) in read)
        {
            if (!column.Has(row)) return null;
            frame[slot] = column[row];
        }

        var value = PlainFeel.Evaluate(rule.Body, frame);
        return value.Kind == FeelKind.Number ? value.AsNumber() : null;
    }
}
