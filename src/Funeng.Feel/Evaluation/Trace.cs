using Funeng.Feel.Binding;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>Everything that was looked at in an evaluation, in the order in which the values became known: inner nodes before outer ones.</summary>
public sealed class Trace
{
    /// <summary>How many steps are kept; the ones after that are only counted.</summary>
    public const int Limit = 100_000;

    private readonly List<TraceStep> steps = [];
    private readonly List<TraceRule> rules = [];

    /// <summary>The values of the nodes.</summary>
    public IReadOnlyList<TraceStep> Steps => steps;

    /// <summary>The rules of decision tables that were tried, with the cell that failed.</summary>
    public IReadOnlyList<TraceRule> Rules => rules;

    /// <summary>How many steps were left out because of the limit.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Forgets everything, to be used again.</summary>
    public void Clear()
    {
        steps.Clear();
        rules.Clear();
        LeftOut = 0;
    }

    internal void Add(BoundExpression node, in FeelValue value)
    {
        if (steps.Count < Limit)
        {
            steps.Add(new TraceStep(node, value));
        }
        else
        {
            LeftOut++;
        }
    }

    internal void Add(BoundDecisionTable table, int rule, int failedCell)
    {
        if (rules.Count < Limit)
        {
            rules.Add(new TraceRule(table.Span.Source?.Place ?? "", rule, failedCell));
        }
    }
}

/// <summary>One node and its value.</summary>
public readonly struct TraceStep
{
    internal TraceStep(BoundExpression node, in FeelValue value)
    {
        Node = node;
        Value = value;
    }

    /// <summary>Where the node stands.</summary>
    public TextSpan Span => Node.Span;

    /// <summary>The value of the node in this evaluation.</summary>
    public FeelValue Value { get; }

    internal BoundExpression Node { get; }

    /// <summary>Text and value.</summary>
    public override string ToString() => $"{Span.Text} = {Value}";
}

/// <summary>One rule of a decision table that was tried.</summary>
/// <param name="Table">The place of the table.</param>
/// <param name="Rule">The index of the rule, from 0.</param>
/// <param name="FailedInput">The index of the first input whose cell did not hold; -1 when the rule matched.</param>
public readonly record struct TraceRule(string Table, int Rule, int FailedInput)
{
    /// <summary>All cells held.</summary>
    public bool Matched => FailedInput < 0;
}
