using System.Runtime.InteropServices;
using Funeng.Feel.Binding;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel;

/// <summary>
/// A FEEL expression, read and bound once and evaluated as often as wanted: the first of the two doors of this library. Immutable and
/// safe for any number of threads. Nothing here throws for what a person wrote or gave: what is wrong is null and a diagnostic.
/// </summary>
public sealed class FeelExpression
{
    private readonly FeelVariable[] variables;

    private FeelExpression(SourceText source, FeelVariable[] variables, BoundExpression root, int frameSize, IReadOnlyList<Diagnostic> diagnostics)
    {
        Source = source;
        this.variables = variables;
        Root = root;
        FrameSize = frameSize;
        Diagnostics = diagnostics;
    }

    /// <summary>The text.</summary>
    public SourceText Source { get; }

    /// <summary>The variables in order; the values of <see cref="Evaluate(ReadOnlySpan{FeelValue}, EvaluationOptions)"/> follow it.</summary>
    public IReadOnlyList<FeelVariable> Variables => variables;

    /// <summary>What is known of the type of the value.</summary>
    public FeelType Type => Root.Type;

    /// <summary>What is wrong with the text: signs, names, types, calls.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>The text has a meaning: there is no diagnostic besides warnings.</summary>
    public bool IsValid => Diagnostics.All(diagnostic => diagnostic.IsWarning);

    internal BoundExpression Root { get; }

    /// <summary>How many slots a frame needs: the variables first, then locals.</summary>
    internal int FrameSize { get; }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The text.</param>
    /// <param name="variables">The names that it may use besides the built-in functions.</param>
    public static FeelExpression Parse(string text, params ReadOnlySpan<FeelVariable> variables) => Parse(new SourceText(text), variables);

    /// <summary>Reads an expression that stands somewhere, so that diagnostics can say where.</summary>
    /// <param name="source">The text and its place.</param>
    /// <param name="variables">The names that it may use besides the built-in functions.</param>
    public static FeelExpression Parse(SourceText source, params ReadOnlySpan<FeelVariable> variables)
    {
        var diagnostics = new List<Diagnostic>();
        var scope = ScopeOf(variables);
        var root = new ExpressionCompiler(TypeTable.BuiltIn, diagnostics).Compile(source, scope);
        return new FeelExpression(source, variables.ToArray(), root, scope.Layout.Size, diagnostics);
    }

    /// <summary>Reads unary tests, as in a cell of a decision table. The tested value is the first variable and also called <c>?</c>.</summary>
    /// <param name="source">The text and its place.</param>
    /// <param name="tested">The variable that is tested.</param>
    /// <param name="variables">Further names that the tests may use.</param>
    public static FeelExpression ParseUnaryTests(SourceText source, FeelVariable tested, params ReadOnlySpan<FeelVariable> variables)
    {
        var diagnostics = new List<Diagnostic>();
        FeelVariable[] all = [tested, .. variables];
        var scope = ScopeOf(all);
        var symbol = ((BoundVariable)scope.FindHere(NameText.Normalize(tested.Name))!).Symbol;
        var root = new ExpressionCompiler(TypeTable.BuiltIn, diagnostics).CompileTests(source, symbol, scope);
        return new FeelExpression(source, all, root, scope.Layout.Size, diagnostics);
    }

    /// <summary>Evaluates with values by name; a variable without a value is null.</summary>
    /// <param name="values">The values.</param>
    /// <param name="options">Clock, trace and whether diagnostics are wanted.</param>
    public Evaluated Evaluate(FeelContext values, EvaluationOptions options = default)
    {
        var ordered = new FeelValue[variables.Length];
        for (var index = 0; index < ordered.Length; index++)
        {
            ordered[index] = values[variables[index].Name];
        }

        return Evaluate(ordered, options);
    }

    /// <summary>Evaluates with values in the order of <see cref="Variables"/>. Values are taken as they are: their types are not checked.</summary>
    /// <param name="values">One value for each variable.</param>
    /// <param name="options">Clock, trace and whether diagnostics are wanted.</param>
    public Evaluated Evaluate(ReadOnlySpan<FeelValue> values, EvaluationOptions options = default)
    {
        var diagnostics = new List<Diagnostic>();
        var value = Run(values, options, diagnostics);
        return new Evaluated(value, diagnostics, options.Trace);
    }

    /// <summary>Evaluates without diagnostics: nothing is allocated but what the value itself needs.</summary>
    /// <param name="values">One value for each variable.</param>
    /// <param name="options">Clock and trace.</param>
    public FeelValue EvaluateValue(ReadOnlySpan<FeelValue> values, EvaluationOptions options = default) => Run(values, options, null);

    private FeelValue Run(ReadOnlySpan<FeelValue> values, in EvaluationOptions options, List<Diagnostic>? diagnostics)
    {
        if (values.Length != variables.Length)
        {
            throw new ArgumentException($"{variables.Length} values are needed and {values.Length} given.", nameof(values));
        }

        var context = EvaluationContext.Rent();
        context.Diagnostics = diagnostics;
        context.Trace = options.Trace;
        context.Now = options.Now;
        context.AllowSteps(options.StepLimit);
        var value = FrameSize == values.Length
            ? context.Evaluate(Root, AsFrame(values))
            : EvaluateWithLocals(values, context);
        var isExhausted = context.IsExhausted;
        context.Return();
        return isExhausted ? FeelValue.Null : value;
    }

    private FeelValue EvaluateWithLocals(ReadOnlySpan<FeelValue> values, EvaluationContext context)
    {
        var frame = context.Stack.Take(FrameSize);
        values.CopyTo(frame);
        var value = context.Evaluate(Root, frame);
        context.Stack.Release(FrameSize);
        return value;
    }

    // Evaluation writes to the slots of locals only, and here there are none.
    private static Span<FeelValue> AsFrame(ReadOnlySpan<FeelValue> values) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(values), values.Length);

    private static Scope ScopeOf(ReadOnlySpan<FeelVariable> variables)
    {
        var scope = new Scope(Scope.BuiltIns, new FrameLayout());
        foreach (var variable in variables)
        {
            scope.Declare(variable.Name, variable.Type, variable.Element);
        }

        return scope;
    }
}

/// <summary>A name that an expression may use.</summary>
/// <param name="Name">The name; white space in it does not matter.</param>
/// <param name="Type">The type of its values; <c>Any</c> when nothing is known.</param>
public sealed record FeelVariable(string Name, FeelType Type)
{
    /// <summary>A variable of which nothing is known but the name.</summary>
    /// <param name="name">The name.</param>
    public FeelVariable(string name)
        : this(name, FeelType.Any)
    {
    }

    /// <summary>What stands behind the variable, for those who walk the bound tree.</summary>
    internal object? Element { get; init; }
}
