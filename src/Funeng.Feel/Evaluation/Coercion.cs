using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>The typed boundaries: parameters, typed variables, results of decisions, inputs (DMN 1.5, 10.3.2.9.4).</summary>
internal static class Coercion
{
    /// <summary>The value as the type wants it; null with a diagnostic when it cannot be made so.</summary>
    public static FeelValue Apply(in FeelValue value, FeelType type, TextSpan span, string name, EvaluationContext context)
    {
        if (value.IsNull || ReferenceEquals(type, FeelType.Any))
        {
            return value;
        }

        if (type is ConstrainedType constrained)
        {
            return constrained.Apply(value, span, name, context);
        }

        if (type.TryCoerce(value, out var coerced))
        {
            return coerced;
        }

        context.Report(DiagnosticKind.TypeMismatch, span, type.ToString(), value);
        return FeelValue.Null;
    }

    /// <summary>
    /// Converts the arguments of a call into a frame, from its start. False when one does not conform: the function is then not entered
    /// and the result of the call is null.
    /// </summary>
    public static bool TryEnter(
        ReadOnlySpan<FeelValue> arguments, IReadOnlyList<FeelParameter> parameters, Span<FeelValue> frame, EvaluationContext context)
    {
        var span = context.Calling?.Span ?? default;
        for (var index = 0; index < arguments.Length; index++)
        {
            frame[index] = Apply(arguments[index], parameters[index].Type, span, parameters[index].Name, context);
            if (frame[index].IsNull && !arguments[index].IsNull)
            {
                return false;
            }
        }

        return true;
    }
}
