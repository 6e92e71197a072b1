using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.BuiltIns;

/// <summary>One call of a built-in function: its coerced arguments and the way to say why it is null.</summary>
internal readonly ref struct BuiltInCall(ReadOnlySpan<FeelValue> arguments, ICallHost host)
{
    public ReadOnlySpan<FeelValue> Arguments { get; } = arguments;

    public ICallHost Host { get; } = host;

    public int Count => Arguments.Length;

    /// <summary>An argument; null when it was not given.</summary>
    public FeelValue this[int index] => index < Arguments.Length ? Arguments[index] : FeelValue.Null;

    /// <summary>Null, because a value is missing.</summary>
    public FeelValue Missing(string what) => Fail(DiagnosticKind.MissingValue, what);

    /// <summary>Null, because a value is outside of what the function is defined for.</summary>
    public FeelValue OutOfDomain(string why, FeelValue value = default, FeelValue other = default) =>
        Fail(DiagnosticKind.OutOfDomain, why, value, other);

    /// <summary>Null, because a value is of a kind that the function does not take.</summary>
    public FeelValue WrongKind(string why, FeelValue value = default, FeelValue other = default) =>
        Fail(DiagnosticKind.WrongKind, why, value, other);

    /// <summary>Null, for the given reason.</summary>
    public FeelValue Fail(DiagnosticKind kind, string why, FeelValue value = default, FeelValue other = default)
    {
        Host.Report(kind, why, value, other);
        return FeelValue.Null;
    }
}
