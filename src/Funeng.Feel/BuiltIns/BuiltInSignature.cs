using Funeng.Feel.Values;

namespace Funeng.Feel.BuiltIns;

/// <summary>The body of a built-in function. Arguments are coerced; a failure is reported and null.</summary>
internal delegate FeelValue BuiltInBody(in BuiltInCall call);

/// <summary>One way to call a built-in function.</summary>
/// <param name="Parameters">The parameters in order; the last one repeats when the signature is variadic.</param>
/// <param name="TakesNull">For each parameter whether null is an argument like others; otherwise the call is null.</param>
/// <param name="Required">How many parameters a positional call must give.</param>
/// <param name="IsVariadic">Whether the last parameter takes any number of arguments.</param>
/// <param name="Result">The type of the result.</param>
/// <param name="Body">What is called.</param>
internal sealed record BuiltInSignature(
    FeelParameter[] Parameters, bool[] TakesNull, int Required, bool IsVariadic, FeelType Result, BuiltInBody Body)
{
    private const string Repeated = "...";

    /// <summary>
    /// Reads a signature such as <c>string: string, start position: number, length?: number</c>. A question mark after the name makes a
    /// parameter optional, one after the type lets null in, three dots after the name let the last parameter repeat.
    /// </summary>
    public static BuiltInSignature Of(string parameters, FeelType result, BuiltInBody body)
    {
        var parts = parameters.Length == 0 ? [] : parameters.Split(", ");
        var read = Array.ConvertAll(parts, ReadParameter);
        return new BuiltInSignature(
            Array.ConvertAll(read, parameter => parameter.Parameter),
            Array.ConvertAll(read, parameter => parameter.TakesNull),
            read.Count(parameter => !parameter.IsOptional),
            parts.Length > 0 && parts[^1].Contains(Repeated, StringComparison.Ordinal),
            result,
            body);
    }

    public bool Accepts(int argumentCount) => argumentCount >= Required && (IsVariadic || argumentCount <= Parameters.Length);

    public FeelType TypeOf(int argument) => Parameters[Math.Min(argument, Parameters.Length - 1)].Type;

    public bool LetsNullIn(int argument) => TakesNull[Math.Min(argument, TakesNull.Length - 1)];

    /// <summary>The places of named arguments, or null when one is no parameter or stands twice.</summary>
    public NamedArguments? Arrange(IReadOnlyList<string> names)
    {
        var positions = names.Select(name => Array.FindIndex(Parameters, parameter => parameter.Name == name)).ToArray();
        if (Array.Exists(positions, position => position < 0) || positions.Distinct().Count() != positions.Length)
            return null;
        return new NamedArguments(Math.Max(Required, positions.Append(-1).Max() + 1), positions);
    }

    private static (FeelParameter Parameter, bool IsOptional, bool TakesNull) ReadParameter(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = text[..colon].Replace(Repeated, "", StringComparison.Ordinal);
        var type = text[(colon + 2)..];
        return (new FeelParameter(name.TrimEnd('?'), TypeByName(type.TrimEnd('?'))), name.EndsWith('?'), type.EndsWith('?'));
    }

    private static FeelType TypeByName(string name) => name switch
    {
        "list" => FeelType.AnyList,
        "list<string>" => FeelType.ListOf(FeelType.String),
        "list<context>" => FeelType.ListOf(FeelType.AnyContext),
        "context" => FeelType.AnyContext,
        "range" => FeelType.AnyRange,
        "function" => FeelType.AnyFunction,
        "point" => FeelType.Point,
        _ => FeelType.FindByName(name) ?? throw new ArgumentException($"There is no type '{name}'."),
    };
}

/// <summary>Where the arguments of a call by names go.</summary>
/// <param name="Count">How many arguments the call passes; those without a name in the call are null.</param>
/// <param name="Positions">For each name the index of its argument.</param>
internal sealed record NamedArguments(int Count, int[] Positions);
