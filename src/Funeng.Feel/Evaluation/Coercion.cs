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
}
