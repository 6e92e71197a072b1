using System.Collections.Immutable;

namespace Funeng.Feel.Values;

/// <summary><c>list&lt;T&gt;</c>.</summary>
/// <param name="Element">The type of the elements.</param>
internal sealed record ListType(FeelType Element) : FeelType
{
    /// <inheritdoc/>
    public override string ToString() => $"list<{Element}>";

    private protected override bool ConformsToOther(FeelType other) => other is ListType list && Element.ConformsTo(list.Element);

    private protected override bool IncludesValue(FeelValue value) => value.Kind == FeelKind.List && AllIncluded(value.AsList());

    private bool AllIncluded(FeelList list)
    {
        if (Element == Any)
            return true;
        foreach (ref readonly var item in list.Span)
        {
            if (!Element.Includes(item))
                return false;
        }

        return true;
    }
}

/// <summary><c>range&lt;T&gt;</c>.</summary>
/// <param name="Endpoint">The type of the ends.</param>
internal sealed record RangeType(FeelType Endpoint) : FeelType
{
    /// <inheritdoc/>
    public override string ToString() => $"range<{Endpoint}>";

    private protected override bool ConformsToOther(FeelType other) => other is RangeType range && Endpoint.ConformsTo(range.Endpoint);

    private protected override bool IncludesValue(FeelValue value) =>
        value.Kind == FeelKind.Range && Endpoint.Includes(value.AsRange().Start) && Endpoint.Includes(value.AsRange().End);
}

/// <summary>An entry that a context type requires.</summary>
/// <param name="Name">The name of the entry.</param>
/// <param name="Type">The type of its value.</param>
internal sealed record ContextTypeEntry(string Name, FeelType Type);

/// <summary><c>context&lt;a: T, b: U&gt;</c>: contexts with at least these entries.</summary>
/// <param name="Entries">The required entries.</param>
internal sealed record ContextType(ImmutableArray<ContextTypeEntry> Entries) : FeelType
{
    /// <summary>The type of an entry; null when the type does not name it.</summary>
    public FeelType? Find(string name) => Entries.FirstOrDefault(entry => entry.Name == name)?.Type;

    /// <summary>Equal with the same entries, in any order.</summary>
    public bool Equals(ContextType? other) =>
        other is not null && Entries.Length == other.Entries.Length && Entries.All(entry => entry.Type.Equals(other.Find(entry.Name)));

    /// <inheritdoc/>
    public override int GetHashCode() => Entries.Aggregate(Entries.Length, (hash, entry) => hash ^ entry.GetHashCode());

    /// <inheritdoc/>
    public override string ToString() => $"context<{string.Join(", ", Entries.Select(entry => $"{entry.Name}: {entry.Type}"))}>";

    private protected override bool ConformsToOther(FeelType other) =>
        other is ContextType context && context.Entries.All(entry => Find(entry.Name)?.ConformsTo(entry.Type) == true);

    private protected override bool IncludesValue(FeelValue value) => value.Kind == FeelKind.Context && HasEntries(value.AsContext());

    private bool HasEntries(FeelContext context)
    {
        foreach (var entry in Entries)
        {
            if (!context.TryGet(entry.Name, out var value) || !entry.Type.Includes(value))
                return false;
        }

        return true;
    }
}

/// <summary><c>function&lt;T, U&gt; -> R</c>.</summary>
/// <param name="Parameters">The types of the parameters.</param>
/// <param name="Result">The type of the result.</param>
internal sealed record FunctionType(ImmutableArray<FeelType> Parameters, FeelType Result) : FeelType
{
    /// <inheritdoc/>
    public bool Equals(FunctionType? other) => other is not null && Parameters.SequenceEqual(other.Parameters) && Result == other.Result;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Parameters.Length, Result);

    /// <inheritdoc/>
    public override string ToString() => $"function<{string.Join(", ", Parameters)}> -> {Result}";

    // Contravariant in the parameters, covariant in the result.
    private protected override bool ConformsToOther(FeelType other) =>
        other is FunctionType function
        && function.Parameters.Length == Parameters.Length
        && function.Parameters.Zip(Parameters, (theirs, ours) => theirs.ConformsTo(ours)).All(fits => fits)
        && Result.ConformsTo(function.Result);

    private protected override bool IncludesValue(FeelValue value) =>
        value.Kind == FeelKind.Function && value.AsFunction().IsOf(this);
}
