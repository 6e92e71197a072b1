namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>Reads 是/否 in its many spellings, and one of several named choices.</summary>
public static class ChoiceCell
{
    public static CellReading<bool> ReadBoolean(SheetCell cell)
    {
        if (cell.Kind is CellKind.Empty)
        {
            return CellReading<bool>.Nothing;
        }

        if (cell.Kind is CellKind.Boolean)
        {
            return Understood(cell.Boolean);
        }

        var text = ChineseText.HalfWidth(cell.Text).ToUpperInvariant();
        if (MissingMarks.IsMissing(text))
        {
            return CellReading<bool>.Nothing;
        }

        return text switch
        {
            "是" or "有" or "√" or "✓" or "✔" or "☑" or "对" or "Y" or "YES" or "TRUE" or "T" or "1" or "符合" or "属于" or "已" => Understood(true),
            "否" or "无" or "×" or "✗" or "✘" or "✕" or "X" or "☒" or "不是" or "没有" or "N" or "NO" or "FALSE" or "F" or "0"
                or "不符合" or "不属于" or "未" => Understood(false),
            "是/否" or "□是□否" or "□是 □否" => CellReading<bool>.Refuse($"“{cell.Text}”没有选。请填 是 或 否，不知道就留空。"),
            _ => CellReading<bool>.Refuse($"“{cell.Text}”看不出是或否。请填 是 或 否，不知道就留空。", Guess(text)),
        };
    }

    /// <summary>The code of the choice a cell names by its code or label; the position in <paramref name="choices"/> is the value.</summary>
    public static CellReading<int> ReadChoice(SheetCell cell, IReadOnlyList<(string Code, string Label)> choices)
    {
        var text = ChineseText.HalfWidth(cell.Text);
        if (cell.IsEmpty || (MissingMarks.IsMissing(text) && !choices.Any(choice => Same(choice.Label, text))))
        {
            return CellReading<int>.Nothing;
        }

        for (var index = 0; index < choices.Count; index++)
        {
            if (Same(choices[index].Code, text) || Same(choices[index].Label, text))
            {
                return CellReading<int>.Of(index, choices[index].Label);
            }
        }

        var near = choices.Where(choice => ChineseText.HalfWidth(choice.Label).Contains(text, StringComparison.OrdinalIgnoreCase)
            || text.Contains(ChineseText.HalfWidth(choice.Label), StringComparison.OrdinalIgnoreCase)).ToList();
        return CellReading<int>.Refuse(
            $"“{cell.Text}”不在可选项中。可填：{string.Join("、", choices.Select(choice => choice.Label))}。",
            near.Count == 1 ? near[0].Label : null);
    }

    private static CellReading<bool> Understood(bool value) => CellReading<bool>.Of(value, value ? "是" : "否");

    private static string? Guess(string text) => text switch
    {
        _ when text.StartsWith('不') || text.StartsWith('未') || text.StartsWith('无') || text.StartsWith('否') => "否",
        _ when text.StartsWith('是') || text.StartsWith('有') || text.StartsWith('已') => "是",
        _ => null,
    };

    private static bool Same(string expected, string text) =>
        ChineseText.HalfWidth(expected).Equals(text, StringComparison.OrdinalIgnoreCase);
}
