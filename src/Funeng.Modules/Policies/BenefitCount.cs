namespace Funeng.Modules.Policies;

/// <summary>How many benefits the library has, and of how many an enterprise can be decided on a day: the same count on every page.</summary>
/// <param name="All">Those of policies of this place that were not withdrawn.</param>
/// <param name="Open">Those an enterprise can have on the day.</param>
/// <param name="ToOthers">Those that are paid to somebody else than the enterprise.</param>
public sealed record BenefitCount(int All, int Open, int ToOthers)
{
    /// <summary>66 个兑现事项，其中现行、给企业的 61 个（另有 2 个付给机构、3 个不在执行期）.</summary>
    public string Said => All == Open ? $"{All} 个兑现事项" : $"{All} 个兑现事项，其中现行、给企业的 {Open} 个（另有{string.Join("、", Rest())}）";

    public static BenefitCount Of(PolicyBook book, DateOnly on)
    {
        var own = book.Benefits.Where(rule => rule.Policy is { Pattern.Length: 0, Withdrawn.Length: 0 }).ToList();
        return new BenefitCount(own.Count, own.Count(rule => PolicyBook.Closed(rule, on) is null), own.Count(rule => !rule.Benefit.IsForEnterprise));
    }

    private IEnumerable<string> Rest()
    {
        if (ToOthers > 0) yield return $" {ToOthers} 个付给机构";
        if (All - Open - ToOthers is > 0 and var over) yield return $" {over} 个不在执行期";
    }
}
