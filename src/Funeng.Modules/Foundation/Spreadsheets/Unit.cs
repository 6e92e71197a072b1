namespace Funeng.Modules.Foundation.Spreadsheets;

/// <summary>A unit as sheets write it: what it measures and how many base units it is.</summary>
public sealed record Unit(string Name, string Base, decimal Factor)
{
    // Longer names first: 万元 must be seen before 元.
    private static readonly Unit[] Known =
    [
        new("百万元", "元", 1_000_000), new("千万元", "元", 10_000_000), new("万亿元", "元", 1_000_000_000_000),
        new("亿元", "元", 100_000_000), new("万元", "元", 10_000), new("千元", "元", 1_000),
        new("人民币元", "元", 1), new("圆", "元", 1), new("元", "元", 1),
        new("个百分点", "%", 1), new("百分点", "%", 1), new("%", "%", 1), new("‰", "%", 0.1m),
        new("万人", "人", 10_000), new("人", "人", 1), new("名", "人", 1),
        new("万股", "股", 10_000), new("亿股", "股", 100_000_000), new("股", "股", 1),
        new("周年", "年", 1), new("年", "年", 1), new("个月", "月", 1), new("月", "月", 1), new("天", "天", 1), new("日", "天", 1),
        new("万千瓦时", "千瓦时", 10_000), new("千瓦时", "千瓦时", 1), new("万度", "千瓦时", 10_000), new("度", "千瓦时", 1),
        new("项", "项", 1), new("件", "项", 1), new("个", "项", 1), new("种", "项", 1),
        new("家", "家", 1), new("户", "家", 1), new("位", "位", 1), new("分", "分", 1), new("级", "级", 1), new("次", "次", 1),
        new("万亿", "", 1_000_000_000_000), new("亿", "", 100_000_000), new("万", "", 10_000),
    ];

    private static readonly Unit[] ByLength = [.. Known.OrderByDescending(unit => unit.Name.Length)];

    /// <summary>The unit of this name, or null. 万 and 亿 alone multiply whatever the fact is measured in.</summary>
    public static Unit? Find(string name) => Array.Find(Known, unit => unit.Name == name);

    /// <summary>Takes the unit off the end of a text.</summary>
    internal static (string Number, Unit? Unit) SplitOff(string text)
    {
        foreach (var unit in ByLength)
        {
            if (text.EndsWith(unit.Name, StringComparison.Ordinal) && text.Length > unit.Name.Length)
            {
                return (text[..^unit.Name.Length].TrimEnd(), unit);
            }
        }

        return (text, null);
    }

    /// <summary>Whether a number in this unit can be a number in <paramref name="target"/>.</summary>
    public bool Measures(string target) => Base.Length == 0 ? target != "%" : Base == target || (IsCount(Base) && IsCount(target));

    // 项, 件 and 个 are said of the same things; a count may also have no unit.
    private static bool IsCount(string unit) => unit is "项" or "家" or "" or "位" or "次";
}
