using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>A place on the number line that some criterion looks at: passed by <c>x &gt;= Value</c>, or by <c>x &gt; Value</c>. Days are numbers here.</summary>
internal readonly record struct Cut(FeelNumber Value, bool IsBehind) : IComparable<Cut>
{
    /// <summary>Passed by the value itself and all above it.</summary>
    public static Cut At(FeelNumber value) => new(value, false);

    /// <summary>Passed by all above the value, not by the value itself.</summary>
    public static Cut Behind(FeelNumber value) => new(value, true);

    public int CompareTo(Cut other)
    {
        var order = Value.CompareTo(other.Value);
        return order != 0 ? order : IsBehind.CompareTo(other.IsBehind);
    }

    public bool IsPassedBy(FeelNumber value)
    {
        var order = value.CompareTo(Value);
        return order > 0 || (order == 0 && !IsBehind);
    }

    /// <summary>Whether values that are still possible pass.</summary>
    public Possible Compare(in Possible value) => PossibleComparison.Compare(
        IsBehind ? ComparisonOperator.Greater : ComparisonOperator.GreaterOrEqual, value, Possible.Of(FeelValue.From(Value)));

    /// <summary>Whether every value above this end of an interval passes.</summary>
    public bool IsPassedByAllFrom(in IntervalEnd low)
    {
        if (!low.IsFinite) return false;
        var order = low.Value.CompareTo(Value);
        return order > 0 || (order == 0 && (!IsBehind || low.IsOpen));
    }

    /// <summary>Whether some value below this end of an interval passes.</summary>
    public bool IsPassedBySomeTo(in IntervalEnd high)
    {
        if (!high.IsFinite) return high.Infinity > 0;
        var order = high.Value.CompareTo(Value);
        return order > 0 || (order == 0 && !IsBehind && !high.IsOpen);
    }
}
