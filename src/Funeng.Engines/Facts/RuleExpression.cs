using Funeng.Feel.Binding;
using Funeng.Feel.Values;

namespace Funeng.Engines.Facts;

/// <summary>What stands behind a free variable of a formula or a decision.</summary>
internal abstract record SlotBinding
{
    private SlotBinding()
    {
    }

    /// <summary>A fact of the catalogue.</summary>
    public sealed record ToFact(FactDefinition Definition) : SlotBinding;

    /// <summary>Another decision of the same scheme, by its position.</summary>
    public sealed record ToDecision(int Index) : SlotBinding;

    /// <summary>申请日期.</summary>
    public sealed record ToDate : SlotBinding;

    /// <summary>万元, 亿元.</summary>
    public sealed record ToConstant(FeelValue Value) : SlotBinding;
}

/// <summary>A bound expression with what stands behind each of its free variables.</summary>
/// <param name="Body">The expression.</param>
/// <param name="FrameSize">Number of slots of its frame.</param>
/// <param name="Bindings">By slot; null for slots the expression sets itself.</param>
internal sealed record RuleExpression(BoundExpression Body, int FrameSize, SlotBinding?[] Bindings)
{
    /// <summary>The facts the expression names, each once, in the order of their slots.</summary>
    public IReadOnlyList<FactDefinition> Facts { get; } =
        [.. Bindings.OfType<SlotBinding.ToFact>().Select(binding => binding.Definition).DistinctBy(definition => definition.Key)];

    /// <summary>The decisions the expression names.</summary>
    public IReadOnlyList<int> Decisions { get; } =
        [.. Bindings.OfType<SlotBinding.ToDecision>().Select(binding => binding.Index).Distinct()];
}
