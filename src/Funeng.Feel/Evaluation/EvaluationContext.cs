using System.Runtime.CompilerServices;
using Funeng.Feel.Binding;
using Funeng.Feel.BuiltIns;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>What one evaluation carries along: the clock, the diagnostics, the trace and room for values. Used by one thread.</summary>
internal sealed class EvaluationContext : ICallHost
{
    /// <summary>How long a list may become that an iteration makes.</summary>
    public const int LongestList = 10_000_000;

    private const int MostDiagnostics = 1_000;

    [ThreadStatic]
    private static EvaluationContext? spare;

    /// <summary>The moment of <c>now()</c>.</summary>
    public FeelDateTime Now { get; set; }

    /// <summary>Receives the diagnostics; null when nobody wants them.</summary>
    public List<Diagnostic>? Diagnostics { get; set; }

    /// <summary>Receives the values of all nodes; null when nobody wants them.</summary>
    public Trace? Trace { get; set; }

    public ValueStack Stack { get; } = new();

    /// <summary>The node whose function is being called: the place of what the function reports.</summary>
    public BoundExpression? Calling { get; set; }

    /// <summary>A context for this thread, as good as new.</summary>
    public static EvaluationContext Rent()
    {
        var context = spare ?? new EvaluationContext();
        spare = null;
        return context;
    }

    public void Return()
    {
        Diagnostics = null;
        Trace = null;
        Calling = null;
        Now = default;
        spare = this;
    }

    /// <summary>Evaluates with or without a trace, as this context asks.</summary>
    public FeelValue Evaluate(BoundExpression expression, Span<FeelValue> frame) => Trace is null
        ? new Evaluator<NoTracer>(this, frame, default).Evaluate(expression)
        : new Evaluator<RecordingTracer>(this, frame, new RecordingTracer(Trace)).Evaluate(expression);

    void ICallHost.Report(DiagnosticKind kind, string word, FeelValue value, FeelValue other)
    {
        if (Diagnostics is null)
        {
            return;
        }

        IReadOnlyList<FeelValue> values = other.IsNull ? value.IsNull ? [] : [value] : [value, other];
        Add(new Diagnostic(kind, Calling?.Span ?? default, [word], values));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Report(DiagnosticKind kind, TextSpan span, string word)
    {
        if (Diagnostics is not null)
        {
            Add(new Diagnostic(kind, span, [word], []));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Report(DiagnosticKind kind, TextSpan span, string word, in FeelValue value)
    {
        if (Diagnostics is not null)
        {
            Add(new Diagnostic(kind, span, [word], [value]));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Report(DiagnosticKind kind, TextSpan span, string word, in FeelValue left, in FeelValue right)
    {
        if (Diagnostics is not null)
        {
            Add(new Diagnostic(kind, span, [word], [left, right]));
        }
    }

    public void Add(Diagnostic diagnostic)
    {
        if (Diagnostics is { Count: < MostDiagnostics })
        {
            Diagnostics.Add(diagnostic);
        }
    }
}
