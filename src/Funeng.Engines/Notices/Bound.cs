namespace Funeng.Engines.Notices;

/// <summary>A number with its unit and the side on which it bounds a quantity.</summary>
/// <param name="Start">Where the expression begins in the sentence.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Lower">The lower bound; null for none.</param>
/// <param name="Upper">The upper bound; null for none.</param>
/// <param name="Unit">元, %, 人, 年, 项 …: 万 and 亿 are in the limits.</param>
internal sealed record Bound(int Start, int End, Limit? Lower, Limit? Upper, string Unit)
{
    /// <summary>The bound of a growth where a fall is spoken of: a fall above 30 is a growth below −30.</summary>
    public Bound OfFall() => this with { Lower = Upper is { } upper ? upper with { Number = -upper.Number } : null, Upper = Lower is { } lower ? lower with { Number = -lower.Number } : null };

    public Condition On(string quantity)
    {
        var parts = new List<Condition>();
        if (Lower is { } lower) parts.Add(new Condition.One($"{quantity} {(lower.IsIncluded ? ">=" : ">")} {lower.Feel(Unit)}"));
        if (Upper is { } upper) parts.Add(new Condition.One($"{quantity} {(upper.IsIncluded ? "<=" : "<")} {upper.Feel(Unit)}"));
        return Condition.AllOf(parts);
    }
}

/// <summary>One end of a bound.</summary>
/// <param name="Number">The number as written, in its own scale.</param>
/// <param name="Scale">What one of its unit is in the least: 1, 千, 万, 百万, 千万 or 亿. A draft writes 万元 and 亿元 only.</param>
/// <param name="IsIncluded">Whether the number itself fulfils the bound.</param>
internal sealed record Limit(decimal Number, decimal Scale, bool IsIncluded)
{
    public decimal Value => Number * Scale;

    public string Feel(string unit)
    {
        if (unit != "元") return Text(Value);
        var scale = Scale is 10_000 or 100_000_000 ? Scale : Value >= 100_000_000 && Value % 10_000_000 == 0 ? 100_000_000 : Value >= 10_000 && Value % 1000 == 0 ? 10_000 : 1;
        var number = Text(Value / scale);
        return scale == 1 ? number : $"{number} * {(scale == 10_000 ? "万元" : "亿元")}";
    }

    private static string Text(decimal number) => number.ToString("0.##########", System.Globalization.CultureInfo.InvariantCulture);
}
