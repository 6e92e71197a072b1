using Funeng.Feel.Binding;
using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn.Analysis;

/// <summary>The outputs of the rules where they are constants.</summary>
internal sealed class RuleOutputs
{
    private readonly BoundDecisionTable table;
    private readonly FeelValue[]?[] values;

    public RuleOutputs(TableSite site)
    {
        table = site.Table;
        var reader = new CellReader(-1, site.NewFrame(), site.IsConstant);
        values = [.. table.Rules.Select(rule => ValuesOf(rule, reader))];
    }

    /// <summary>The values of a rule's output cells; null when some cell is computed from inputs.</summary>
    public IReadOnlyList<FeelValue>? Of(int rule) => values[rule];

    public bool AreConstant(int first, int second) => values[first] is not null && values[second] is not null;

    /// <summary>What differs between the outputs of two rules; null when they are certainly equal.</summary>
    public string? Difference(int first, int second)
    {
        if (AreConstant(first, second))
        {
            return values[first]!.SequenceEqual(values[second]!) ? null : $"{Text(values[first]!)} and {Text(values[second]!)}";
        }

        var texts = new[] { TextOf(first), TextOf(second) };
        return texts[0] == texts[1] ? null : $"{texts[0]} and {texts[1]} may differ";
    }

    private string TextOf(int rule) => string.Join(", ", table.Rules[rule].Results.Select(result => result.Span.Text.Trim()));

    private static string Text(FeelValue[] outputs) => string.Join(", ", outputs);

    private static FeelValue[]? ValuesOf(BoundRule rule, CellReader reader)
    {
        var outputs = new FeelValue[rule.Results.Count];
        for (var column = 0; column < outputs.Length; column++)
        {
            if (!reader.TryEvaluate(rule.Results[column], out outputs[column])) return null;
        }

        return outputs;
    }
}
