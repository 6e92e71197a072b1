using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.BuiltIns;

/// <summary>A built-in function with all its signatures. As a value it is the function itself.</summary>
internal sealed class BuiltIn(string name, params BuiltInSignature[] signatures) : FeelFunction
{
    public override string Name => name;

    public IReadOnlyList<BuiltInSignature> Signatures => signatures;

    internal override IReadOnlyList<FeelParameter> Parameters => signatures[0].Parameters;

    internal override FeelType ResultType { get; } =
        Array.TrueForAll(signatures, signature => signature.Result == signatures[0].Result) ? signatures[0].Result : FeelType.Any;

    internal override bool Accepts(int argumentCount) => Array.Exists(signatures, signature => signature.Accepts(argumentCount));

    internal override bool IsOf(FunctionType type) => Array.Exists(signatures, signature => signature.Accepts(type.Parameters.Length)
        && new FunctionType([.. Enumerable.Range(0, type.Parameters.Length).Select(signature.TypeOf)], signature.Result).ConformsTo(type));

    internal override bool MayBe(FunctionType type) => Array.Exists(signatures, signature => signature.Accepts(type.Parameters.Length)
        && Fits(type, [.. Enumerable.Range(0, type.Parameters.Length).Select(signature.TypeOf)], signature.Result));

    /// <summary>The function with only those signatures that have parameters of these names: names choose before types do.</summary>
    public BuiltIn Named(IReadOnlyList<string> names) =>
        signatures.Length == 1 ? this : new BuiltIn(name, [.. signatures.Where(signature => signature.Arrange(names) is not null)]);

    /// <summary>Where the arguments of a call by names go; null when no signature has all of these names.</summary>
    public NamedArguments? Arrange(IReadOnlyList<string> names)
    {
        NamedArguments? incomplete = null;
        foreach (var signature in signatures)
        {
            if (signature.Arrange(names) is not { } arranged)
                continue;
            if (Enumerable.Range(0, signature.Required).All(arranged.Positions.Contains))
                return arranged;
            incomplete ??= arranged;
        }

        return incomplete;
    }

    /// <summary>Chooses the signature by the values, first as they are, then after coercion, and calls it.</summary>
    internal override FeelValue Invoke(ReadOnlySpan<FeelValue> arguments, ICallHost host)
    {
        foreach (var signature in signatures)
        {
            if (signature.Accepts(arguments.Length) && Fit(signature, arguments))
                return Run(signature, arguments, host);
        }

        foreach (var signature in signatures)
        {
            if (signature.Accepts(arguments.Length) && TryCoerce(signature, arguments, out var coerced))
                return Run(signature, coerced, host);
        }

        return Refuse(arguments, host);
    }

    private static FeelValue Run(BuiltInSignature signature, ReadOnlySpan<FeelValue> arguments, ICallHost host)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].IsNull && !signature.LetsNullIn(i))
            {
                host.Report(DiagnosticKind.MissingValue, signature.Parameters[Math.Min(i, signature.Parameters.Length - 1)].Name);
                return FeelValue.Null;
            }
        }

        var call = new BuiltInCall(arguments, host);
        return signature.Body(call);
    }

    private FeelValue Refuse(ReadOnlySpan<FeelValue> arguments, ICallHost host)
    {
        var kind = Accepts(arguments.Length) ? DiagnosticKind.WrongKind : DiagnosticKind.WrongArguments;
        host.Report(kind, name, arguments.IsEmpty ? default : arguments[0], arguments.Length < 2 ? default : arguments[1]);
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

    private static bool TryCoerce(BuiltInSignature signature, ReadOnlySpan<FeelValue> arguments, out FeelValue[] coerced)
    {
        coerced = new FeelValue[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!signature.TypeOf(i).TryCoerce(arguments[i], out coerced[i]))
                return false;
        }

        return true;
    }
}
