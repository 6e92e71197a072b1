using Funeng.Feel.Binding;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn.Analysis;

/// <summary>A table where it stands: which slots of its frame hold constants and which hold inputs of the element.</summary>
internal sealed class TableSite
{
    private readonly FeelValue[] frame;
    private readonly HashSet<int> constants;
    private readonly Func<VariableSymbol, DmnInput?> inputOf;

    private TableSite(
        DrgElement element, BoundDecisionTable table, FeelValue[] frame, HashSet<int> constants, Func<VariableSymbol, DmnInput?> inputOf)
    {
        Element = element;
        Table = table;
        this.frame = frame;
        this.constants = constants;
        this.inputOf = inputOf;
    }

    public DrgElement Element { get; }

    public BoundDecisionTable Table { get; }

    /// <summary>A frame with the constants in their slots.</summary>
    public FeelValue[] NewFrame() => [.. frame];

    public bool IsConstant(VariableSymbol symbol) => constants.Contains(symbol.Slot);

    /// <summary>The input by which a caller gives a variable its value, still without one; null for a variable that the element computes.</summary>
    public DmnInput? InputOf(VariableSymbol symbol) => inputOf(symbol);

    /// <summary>All tables of an element, those inside of other boxes too.</summary>
    public static IEnumerable<TableSite> Find(DrgElement element) => element switch
    {
        Decision { Logic: { } logic } decision => Find(decision, logic),
        BusinessKnowledgeModel { Function.Body: { } body } model =>
            Find(model, body, new FeelValue[model.Function.FrameSize], [], symbol => ParameterOf(model, symbol)),
        _ => [],
    };

    private static IEnumerable<TableSite> Find(Decision decision, BoundExpression logic)
    {
        var frame = new FeelValue[decision.FrameSize];
        var constants = new HashSet<int>();
        var inputs = new Dictionary<int, DmnInput>();
        foreach (var (element, slot) in decision.Inputs)
        {
            if (ConstantDecision.TryEvaluate(element, out frame[slot])) constants.Add(slot);
            else inputs.TryAdd(slot, new DmnInput(element.Namespace, element.Name, default));
        }

        return Find(decision, logic, frame, constants, symbol => inputs.TryGetValue(symbol.Slot, out var input) ? input : null);
    }

    private static DmnInput? ParameterOf(BusinessKnowledgeModel model, VariableSymbol symbol) =>
        symbol.Slot < model.Value.Parameters.Count ? new DmnInput(null, model.Value.Parameters[symbol.Slot].Name, default) : null;

    private static IEnumerable<TableSite> Find(
        DrgElement element, BoundExpression logic, FeelValue[] frame, HashSet<int> constants, Func<VariableSymbol, DmnInput?> inputOf)
    {
        var nodes = BoundNodes.All(logic).ToList();
        foreach (var entry in nodes.OfType<BoundContext>().SelectMany(context => context.Entries))
        {
            if (entry.Value is not BoundLiteral literal) continue;
            frame[entry.Variable.Slot] = literal.Value;
            constants.Add(entry.Variable.Slot);
        }

        foreach (var node in nodes)
        {
            if (node is BoundDecisionTable table) yield return new TableSite(element, table, frame, constants, inputOf);
            if (node is not BoundFunctionDefinition function) continue;
            // A function inside has a frame of its own, and nobody but its callers gives it values.
            foreach (var inner in Find(element, function.Body, new FeelValue[function.FrameSize], [], _ => null)) yield return inner;
        }
    }
}

/// <summary>Decisions that are the same for all inputs, such as units: <c>万元</c> is 10000.</summary>
internal static class ConstantDecision
{
    private static readonly HashSet<string> Clocks = ["now", "today"];

    public static bool TryEvaluate(DrgElement element, out FeelValue value)
    {
        value = default;
        if (element is not Decision { Logic: { } logic } decision || !BoundNodes.All(logic).All(IsPlain)) return false;
        var frame = new FeelValue[decision.FrameSize];
        foreach (var (required, slot) in decision.Inputs)
        {
            if (!TryEvaluate(required, out frame[slot])) return false;
        }

        var context = EvaluationContext.Rent();
        value = context.Evaluate(logic, frame);
        context.Return();
        return true;
    }

    /// <summary>The node depends on nothing but its parts.</summary>
    public static bool IsPlain(BoundExpression node) => node switch
    {
        BoundBuiltInCall call => !Clocks.Contains(call.Function.Name),
        BoundInvocation or BoundFunctionDefinition or BoundError => false,
        _ => true,
    };
}
