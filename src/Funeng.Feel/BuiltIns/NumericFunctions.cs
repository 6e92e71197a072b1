using Funeng.Feel.Values;

namespace Funeng.Feel.BuiltIns;

/// <summary>Functions of numbers (DMN 1.5, table 78).</summary>
internal static class NumericFunctions
{
    private const int SmallestScale = -6111;
    private const int LargestScale = 6176;

    public static readonly BuiltIn[] All =
    [
        Rounding("decimal", "scale", FeelRounding.HalfEven),
        Rounding("floor", "scale?", FeelRounding.Floor),
        Rounding("ceiling", "scale?", FeelRounding.Ceiling),
        Rounding("round up", "scale", FeelRounding.Up),
        Rounding("round down", "scale", FeelRounding.Down),
        Rounding("round half up", "scale", FeelRounding.HalfUp),
        Rounding("round half down", "scale", FeelRounding.HalfDown),
        new(
            "abs",
            BuiltInSignature.Of("n: number", FeelType.Number, Abs),
            BuiltInSignature.Of("n: days and time duration", FeelType.DaysTimeDuration, Abs),
            BuiltInSignature.Of("n: years and months duration", FeelType.YearsMonthsDuration, Abs)),
        new("modulo", BuiltInSignature.Of("dividend: number, divisor: number", FeelType.Number, Modulo)),
        new("sqrt", BuiltInSignature.Of("number: number", FeelType.Number, Sqrt)),
        new("log", BuiltInSignature.Of("number: number", FeelType.Number, Log)),
        new("exp", BuiltInSignature.Of("number: number", FeelType.Number, Exp)),
        new("odd", BuiltInSignature.Of("number: number", FeelType.Boolean, Odd)),
        new("even", BuiltInSignature.Of("number: number", FeelType.Boolean, Even)),
    ];

    private static BuiltIn Rounding(string name, string scale, FeelRounding rounding) => new(
        name,
        BuiltInSignature.Of($"n: number, {scale}: number", FeelType.Number, (in BuiltInCall call) => Round(call, rounding)));

    private static FeelValue Round(in BuiltInCall call, FeelRounding rounding)
    {
        var scale = 0L;
        if (call.Count > 1 && (!call[1].AsNumber().Truncate().TryToInt64(out scale) || scale is < SmallestScale or > LargestScale))
            return call.OutOfDomain("a rounding to this scale", call[1]);
        return call[0].AsNumber().Round((int)scale, rounding);
    }

    private static FeelValue Abs(in BuiltInCall call)
    {
        var isNegative = call[0].Kind switch
        {
            FeelKind.Number => call[0].AsNumber().Sign < 0,
            FeelKind.DaysTimeDuration => call[0].AsDaysTimeDuration().IsNegative,
            _ => call[0].AsYearsMonthsDuration().TotalMonths < 0,
        };
        return isNegative ? FeelOperations.Negate(call[0]) : call[0];
    }

    private static FeelValue Modulo(in BuiltInCall call) =>
        FeelNumber.TryModulo(call[0].AsNumber(), call[1].AsNumber(), out var rest) ? rest : call.OutOfDomain("modulo", call[0], call[1]);

    private static FeelValue Sqrt(in BuiltInCall call) =>
        call[0].AsNumber().TrySqrt(out var root) ? root : call.OutOfDomain("sqrt", call[0]);

    private static FeelValue Log(in BuiltInCall call) =>
        call[0].AsNumber().TryLog(out var logarithm) ? logarithm : call.OutOfDomain("log", call[0]);

    private static FeelValue Exp(in BuiltInCall call) =>
        call[0].AsNumber().TryExp(out var power) ? power : call.OutOfDomain("exp", call[0]);

    private static FeelValue Odd(in BuiltInCall call) => IsMultipleOfTwo(call[0], 1);

    private static FeelValue Even(in BuiltInCall call) => IsMultipleOfTwo(call[0], 0);

    private static FeelValue IsMultipleOfTwo(in FeelValue number, int remainder) =>
        FeelNumber.TryModulo(number.AsNumber(), 2, out var rest) && rest == remainder;
}
