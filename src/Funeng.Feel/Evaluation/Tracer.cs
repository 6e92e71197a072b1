using Funeng.Feel.Binding;
using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>Watches an evaluation. A generic struct parameter of the evaluator, so that not watching costs nothing.</summary>
internal interface ITracer
{
    /// <summary>A node has its value.</summary>
    void Record(BoundExpression node, in FeelValue value);

    /// <summary>A condition has its answer; <see cref="Truth.Other"/> stands for null.</summary>
    void Record(BoundExpression node, Truth truth);

    /// <summary>A rule of a table was tried. The cell is the first that did not hold, or -1 when all did.</summary>
    void Record(BoundDecisionTable table, int rule, int failedCell);
}

internal readonly struct NoTracer : ITracer
{
    public void Record(BoundExpression node, in FeelValue value)
    {
    }

    public void Record(BoundExpression node, Truth truth)
    {
    }

    public void Record(BoundDecisionTable table, int rule, int failedCell)
    {
    }
}

internal readonly struct RecordingTracer(Trace trace) : ITracer
{
    public void Record(BoundExpression node, in FeelValue value) => trace.Add(node, value);

    public void Record(BoundExpression node, Truth truth) => trace.Add(node, truth switch
    {
        Truth.True => FeelValue.True,
        Truth.False => FeelValue.False,
        _ => FeelValue.Null,
    });

    public void Record(BoundDecisionTable table, int rule, int failedCell) => trace.Add(table, rule, failedCell);
}
