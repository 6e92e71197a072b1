using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Schemes;

/// <summary>A gap as it is said: 还差 450 万元, 超出 3%, 须排前 3，现没有获奖. A place in a ranking is never subtracted.</summary>
public static class GapWords
{
    private const string Place = "位";

    /// <summary>True for a place in a ranking that has to be better.</summary>
    public static bool IsPlace(Gap gap) => gap.Unit == Place && gap.Signed.Sign < 0;

    /// <summary>Empty for a comparison without a gap.</summary>
    public static string Of(Evidence evidence) => evidence.Gap switch
    {
        null => "",
        var gap when IsPlace(gap) => $"须排前 {gap.Needed}，现{Standing(evidence, gap)}",
        { IsStrict: true, Signed.IsZero: true } gap => $"须{(evidence.Operator == "<" ? "低于" : "超过")} {FactText.Of(gap.Needed, gap.Unit)}",
        var gap => $"{Distance(gap)}{(gap is { IsStrict: true, Signed.Sign: > 0 } ? "以上" : "")}",
    };

    /// <summary>The same with its sign, for a table of findings: +450 万元（须超过）, −3 个百分点（须低于）.</summary>
    public static string Signed(Evidence evidence, Gap gap) =>
        $"{FactText.Signed(gap.Signed, Unit(gap))}{(!gap.IsStrict ? "" : gap.Signed.Sign < 0 || evidence.Operator == "<" ? "（须低于）" : "（须超过）")}";

    private static string Distance(Gap gap)
    {
        var unit = Unit(gap);
        return gap.Signed.Sign < 0 ? $"超出 {FactText.Of(gap.Signed.Abs(), unit)}" : $"还差 {FactText.Lacking(gap.Signed, unit)}";
    }

    // Two shares are apart by points, not by a share.
    private static string Unit(Gap gap) => gap.Unit == "%" ? "个百分点" : gap.Unit;

    /// <summary>A finding that fails in one line: its label, with the distance where it can be measured.</summary>
    public static string Line(Finding finding) =>
        Telling(finding) is { } evidence ? $"{finding.Criterion.Label}：{Of(evidence)}" : finding.Criterion.Label;

    /// <summary>
    /// The comparison whose gap says what is lacking. Where a rule has a bar for each band (营收1000-2000万增长25%；2000万-1亿20%) the bounds of the bands are
    /// no bars, and of several bars for one fact nobody can tell from the outside which is meant: then there is none, and the label says it all.
    /// </summary>
    public static Evidence? Telling(Finding finding) => finding.Evidence.FirstOrDefault(item =>
        item.Gap is not null && finding.Evidence.Count(other => other.Gap is not null && IsSame(other, item)) == 1
        && !finding.Evidence.Any(other => other.Gap is null && IsSame(other, item) && Equals(other.Threshold, item.Threshold)));

    private static bool IsSame(Evidence one, Evidence other) => (one.Definition.Key, one.Definition.Label) == (other.Definition.Key, other.Definition.Label);

    private static string Standing(Evidence evidence, Gap gap) =>
        FactText.Word(evidence.Definition, gap.Present) ?? $"排第 {gap.Present}";
}
