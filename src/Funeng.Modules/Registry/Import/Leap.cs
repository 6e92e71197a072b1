using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Registry.Import;

/// <summary>
/// Says when a value is so far from what is known that its unit is probably wrong. The bounds stand here and nowhere else. Shares and
/// growth rates swing by themselves and are not compared.
/// </summary>
internal static class Leap
{
    /// <summary>A value this many times as large as the other is asked about; honest years rarely differ so much.</summary>
    public const decimal Bound = 10;

    private const decimal SmallestYuan = 100_000;

    // Below these sizes tenfold is nothing: 3 patents and then 30, a workshop that begins to sell.
    private static readonly Dictionary<string, decimal> SmallestCompared = new()
    {
        ["元"] = 1_000_000, ["人"] = 50, ["股"] = 100_000, ["项"] = 100, ["家"] = 100, [""] = 1000,
    };

    private static readonly Unit[] Moneys = [.. new[] { "元", "千元", "万元", "百万元", "亿元" }.Select(name => Unit.Find(name)!)];

    /// <summary>The question, in Chinese, or null when there is nothing to ask.</summary>
    /// <param name="fact">The filed fact.</param>
    /// <param name="stated">What the sheet says, in the fact's unit.</param>
    /// <param name="known">What it is compared with.</param>
    /// <param name="whose">Which value that is: 2024 年的.</param>
    /// <param name="columnUnit">The unit the sheet uses; the fact's own when null.</param>
    public static string? Ask(FactDefinition fact, decimal stated, decimal known, string whose, Unit? columnUnit)
    {
        if (stated == 0 || known == 0 || !SmallestCompared.TryGetValue(fact.Unit, out var smallest)
            || Math.Max(Math.Abs(stated), Math.Abs(known)) < smallest)
        {
            return null;
        }

        var ratio = Math.Abs(stated) / Math.Abs(known);
        if (ratio is < Bound and > 1 / Bound)
        {
            return null;
        }

        var difference = ratio < 1
            ? $"与{whose} {Shown(known, fact, columnUnit)}相差 {Percent(1 - ratio)} %"
            : $"是{whose} {Shown(known, fact, columnUnit)}的 {NumberCell.Plain(decimal.Round(ratio, ratio < 100 ? 1 : 0))} 倍";
        return $"{difference}，单位是否有误？{Slip(fact, stated, known, columnUnit)}";
    }

    /// <summary>The question about a yearly sum that is hardly one of yuan, where nothing says the unit and nothing is known to compare it with; null for none.</summary>
    public static string? AskUnit(decimal yuan) => Math.Abs(yuan) is > 0 and < SmallestYuan
        ? $"表里没有写单位，按元读是 {NumberCell.Plain(yuan)} 元。若您填的是万元，请在上面“单位”一栏改为万元。" : null;

    // 9139 in a column of 万元 where 913,911 stood last year: typed in 百万元.
    private static string Slip(FactDefinition fact, decimal stated, decimal known, Unit? columnUnit)
    {
        if (!fact.IsMoney)
        {
            return "";
        }

        var factor = columnUnit?.Factor ?? 1;
        var wanted = factor * (Math.Abs(known) / Math.Abs(stated));
        var meant = Array.Find(Moneys, unit => unit.Factor != factor && wanted / unit.Factor is > 0.3m and < 3);
        return meant is null ? "" : $"若您填的是{meant.Name}，应为 {Shown(stated / factor * meant.Factor, fact, columnUnit)}。";
    }

    private static string Shown(decimal value, FactDefinition fact, Unit? columnUnit) =>
        $"{NumberCell.Plain(decimal.Round(value / (columnUnit?.Factor ?? 1), 4))} {columnUnit?.Name ?? fact.Unit}".TrimEnd();

    // 99 and 99.99, never 100 % of what is not nothing.
    private static string Percent(decimal share) => (decimal.Truncate(share * 10_000) / 100).ToString("0.##", CultureInfo.InvariantCulture);
}
