using Funeng.Engines.Facts;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Policies.Match;

/// <summary>When a benefit within reach can be had, in words.</summary>
internal static class NearWords
{
    /// <summary>
    /// The year it can be applied for; where it rests on a title that is not held, also the year of that: the path of the title ends with its own
    /// application, the benefit is asked for when the title is there.
    /// </summary>
    public static string When(NearBenefit near)
    {
        var plan = near.Plan;
        var year = $"{plan.On.Year} 年可以申领";
        return Gained(near).ToList() is { Count: > 0 } titles ? $"{string.Join("、", titles.Select(title => $"{title.Own.On.Year} 年申报{title.Name}"))}，取得以后 {year}" : year;
    }

    /// <summary>The titles to be gained first, each with its own path; one that is held and runs out is renewed, which its own line says.</summary>
    public static IEnumerable<(string Scheme, string Name, PathPlan Own)> Gained(NearBenefit near) => near.Plan.Search.Best!.Changes
        .Where(change => change.Definition.Origin is FactOrigin.TitleHeld && near.Plan.Titles.ContainsKey(change.Definition.Key) && !near.Plan.Lapsing.ContainsKey(change.Definition.Key))
        .Select(change => (((FactOrigin.TitleHeld)change.Definition.Origin).Scheme, change.Definition.Label.Replace("持有", "", StringComparison.Ordinal), near.Plan.Titles[change.Definition.Key]));

    public static string Cost(NearBenefit near) => near.Plan.Search.Best!.Total > 0 ? $"，成本约 {Fmt.Number(near.Plan.Search.Best.Total, 1)} 万元，待核实" : "";
}
