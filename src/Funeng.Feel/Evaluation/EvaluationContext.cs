using System.Runtime.CompilerServices;
using Funeng.Feel.Binding;
using Funeng.Feel.BuiltIns;
using Funeng.Feel.Dmn;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>What one evaluation carries along: the clock, the diagnostics, the trace and room for values. Used by one thread.</summary>
internal sealed class EvaluationContext : ICallHost
{
    /// <summary>How long a list may become that an iteration makes.</summary>
    public const int LongestList = 10_000_000;

    /// <summary>
    /// How many steps one evaluation may take: an item of an iteration, a call, an item copied. Whoever writes an expression can write one
    /// that never ends, and it must not take the process with it.
    /// </summary>
    public const long MostSteps = 50_000_000;

    /// <summary>A call of a function that is no built-in one takes as long as about so many items of an iteration.</summary>
    public const long StepsOfCall = 10;

    private const int MostDiagnostics = 1_000;

    private long limit = MostSteps;
    private long steps = MostSteps;

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

    /// <summary>The innermost decision service that is being called; null outside of all.</summary>
    public ServiceCall? ServiceCall { get; set; }

    /// <summary>Sets how many steps this evaluation may take; 0 for as many as usual.</summary>
    public void AllowSteps(long most) => limit = steps = most > 0 ? most : MostSteps;

    /// <summary>There are no steps left: the value is null, whatever was computed since.</summary>
    public bool IsExhausted => steps < 0;

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
        ServiceCall = null;
        Now = default;
        AllowSteps(0);
        spare = this;
    }

    /// <summary>Evaluates with or without a trace, as this context asks.</summary>
    public FeelValue Evaluate(BoundExpression expression, Span<FeelValue> frame) => Trace is null
        ? new Evaluator<NoTracer>(this, frame, default).Evaluate(expression)
        : new Evaluator<RecordingTracer>(this, frame, new RecordingTracer(Trace)).Evaluate(expression);

    /// <summary>Takes steps from what is left; false when that is not enough, and the first time with the reason recorded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Spend(long cost, TextSpan span) => (steps -= cost) >= 0 || Exhaust(cost, span);

    bool ICallHost.Spend(long cost) => Spend(cost, Calling?.Span ?? default);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Exhaust(long cost, TextSpan span)
    {
        if (steps + cost >= 0)
        {
            Add(new Diagnostic(DiagnosticKind.LimitExceeded, span, $"the evaluation takes more than {limit} steps"));
        }

        // Far below zero, so that it stays there.
        steps = long.MinValue / 2;
        return false;
    }

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
