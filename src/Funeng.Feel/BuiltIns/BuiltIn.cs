using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.BuiltIns;

/// <summary>The body of a built-in function. Arguments are coerced; a failure is reported and null.</summary>
internal delegate FeelValue BuiltInBody(in BuiltInCall call);

/// <summary>One way to call a built-in function.</summary>
/// <param name="Parameters">The parameters in order; the last one repeats when the signature is variadic.</param>
/// <param name="Required">How many parameters must be given.</param>
/// <param name="IsVariadic">Whether the last parameter takes any number of arguments, at least <paramref name="Required"/> in all.</param>
/// <param name="Result">The type of the result.</param>
/// <param name="Body">What is called.</param>
internal sealed record BuiltInSignature(
    FeelParameter[] Parameters, int Required, bool IsVariadic, FeelType Result, BuiltInBody Body)
{
    public bool Accepts(int argumentCount) =>
        argumentCount >= Required && (IsVariadic || argumentCount <= Parameters.Length);

    public FeelType TypeOf(int argument) => Parameters[Math.Min(argument, Parameters.Length - 1)].Type;

    public int IndexOf(string parameterName) => Array.FindIndex(Parameters, parameter => parameter.Name == parameterName);

    /// <summary>Whether a call with these names is possible: all are parameters, none twice, all required ones given.</summary>
    public bool Accepts(IReadOnlyList<string> names)
    {
        var given = names.Select(IndexOf).ToHashSet();
        return !given.Contains(-1) && given.Count == names.Count && Enumerable.Range(0, Required).All(given.Contains);
    }
}

/// <summary>A built-in function with all its signatures. As a value it is the function itself.</summary>
internal sealed class BuiltIn(string name, params BuiltInSignature[] signatures) : FeelFunction
{
    public override string Name => name;

    public IReadOnlyList<BuiltInSignature> Signatures => signatures;

    public override IReadOnlyList<FeelParameter> Parameters => signatures[0].Parameters;

    public override FeelType ResultType { get; } =
        signatures.All(signature => signature.Result == signatures[0].Result) ? signatures[0].Result : FeelType.Any;

    internal override bool Accepts(int argumentCount) => Array.Exists(signatures, signature => signature.Accepts(argumentCount));

    /// <summary>
    /// The argument positions for a call by names: for each name the index of its parameter; null when no signature has these names.
    /// Parameters that are left out between given ones are null.
    /// </summary>
    public int[]? FindPositions(IReadOnlyList<string> names)
    {
        var signature = Array.Find(signatures, candidate => candidate.Accepts(names));
        return signature is null ? null : [.. names.Select(signature.IndexOf)];
    }

    /// <summary>Chooses the signature by the values, first as they are, then after coercion, and calls it.</summary>
    internal override FeelValue Invoke(ReadOnlySpan<FeelValue> arguments, ICallHost host)
    {
        if (signatures.Length == 1 && signatures[0].Accepts(arguments.Length))
            return Call(signatures[0], arguments, host);

        foreach (var signature in signatures)
        {
            if (signature.Accepts(arguments.Length) && Fit(signature, arguments))
                return Run(signature, arguments, host);
        }

        foreach (var signature in signatures)
        {
            if (signature.Accepts(arguments.Length) && CanCoerce(signature, arguments))
                return Call(signature, arguments, host);
        }

        return Refuse(arguments, host);
    }

    private static FeelValue Call(BuiltInSignature signature, ReadOnlySpan<FeelValue> arguments, ICallHost host)
    {
        if (Fit(signature, arguments))
            return Run(signature, arguments, host);

        var coerced = new FeelValue[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!signature.TypeOf(i).TryCoerce(arguments[i], out coerced[i]))
            {
                host.Report(DiagnosticKind.TypeMismatch, signature.TypeOf(i).ToString(), arguments[i]);
                return FeelValue.Null;
            }
        }

        return Run(signature, coerced, host);
    }

    private static FeelValue Run(BuiltInSignature signature, ReadOnlySpan<FeelValue> arguments, ICallHost host)
    {
        var call = new BuiltInCall(arguments, host);
        return signature.Body(call);
    }

    private FeelValue Refuse(ReadOnlySpan<FeelValue> arguments, ICallHost host)
    {
        var first = arguments.IsEmpty ? FeelValue.Null : arguments[0];
        var second = arguments.Length < 2 ? FeelValue.Null : arguments[1];
        host.Report(Accepts(arguments.Length) ? DiagnosticKind.WrongKind : DiagnosticKind.WrongArguments, name, first, second);
        return FeelValue.Null;
    }

    private static bool Fit(BuiltInSignature signature, ReadOnlySpan<FeelValue> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!signature.TypeOf(i).Includes(arguments[i]))
                return false;
        }

        return true;
    }

    private static bool CanCoerce(BuiltInSignature signature, ReadOnlySpan<FeelValue> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!signature.TypeOf(i).TryCoerce(arguments[i], out _))
                return false;
        }

        return true;
    }
}
