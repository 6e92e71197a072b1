using System.Runtime.CompilerServices;

namespace Funeng.Feel.Values;

/// <summary>Sameness and hash of values of one kind, for lists, contexts and hash tables: FEEL's equality without its null.</summary>
internal static class ValueSameness
{
    public static bool Same(in FeelValue left, in FeelValue right) => FeelOperations.AreEqual(left, right) == true;

    public static int Hash(in FeelValue value) => value.Kind switch
    {
        FeelKind.Null => 0,
        FeelKind.Boolean => value.IsTrue ? 1 : 2,
        FeelKind.Number => value.AsNumber().GetHashCode(),
        FeelKind.String => value.AsString().GetHashCode(StringComparison.Ordinal),
        FeelKind.Date => value.AsDate().GetHashCode(),
        FeelKind.Time => value.AsTime().UtcSecond.GetHashCode(),
        FeelKind.DateTime => value.AsDateTime().UtcSecond.GetHashCode(),
        FeelKind.DaysTimeDuration => value.AsDaysTimeDuration().GetHashCode(),
        FeelKind.YearsMonthsDuration => value.AsYearsMonthsDuration().GetHashCode(),
        FeelKind.List => value.AsList().GetHashCode(),
        FeelKind.Context => value.AsContext().GetHashCode(),
        FeelKind.Range => value.AsRange().GetHashCode(),
        _ => RuntimeHelpers.GetHashCode(value.AsFunction()),
    };
}
