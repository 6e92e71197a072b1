using System.Diagnostics.CodeAnalysis;

namespace Funeng.Feel.Values;

/// <summary>An immutable FEEL context: values by name, in the order in which they were given.</summary>
public sealed class FeelContext : IEquatable<FeelContext>
{
    private const int IndexAbove = 8;

    private readonly string[] _names;
    private readonly FeelValue[] _values;
    private readonly Dictionary<string, int>? _index;

    private FeelContext(string[] names, FeelValue[] values, Dictionary<string, int>? index)
    {
        _names = names;
        _values = values;
        _index = index ?? (names.Length > IndexAbove ? Index(names) : null);
    }

    /// <summary>The context without entries.</summary>
    public static FeelContext Empty { get; } = new([], [], null);

    /// <summary>The number of entries.</summary>
    public int Count => _names.Length;

    /// <summary>The names in order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The values in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<FeelValue> Values => _values;

    /// <summary>The value of an entry, or null when there is no such entry.</summary>
    public FeelValue this[string name] => TryGet(name, out var value) ? value : FeelValue.Null;

    /// <summary>A context of the given entries; throws when a name occurs twice.</summary>
    public static FeelContext Create(params ReadOnlySpan<(string Name, FeelValue Value)> entries)
    {
        var builder = new Builder(entries.Length);
        foreach (var (name, value) in entries)
        {
            if (!builder.TryAdd(name, value))
                throw new ArgumentException($"The name '{name}' occurs twice.", nameof(entries));
        }

        return builder.Build();
    }

    /// <summary>Whether there is an entry of that name, and its value.</summary>
    public bool TryGet(string name, out FeelValue value)
    {
        var position = Find(name);
        value = position < 0 ? FeelValue.Null : _values[position];
        return position >= 0;
    }

    /// <summary>A context with the entry replaced in place, or added at the end.</summary>
    public FeelContext With(string name, FeelValue value)
    {
        var position = Find(name);
        if (position < 0)
            return new FeelContext([.. _names, name], [.. _values, value], null);

        var values = (FeelValue[])_values.Clone();
        values[position] = value;
        return new FeelContext(_names, values, _index);
    }

    /// <summary>Equal when the names are the same, in any order, and the values under them are.</summary>
    public bool Equals([NotNullWhen(true)] FeelContext? other)
    {
        if (other is null || other.Count != Count || Nesting.IsTooDeep)
            return ReferenceEquals(this, other);

        for (var i = 0; i < _names.Length; i++)
        {
            if (!other.TryGet(_names[i], out var value) || !value.Equals(_values[i]))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeelContext);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = Count;
        if (Nesting.IsTooDeep)
            return hash;
        for (var i = 0; i < _names.Length; i++)
            hash ^= HashCode.Combine(_names[i], _values[i]);
        return hash;
    }

    /// <summary>The context as a FEEL literal.</summary>
    public override string ToString() => ValueText.Literal(this);

    private int Find(string name) => _index is null
        ? Array.IndexOf(_names, name)
        : _index.TryGetValue(name, out var position) ? position : -1;

    private static Dictionary<string, int> Index(string[] names)
    {
        var index = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
            index[names[i]] = i;
        return index;
    }

    /// <summary>Collects the entries of a context.</summary>
    public sealed class Builder(int capacity = 4)
    {
        private readonly List<string> _names = new(capacity);
        private readonly List<FeelValue> _values = new(capacity);
        private readonly HashSet<string>? _seen = capacity > IndexAbove ? new HashSet<string>(StringComparer.Ordinal) : null;

        /// <summary>Adds an entry; false when the name is taken.</summary>
        public bool TryAdd(string name, FeelValue value)
        {
            if (_seen is null ? _names.Contains(name) : !_seen.Add(name))
                return false;

            _names.Add(name);
            _values.Add(value);
            return true;
        }

        /// <summary>The context of the entries added so far.</summary>
        public FeelContext Build() => _names.Count == 0 ? Empty : new FeelContext([.. _names], [.. _values], null);
    }
}
