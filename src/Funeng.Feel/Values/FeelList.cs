using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Funeng.Feel.Values;

/// <summary>An immutable FEEL list; it may hold nulls and values of different kinds.</summary>
[CollectionBuilder(typeof(FeelList), nameof(Create))]
public sealed class FeelList : IReadOnlyList<FeelValue>, IEquatable<FeelList>
{
    private readonly FeelValue[] _items;

    private FeelList(FeelValue[] items) => _items = items;

    /// <summary>The list without elements.</summary>
    public static FeelList Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <summary>The element at a position counted from 0 (FEEL counts from 1).</summary>
    public FeelValue this[int index] => _items[index];

    internal ReadOnlySpan<FeelValue> Span => _items;

    /// <summary>A list with a copy of the items.</summary>
    public static FeelList Create(ReadOnlySpan<FeelValue> items) => items.IsEmpty ? Empty : new(items.ToArray());

    /// <summary>A list with a copy of the items.</summary>
    public static FeelList From(IEnumerable<FeelValue> items) => Wrap([.. items]);

    // Takes the array over; the caller must not change it afterwards.
    internal static FeelList Wrap(FeelValue[] items) => items.Length == 0 ? Empty : new(items);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] FeelList? other) =>
        ReferenceEquals(this, other) || (other is not null && !Nesting.IsTooDeep && Span.SequenceEqual(other.Span));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeelList);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (Nesting.IsTooDeep)
            return Count;

        var hash = new HashCode();
        foreach (var item in _items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    /// <summary>The list as a FEEL literal.</summary>
    public override string ToString() => ValueText.Literal(this);

    /// <inheritdoc/>
    public IEnumerator<FeelValue> GetEnumerator() => ((IEnumerable<FeelValue>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
