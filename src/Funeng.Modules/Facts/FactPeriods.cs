using Funeng.Engines.Facts;

namespace Funeng.Modules.Facts;

/// <summary>For which year a yearly fact is usually reported.</summary>
public static class FactPeriods
{
    /// <summary>
    /// How many years before the year of the application: one for the figures of full years, which rules see as 上年度, 前年度; none for what
    /// is asked in the year of the application itself, such as 近三年无重大安全质量环境事件.
    /// </summary>
    public static int YearsBack(this FactCatalogue catalogue, FactDefinition fact) => fact.Origin is FactOrigin.View asked
        ? -asked.YearOffset
        : catalogue.All.Any(other => other.Origin is FactOrigin.View view && view.Of == fact.Key) ? 1 : 0;
}
