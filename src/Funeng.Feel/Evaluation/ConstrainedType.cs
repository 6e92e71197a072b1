using Funeng.Feel.Binding;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>A type of a model with allowed values: a base type and a test that its values have to pass (DMN 1.5, 7.3.3).</summary>
/// <param name="Name">The name of the item definition.</param>
/// <param name="Base">The type without the constraint.</param>
internal sealed record ConstrainedType(string Name, FeelType Base) : FeelType
{
    /// <summary>The test on the value, which stands in slot 0. Set once while the model is compiled.</summary>
    public BoundUnaryTests? Test { get; set; }

    /// <summary>How many slots the test needs.</summary>
    public int FrameSize { get; set; } = 1;

    public override string ToString() => Name;

    public bool Equals(ConstrainedType? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>A type without its constraints, also inside: what <c>instance of</c> asks for.</summary>
    public static FeelType Strip(FeelType type) => type switch
    {
        ConstrainedType constrained => Strip(constrained.Base),
        ListType list => ListOf(Strip(list.Element)),
        RangeType range => RangeOf(Strip(range.Endpoint)),
        ContextType context => new ContextType([.. context.Entries.Select(entry => entry with { Type = Strip(entry.Type) })]),
        FunctionType function => new FunctionType([.. function.Parameters.Select(Strip)], Strip(function.Result)),
        _ => type,
    };

    /// <summary>The value, converted to the base type where needed; null with a diagnostic when it is not allowed.</summary>
    public FeelValue Apply(in FeelValue value, TextSpan span, string name, EvaluationContext context)
    {
        var converted = Coercion.Apply(value, Base, span, name, context);
        if (converted.IsNull || Allows(converted, context))
        {
            return converted;
        }

        context.Report(DiagnosticKind.NotAllowed, span, Name, converted);
        return FeelValue.Null;
    }

    private bool Allows(in FeelValue value, EvaluationContext context)
    {
        if (Test is null)
        {
            return true;
        }

        var frame = context.Stack.Take(FrameSize);
        frame[0] = value;
        var allowed = new Evaluator<NoTracer>(context, frame, default).Test(Test) == Truth.True;
        context.Stack.Release(FrameSize);
        return allowed;
    }

    private protected override bool ConformsToOther(FeelType other) => Base.ConformsTo(other is ConstrainedType constrained ? constrained.Base : other);

    // Allowed values do not matter to "instance of", but they do inside lists and contexts.
    private protected override bool IncludesValue(FeelValue value)
    {
        if (!Base.Includes(value))
        {
            return false;
        }

        var context = EvaluationContext.Rent();
        var allowed = Allows(value, context);
        context.Return();
        return allowed;
    }
}
