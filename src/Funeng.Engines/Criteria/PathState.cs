using System.Globalization;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>A set of changes, by lever.</summary>
internal sealed class PathState
{
    private PathState(IReadOnlyDictionary<Lever, FeelValue> values)
    {
        Values = values;
        Cost = values.Sum(item => item.Key.CostOf(item.Value));
        Key = string.Join('|', values.OrderBy(item => item.Key.Fact.Key, StringComparer.Ordinal)
            .Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Key.Fact.Key}={item.Value}")));
    }

    public static PathState Unchanged { get; } = new(new Dictionary<Lever, FeelValue>());

    public IReadOnlyDictionary<Lever, FeelValue> Values { get; }

    public decimal Cost { get; }

    public string Key { get; }

    public PathState With(Lever lever, FeelValue? value) =>
        value is { } known ? new PathState(new Dictionary<Lever, FeelValue>(Values) { [lever] = known }) : this;

    public PathState Without(Lever lever) => Values.ContainsKey(lever)
        ? new PathState(Values.Where(item => item.Key != lever).ToDictionary())
        : this;

    /// <summary>Both sets of changes; they have no lever in common.</summary>
    public PathState And(PathState other) => new(Values.Concat(other.Values).ToDictionary());
}
