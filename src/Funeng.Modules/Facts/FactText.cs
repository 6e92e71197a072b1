using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Facts;

/// <summary>How values of facts are written on pages and in reasons: amounts with the unit that suits them, yes and no, labels for codes.</summary>
public static class FactText
{
    public static string Of(FactDefinition definition, FeelValue value) => value.Kind switch
    {
        FeelKind.Null => Fmt.Missing,
        FeelKind.Boolean => value.IsTrue ? "是" : "否",
        FeelKind.Number => Word(definition, value.AsNumber()) ?? Of(value.AsNumber(), definition.Unit),
        FeelKind.String => definition.Choices.FirstOrDefault(choice => choice.Code == value.AsString())?.Label ?? value.AsString(),
        FeelKind.Date when value.AsDate().TryToDateOnly(out var date) => Fmt.Date(date),
        _ => value.ToString(),
    };

    /// <summary>What a number stands for when it is not meant as a number: 没有获奖; null for every other.</summary>
    public static string? Word(FactDefinition definition, FeelNumber number) =>
        definition.Words.Count == 0 ? null : definition.Words.FirstOrDefault(word => word.Code == number.ToString())?.Label;

    public static string Of(FeelNumber number, string unit)
    {
        if (!Readable(number, unit, FeelRounding.Down).TryToDecimal(out var value)) return number + unit;
        return Of(value, unit);
    }

    /// <summary>What is still lacking up to a bound: rounded up, so that who adds it to the value reaches the bound.</summary>
    public static string Lacking(FeelNumber number, string unit) =>
        Readable(number, unit, FeelRounding.Up).TryToDecimal(out var value) ? Of(value, unit) : number + unit;

    private static string Of(decimal value, string unit)
    {
        return unit switch
        {
            "元" => Fmt.Money(value),
            "" => Rounded(value),
            "%" => Rounded(value) + "%",
            _ => $"{Rounded(value)} {unit}",
        };
    }

    /// <summary>A distance with its sign: +450 万元, −12 人. Money is always in 万元, so that gaps can be compared.</summary>
    public static string Signed(FeelNumber number, string unit)
    {
        if (!Readable(number, unit, number.Sign > 0 ? FeelRounding.Up : FeelRounding.Down).TryToDecimal(out var value)) return number + unit;
        var sign = value < 0 ? "−" : "+";
        var size = Math.Abs(value);
        if (unit == "元") return size < 100 ? $"{sign}{Rounded(size)} 元" : $"{sign}{Rounded(decimal.Round(size / 10_000, 4))} 万元";
        return sign + Of(size, unit);
    }

    /// <summary>The year or "现状" of a period, as in 2025 年度.</summary>
    public static string Of(Period period) => period.IsState ? "现状" : string.Create(CultureInfo.InvariantCulture, $"{period.Year} 年度");

    /// <summary>Where a fact comes from: 税务 第 2 行 营业收入（万元）; for a computed fact the facts it follows from.</summary>
    public static string Source(Fact fact)
    {
        if (fact.Inputs.Count > 0 && fact.IsComputed) return "由" + string.Join("、", fact.Inputs.Select(input => input.Definition.Label)) + "算出";
        if (fact.IsComputed) return fact.Definition.Origin is FactOrigin.SchemeResult ? "由划型等标准判定" : "由称号登记得出";
        // What nobody has filed was typed to try it.
        if (fact.Filing.Source.Length == 0) return "假定";
        return fact.Filing.Place.Length > 0 ? $"{fact.Filing.Source} · {fact.Filing.Place}" : fact.Filing.Source;
    }

    /// <summary>The words by which a fact is asked for: for a review item its question, else its label.</summary>
    public static string Label(FactDefinition definition) => definition.Origin is FactOrigin.Review review ? review.Question : definition.Label;

    // Formulas carry 34 digits. Two decimals are enough to read a share, an age or a score, four for the rest; cut, not rounded up to a
    // bound the value misses. What would become nothing keeps more of them.
    private static FeelNumber Readable(FeelNumber number, string unit, FeelRounding rounding)
    {
        var readable = number.Round(unit is "%" or "个百分点" or "年" or "分" ? 2 : 4, rounding);
        return readable.IsZero ? number.Round(4, rounding) : readable;
    }

    private static string Rounded(decimal value) => Fmt.Number(value);
}
