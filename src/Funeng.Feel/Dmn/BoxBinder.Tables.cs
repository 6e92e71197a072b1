using Funeng.Feel.Binding;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn;

/// <summary>Decision tables.</summary>
internal sealed partial class BoxBinder
{
    private BoundDecisionTable BindTable(BoxedTable table, Scope scope)
    {
        var inputs = table.Inputs.Select(input => BindInput(input, table.Place, scope)).ToArray();
        var outputs = table.Outputs.Select(output => BindOutput(output, table.Place, scope)).ToArray();
        var rules = table.Rules.Select((rule, index) => BindRule(rule, index + 1, inputs, outputs, scope)).ToArray();
        return new BoundDecisionTable(
            table.HitPolicy, table.Aggregation, inputs, outputs, rules, TypeOf(table, outputs, rules), SpanOf(table.Place));
    }

    private BoundInput BindInput(TableInput input, string place, Scope scope)
    {
        var value = Coerce(texts.Compile(input.Expression, scope), TypeOf(input.TypeRef, place));
        var label = string.IsNullOrEmpty(input.Label) ? input.Expression.Text.Trim() : input.Label;
        var symbol = value is BoundVariable variable ? variable.Symbol : scope.Layout.Allocate(label, value.Type);
        var allowed = input.Values is null || IsAnything(input.Values) ? null : texts.CompileTests(input.Values, symbol, scope);
        return new BoundInput(label, value, symbol, allowed);
    }

    private BoundOutput BindOutput(TableOutput output, string place, Scope scope)
    {
        var type = TypeOf(output.TypeRef, place);
        var fallback = output.Default is null || output.Default.Text.Trim().Length == 0
            ? null
            : Coerce(texts.Compile(output.Default, scope), type);
        var name = NameText.Normalize(output.Name ?? output.Label ?? "");
        return new BoundOutput(name, type, fallback, PrioritiesOf(output, type, scope));
    }

    /// <summary>The output values in their order: those of the clause, or the allowed values of its type.</summary>
    private IReadOnlyList<FeelValue> PrioritiesOf(TableOutput output, FeelType type, Scope scope)
    {
        if (output.Values is not null && !IsAnything(output.Values))
        {
            var symbol = scope.Layout.Allocate("?", type);
            return texts.CompileTests(output.Values, symbol, scope) is BoundUnaryTests tests ? ValuesOf(tests) : [];
        }

        return type is ConstrainedType { Test: { } allowed } ? ValuesOf(allowed) : [];
    }

    private static List<FeelValue> ValuesOf(BoundUnaryTests tests) =>
    [
        .. tests.Tests.SelectMany(test => test switch
        {
            BoundComparison { Right: BoundLiteral literal } => [literal.Value],
            BoundMembership { Test: BoundLiteral { Value.Kind: FeelKind.List } list } => list.Value.AsList(),
            _ => Enumerable.Empty<FeelValue>(),
        }),
    ];

    private BoundRule BindRule(TableRule rule, int number, BoundInput[] inputs, BoundOutput[] outputs, Scope scope)
    {
        var tests = inputs.Select((input, index) => BindCell(rule.Tests.ElementAtOrDefault(index), input, scope)).ToArray();
        var results = outputs.Select((output, index) => BindResult(rule.Results.ElementAtOrDefault(index), output, scope)).ToArray();
        return new BoundRule(number, rule.Id ?? $"{number}", tests, results, rule.Annotations);
    }

    private BoundExpression? BindCell(SourceText? cell, BoundInput input, Scope scope) =>
        cell is null || IsAnything(cell) ? null : texts.CompileTests(cell, input.Variable, scope);

    private BoundExpression BindResult(SourceText? cell, BoundOutput output, Scope scope) =>
        cell is null || IsAnything(cell)
            ? new BoundLiteral(FeelValue.Null, FeelType.Null, cell is null ? default : new TextSpan(cell, 0, cell.Text.Length))
            : Coerce(texts.Compile(cell, scope), output.Type);

    private static bool IsAnything(SourceText cell) => cell.Text.AsSpan().Trim() is "" or "-";

    private static FeelType TypeOf(BoxedTable table, BoundOutput[] outputs, BoundRule[] rules)
    {
        var columns = outputs.Select((output, index) => (output.Name, Type: output.Type == FeelType.Any
            ? StaticTypes.Common(rules.Select(rule => rule.Results[index].Type))
            : output.Type)).ToList();
        var row = columns.Count == 1 ? columns[0].Type : TypeHints.ContextOf(columns);
        return table.HitPolicy switch
        {
            HitPolicy.RuleOrder or HitPolicy.OutputOrder => FeelType.ListOf(row),
            HitPolicy.Collect when table.Aggregation == Aggregation.None => FeelType.ListOf(row),
            HitPolicy.Collect when table.Aggregation == Aggregation.Count => FeelType.Number,
            _ => row,
        };
    }
}
