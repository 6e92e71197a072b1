using Funeng.Feel.BuiltIns;

namespace Funeng.Feel.Values;

/// <summary>A function as a value: a built-in, a lambda with its closure, a business knowledge model or a decision service.</summary>
public abstract class FeelFunction
{
    /// <summary>The name, or "function" when it has none.</summary>
    public virtual string Name => "function";

    /// <summary>The parameters in order; their types are Any when not declared.</summary>
    internal abstract IReadOnlyList<FeelParameter> Parameters { get; }

    /// <summary>The declared type of the result; Any when not declared.</summary>
    internal virtual FeelType ResultType => FeelType.Any;

    /// <summary>The type of the function.</summary>
    public virtual FeelType Type => new FunctionType([.. Parameters.Select(parameter => parameter.Type)], ResultType);

    /// <summary>Whether a call with that many arguments is possible.</summary>
    internal virtual bool Accepts(int argumentCount) => Parameters.Count == argumentCount;

    /// <summary>Whether the function is of a type as it is declared.</summary>
    internal virtual bool IsOf(FunctionType type) => Type.ConformsTo(type);

    /// <summary>
    /// Whether the function may stand where a function of a type is expected. What it does not declare is not known to be wrong: it
    /// may take any argument, and give any result.
    /// </summary>
    internal virtual bool MayBe(FunctionType type) => Fits(type, [.. Parameters.Select(parameter => parameter.Type)], ResultType);

    /// <summary>Contravariant in the parameters, covariant in the result.</summary>
    private protected static bool Fits(FunctionType type, IReadOnlyList<FeelType> parameters, FeelType result) =>
        parameters.Count == type.Parameters.Length
        && type.Parameters.Zip(parameters, (given, taken) => given.ConformsTo(taken)).All(fits => fits)
        && (result == FeelType.Any || result.ConformsTo(type.Result));

    /// <summary>Calls the function with positional arguments, whose number must be accepted; a failure is null and is reported to the host.</summary>
    internal abstract FeelValue Invoke(ReadOnlySpan<FeelValue> arguments, ICallHost host);

    /// <summary>The function's name and parameters.</summary>
    public override string ToString() => $"{Name}({string.Join(", ", Parameters.Select(parameter => parameter.Name))})";
}

/// <summary>A parameter of a function.</summary>
/// <param name="Name">The name, used in named calls.</param>
/// <param name="Type">The type to which arguments are coerced.</param>
internal sealed record FeelParameter(string Name, FeelType Type);
