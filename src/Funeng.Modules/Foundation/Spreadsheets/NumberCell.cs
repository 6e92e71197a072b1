using System.Globalization;
using System.Text.RegularExpressions;

namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>Reads numbers as people write them: <c>12，450</c>, <c>１２．５</c>, <c>1.2亿元</c>, <c>12.5％</c>, <c>(1,234)</c>.</summary>
public static partial class NumberCell
{
    /// <param name="cell">The cell.</param>
    /// <param name="unit">The unit the value is wanted in (the fact's own: 元, %, 人 …, or empty).</param>
    /// <param name="columnUnit">The unit the column's heading names, which a cell's own unit overrides.</param>
    public static CellReading<decimal> Read(SheetCell cell, string unit = "", Unit? columnUnit = null) => cell.Kind switch
    {
        CellKind.Empty => CellReading<decimal>.Nothing,
        CellKind.Boolean => CellReading<decimal>.Refuse($"这里应填数字，现在是“{cell.Text}”。"),
        CellKind.Error => CellReading<decimal>.Refuse($"公式出错（{cell.Text}）。请改成数值；不知道就留空。", ""),
        CellKind.Date => CellReading<decimal>.Refuse($"这里应填数字，现在是日期 {cell.Text}。请把单元格格式改为“常规”后重填。"),
        _ => ReadText(cell.Text, unit, columnUnit),
    };

    private const int LongestNumber = 60;

    public static CellReading<decimal> ReadWhole(SheetCell cell, string unit = "", Unit? columnUnit = null)
    {
        var reading = Read(cell, unit, columnUnit);
        return reading.Value is { } value && value != decimal.Truncate(value)
            ? CellReading<decimal>.Refuse(
                $"这里应填整数，现在是 {Plain(value)}。", decimal.Round(value, MidpointRounding.AwayFromZero).ToString(CultureInfo.InvariantCulture))
            : reading;
    }

    /// <summary>A number as pages show it: thousands separated, no trailing zeros.</summary>
    public static string Plain(decimal value) => value.ToString("#,0.##########", CultureInfo.InvariantCulture);

    private static CellReading<decimal> ReadText(string raw, string unit, Unit? columnUnit)
    {
        if (raw.Length > LongestNumber)
        {
            return CellReading<decimal>.Refuse($"“{raw[..20]}…”不是数字。请只填数字，{Example(unit)}。");
        }

        var text = ChineseText.HalfWidth(raw).TrimStart('\'').Trim();
        if (MissingMarks.IsMissing(text))
        {
            return CellReading<decimal>.Nothing;
        }

        if (text is "无" or "没有")
        {
            return CellReading<decimal>.Refuse($"“{raw}”不是数字。确实为零请填 0，不知道就留空。", "0");
        }

        var (number, ownUnit) = Unit.SplitOff(text.TrimStart('¥', ' '));
        if (ownUnit is not null && !ownUnit.Measures(unit))
        {
            return CellReading<decimal>.Refuse($"“{raw}”的单位是{ownUnit.Name}，这里应填{UnitWord(unit)}。", ProposeWithout(number));
        }

        return Parse(number) is { } value
            ? Scale(raw, value, unit, ownUnit, columnUnit)
            : CellReading<decimal>.Refuse(Explain(raw, number, unit), Propose(number));
    }

    private static CellReading<decimal> Scale(string raw, decimal value, string unit, Unit? ownUnit, Unit? columnUnit)
    {
        // 5亿 in a column headed 万元 says 亿元: a bare multiplier replaces the heading's unit, it does not multiply it.
        var factor = ownUnit?.Factor ?? columnUnit?.Factor ?? 1;
        try
        {
            var scaled = value * factor;
            return CellReading<decimal>.Of(scaled, Plain(scaled) + UnitSuffix(unit));
        }
        catch (OverflowException)
        {
            return CellReading<decimal>.Refuse($"“{raw}”太大，无法作为数字保存。请核对位数和单位。");
        }
    }

    private static decimal? Parse(string text)
    {
        var compact = text.Replace(" ", "", StringComparison.Ordinal);
        var isNegative = false;
        if (compact is ['(', .., ')'])
        {
            isNegative = true;
            compact = compact[1..^1];
        }

        compact = compact.Replace('−', '-').Replace('–', '-').Replace('—', '-');
        if (compact.Contains(',', StringComparison.Ordinal))
        {
            if (!Grouped().IsMatch(compact))
            {
                return null;
            }

            compact = compact.Replace(",", "", StringComparison.Ordinal);
        }

        if (!Simple().IsMatch(compact)
            || !decimal.TryParse(compact, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        return isNegative ? -value : value;
    }

    // What one would type in such a column: heads are counted, money is written by the 万元 or 亿元.
    private static string Example(string unit) => unit switch
    {
        "元" => "例如 12450 或 1.2亿",
        "%" => "例如 12.5",
        "人" => "例如 280",
        _ => "例如 12",
    };

    private static string Explain(string raw, string number, string unit)
    {
        if (Range().IsMatch(number))
        {
            return $"“{raw}”是一个范围。请填一个确定的数。";
        }

        if (number.Length > 0 && number[0] is '约' or '近' or '超' or '>' or '<' or '≥' or '≤' or '~')
        {
            return $"“{raw}”不是确定的数。请填实际数值。";
        }

        return number.Contains(',', StringComparison.Ordinal) && Propose(number) is not null
            ? $"“{raw}”里的逗号位置不对：千分位应每三位一个。请核对。"
            : $"“{raw}”不是数字。请只填数字，{Example(unit)}。";
    }

    private static string? Propose(string number)
    {
        var chinese = ChineseNumeral.Parse(number);
        if (chinese is not null)
        {
            return chinese.Value.ToString(CultureInfo.InvariantCulture);
        }

        if (Range().IsMatch(number))
        {
            return null;
        }

        // 48OO with letters for noughts: the 48 in it is not what was meant.
        if (Mistyped().IsMatch(number))
        {
            return number.Replace('O', '0').Replace('o', '0').Replace('I', '1').Replace('l', '1');
        }

        var found = AnyNumber().Matches(number.Replace(",", "", StringComparison.Ordinal));
        return found.Count == 1 ? found[0].Value : null;
    }

    private static string? ProposeWithout(string number) => Parse(number) is null ? null : number;

    private static string UnitWord(string unit) => unit.Length == 0 ? "不带单位的数字" : unit;

    private static string UnitSuffix(string unit) => unit.Length == 0 ? "" : unit == "%" ? "%" : " " + unit;

    // Thousands, or 万 where at least two groups of four show that it is meant: 2,5572 alone may as well be a slip of the pen.
    [GeneratedRegex(@"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$|^[+-]?\d{1,4}(,\d{4}){2,}(\.\d+)?$")]
    private static partial Regex Grouped();

    [GeneratedRegex(@"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?$")]
    private static partial Regex Simple();

    [GeneratedRegex(@"\d\s*(-|~|—|–|至|到)\s*\d")]
    private static partial Regex Range();

    [GeneratedRegex(@"^\d[\dOoIl]*(\.[\dOoIl]+)?$")]
    private static partial Regex Mistyped();

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex AnyNumber();
}
