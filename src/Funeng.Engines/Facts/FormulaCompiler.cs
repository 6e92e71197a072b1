using Funeng.Feel.Binding;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Engines.Facts;

/// <summary>Binds formulas and domains over the names of a catalogue.</summary>
internal sealed class FormulaCompiler(FactCatalogue catalogue)
{
    /// <summary>Name of the application date in every formula and rule.</summary>
    public const string ApplicationDate = "申请日期";

    private static readonly (string Name, long Value)[] Units = [("万元", 10_000), ("亿元", 100_000_000)];

    private readonly Scope everything = MakeScope(catalogue.All, new FrameLayout());

    /// <summary>The formula with the facts it names, or null with the reasons.</summary>
    public RuleExpression? Compile(string formula, string place, List<Diagnostic> diagnostics)
    {
        var source = new SourceText(formula, place);
        var first = new ExpressionCompiler(TypeTable.BuiltIn, diagnostics).Compile(source, everything);
        if (diagnostics.Exists(diagnostic => !diagnostic.IsWarning)) return null;
        // Bound again with only the names it uses, so that its frame is small.
        var names = BoundNodes.All(first).OfType<BoundVariable>().Select(variable => variable.Symbol.Element).OfType<SlotBinding.ToFact>();
        var layout = new FrameLayout();
        var scope = MakeScope([.. names.Select(fact => fact.Definition).DistinctBy(definition => definition.Number)], layout);
        var body = new ExpressionCompiler(TypeTable.BuiltIn, []).Compile(source, scope);
        var bindings = new SlotBinding?[layout.Size];
        foreach (var symbol in BoundNodes.FreeVariables(body)) bindings[symbol.Slot] = symbol.Element as SlotBinding;
        return new RuleExpression(body, layout.Size, bindings);
    }

    /// <summary>The tests of a domain on the variable of slot 0, or null with the reasons.</summary>
    public static RuleExpression? CompileDomain(FactDefinition definition, List<Diagnostic> diagnostics)
    {
        var layout = new FrameLayout();
        var scope = MakeScope([], layout, withDate: false);
        var tested = layout.Allocate("?", TypeOf(definition.Type));
        var source = new SourceText(definition.Domain, $"domain of '{definition.Key}'");
        var tests = new ExpressionCompiler(TypeTable.BuiltIn, diagnostics).CompileTests(source, tested, scope);
        return diagnostics.Exists(diagnostic => !diagnostic.IsWarning) ? null : new RuleExpression(tests, layout.Size, new SlotBinding?[layout.Size]);
    }

    /// <summary>The FEEL type of a fact's values.</summary>
    public static FeelType TypeOf(FactType type) => type switch
    {
        FactType.Boolean => FeelType.Boolean,
        FactType.Text => FeelType.String,
        FactType.Date => FeelType.Date,
        _ => FeelType.Number,
    };

    private static Scope MakeScope(IReadOnlyList<FactDefinition> facts, FrameLayout layout, bool withDate = true)
    {
        var scope = new Scope(Scope.BuiltIns, layout);
        foreach (var definition in facts) scope.Declare(definition.Name, TypeOf(definition.Type), new SlotBinding.ToFact(definition));
        if (withDate) scope.Declare(ApplicationDate, FeelType.Date, new SlotBinding.ToDate());
        foreach (var (name, value) in Units) scope.Define(name, FeelValue.From(value), FeelType.Number);
        return scope;
    }
}
