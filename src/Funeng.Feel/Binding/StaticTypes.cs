using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Binding;

/// <summary>What can be said of the type of a result before evaluating. <c>Any</c> where it depends on the values.</summary>
internal static class StaticTypes
{
    private static readonly HashSet<string> NumberProperties =
    [
        "year", "month", "day", "weekday", "hour", "minute", "second", "years", "months", "days", "hours", "minutes", "seconds",
    ];

    public static FeelType OfArithmetic(ArithmeticOperator operation, FeelType left, FeelType right)
    {
        if (left == FeelType.Number && right == FeelType.Number)
        {
            return FeelType.Number;
        }

        return operation switch
        {
            ArithmeticOperator.Add => OfSum(left, right),
            ArithmeticOperator.Subtract => OfDifference(left, right),
            _ => FeelType.Any,
        };
    }

    public static FeelType OfNegation(FeelType operand) =>
        operand == FeelType.Number || IsDuration(operand) ? operand : FeelType.Any;

    public static FeelType OfMember(FeelType source, string member)
    {
        if (source is ListType list)
        {
            return FeelType.ListOf(OfMember(list.Element, member));
        }

        if (source is ContextType context)
        {
            return context.Find(member) ?? FeelType.Any;
        }

        return source != FeelType.Any && NumberProperties.Contains(member) ? FeelType.Number : FeelType.Any;
    }

    /// <summary>The type that all have; null literals fit everywhere.</summary>
    public static FeelType Common(IEnumerable<FeelType> types)
    {
        FeelType? common = null;
        foreach (var type in types)
        {
            if (common is null || common == FeelType.Null)
            {
                common = type;
            }
            else if (type != FeelType.Null && !type.Equals(common))
            {
                return FeelType.Any;
            }
        }

        return common ?? FeelType.Any;
    }

    public static bool IsScalar(FeelType type) =>
        type == FeelType.Number || type == FeelType.String || type == FeelType.Boolean || type == FeelType.Date || type == FeelType.Time
        || type == FeelType.DateTime || IsDuration(type);

    private static FeelType OfSum(FeelType left, FeelType right)
    {
        if (left == FeelType.String && right == FeelType.String)
        {
            return FeelType.String;
        }

        if (IsMoment(left) && IsDuration(right))
        {
            return left;
        }

        return IsDuration(left) && IsMoment(right) ? right : OfDurations(left, right);
    }

    private static FeelType OfDifference(FeelType left, FeelType right)
    {
        if (IsMoment(left) && IsMoment(right))
        {
            return FeelType.DaysTimeDuration;
        }

        return IsMoment(left) && IsDuration(right) ? left : OfDurations(left, right);
    }

    private static FeelType OfDurations(FeelType left, FeelType right) => IsDuration(left) && left == right ? left : FeelType.Any;

    private static bool IsMoment(FeelType type) => type == FeelType.Date || type == FeelType.DateTime || type == FeelType.Time;

    private static bool IsDuration(FeelType type) => type == FeelType.DaysTimeDuration || type == FeelType.YearsMonthsDuration;
}
