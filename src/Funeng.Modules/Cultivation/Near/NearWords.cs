using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Cultivation.Near;

/// <summary>What a near list says of the way of one enterprise, on the page and in the file.</summary>
internal static class NearWords
{
    private const int Named = 2, ToFileNamed = 3;

    /// <summary>本年度可申报 · 12.5 万元, of an enterprise that has a way.</summary>
    public static string When(PathPlan plan) =>
        $"{(plan.IsLater ? $"最早 {plan.On.Year} 年度申报" : "本年度可申报")} · {PathWords.Cost(plan.Search.Best!)}";

    /// <summary>What has to change, each in a line; what only time changes is said to be so.</summary>
    public static IEnumerable<string> Changes(PathPlan plan)
    {
        var path = plan.Search.Best!;
        foreach (var change in path.Changes) yield return PathWords.Line(change, plan);
        if (path.StillToFile.Count > 0)
            yield return $"补报：{string.Join("、", path.StillToFile.Take(ToFileNamed).Select(fact => PathWords.Label(fact, plan.On)))}{More(path.StillToFile.Count, ToFileNamed)}";
        if (path.Changes.Count == 0 && path.StillToFile.Count == 0) yield return "年限等条件届时自然满足";
    }

    /// <summary>Each condition may be within reach by itself and all of them together not.</summary>
    public static string WhyNone(PathPlan plan) => plan.Search.Blockers is { Count: > 0 } blockers
        ? $"到 {plan.On.Year} 年度限额内改不了：{string.Join("、", blockers.Take(Named).Select(blocker => blocker.Criterion.Label))}{More(blockers.Count, Named)}"
        : $"各项单独都能改到，到 {plan.On.Year} 年度限额内凑不齐";

    /// <summary>Why nothing stands under the way.</summary>
    public static string NoWay(PathPlan? plan, LibraryDefinition library) => plan switch
    {
        null => library.Tier is not null ? "本库不测算路径" : "正在测算",
        { Search.IsExact: true } => "没有路径",
        _ => "搜索未穷尽",
    };

    /// <summary>Whom a near list does not hold though they miss the tier by as little; nothing where it holds all of them.</summary>
    public static IEnumerable<string> LeftOut(NearPage near)
    {
        if (near.TooLarge > 0) yield return $"另有 {Fmt.Number(near.TooLarge)} 家差得也不多，但已是大型企业，不属于中小企业，不在申报范围，没有列出。";
        if (near.IsCut)
            yield return $"符合条件的企业太多，只比较了最可能达到的 {Fmt.Number(NearCandidates.Weighed)} 家和有一条改不了的 {Fmt.Number(NearCandidates.WeighedHopeless)} 家，家数也只是其中的；请按地区查看。";
    }

    /// <summary>What is not worked out yet: 12 家是否接近，30 家的最省路径.</summary>
    public static string UnderWay(NearPage near) => string.Join("，", new[]
    {
        near.Unweighed > 0 ? $"{Fmt.Number(near.Unweighed)} 家是否接近" : null,
        near.Counts.Pending > 0 ? $"{Fmt.Number(near.Counts.Pending)} 家的最省路径" : null,
    }.OfType<string>());

    private static string More(int count, int named) => count > named ? $" 等 {count} 项" : "";
}
