using Funeng.Feel.Binding;
using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn;

/// <summary>An element of a decision requirements graph that has a value (DMN 1.5, 6.3).</summary>
public abstract class DrgElement
{
    private protected DrgElement(ElementSource source, string modelNamespace, int index)
    {
        Source = source;
        Namespace = modelNamespace;
        Index = index;
    }

    /// <summary>The id, unique in its file.</summary>
    public string Id => Source.Id;

    /// <summary>The name, unique among the elements of its file.</summary>
    public string Name => Source.Name;

    /// <summary>The label; null when the file gives none.</summary>
    public string? Label => Source.Label;

    /// <summary>The description; null when the file gives none.</summary>
    public string? Description => Source.Description;

    /// <summary>The namespace of the model that defines the element.</summary>
    public string Namespace { get; }

    /// <summary>The declared type of the value, or the inferred one of a decision without a declared type; <c>Any</c> when unknown.</summary>
    public FeelType Type { get; internal set; } = FeelType.Any;

    /// <summary>The extension elements, for those who know their namespaces.</summary>
    internal IReadOnlyList<DmnExtension> Extensions => Source.Extensions;

    internal ElementSource Source { get; }

    /// <summary>The place in the list of all elements of all models loaded together.</summary>
    internal int Index { get; }

    /// <summary>Name and id.</summary>
    public override string ToString() => $"{Name} ({Id})";
}

/// <summary>A value from outside (DMN 1.5, 6.3.11).</summary>
public sealed class InputData : DrgElement
{
    internal InputData(ElementSource source, string modelNamespace, int index)
        : base(source, modelNamespace, index)
    {
    }
}

/// <summary>A decision: a value determined from others by its logic (DMN 1.5, 6.3.7).</summary>
public sealed class Decision : DrgElement
{
    internal Decision(ElementSource source, string modelNamespace, int index)
        : base(source, modelNamespace, index)
    {
    }

    /// <summary>The inputs, decisions, business knowledge models and services that it requires, in the order of the file.</summary>
    public IReadOnlyList<DrgElement> Requirements { get; internal set; } = [];

    /// <summary>The bound logic; null for a decision without logic, whose value is null unless it is given.</summary>
    internal BoundExpression? Logic { get; set; }

    /// <summary>How many slots the logic needs.</summary>
    internal int FrameSize { get; set; }

    /// <summary>Which values go into which slots before the logic is evaluated.</summary>
    internal IReadOnlyList<(DrgElement Element, int Slot)> Inputs { get; set; } = [];
}

/// <summary>Reusable logic that is a function (DMN 1.5, 6.3.9).</summary>
public sealed class BusinessKnowledgeModel : DrgElement
{
    internal BusinessKnowledgeModel(ElementSource source, string modelNamespace, int index)
        : base(source, modelNamespace, index) => Function = new KnowledgeFunction(this);

    /// <summary>The function.</summary>
    internal FeelFunction Value => Function;

    internal KnowledgeFunction Function { get; }

    /// <summary>The models and services that it calls.</summary>
    internal IReadOnlyList<DrgElement> Requirements { get; set; } = [];
}

/// <summary>A part of the graph that is called like a function (DMN 1.5, 6.3.10).</summary>
public sealed class DecisionService : DrgElement
{
    internal DecisionService(ElementSource source, string modelNamespace, int index)
        : base(source, modelNamespace, index) => Function = new ServiceFunction(this);

    /// <summary>The decisions whose values are the result.</summary>
    internal IReadOnlyList<Decision> Outputs { get; set; } = [];

    /// <summary>The function: its parameters are the input data in the order of the file, then the input decisions.</summary>
    internal FeelFunction Value => Function;

    internal ServiceFunction Function { get; }

    internal IReadOnlyList<DrgElement> Inputs { get; set; } = [];

    internal int ElementCount { get; set; }
}
