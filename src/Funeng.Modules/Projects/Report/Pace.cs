using Funeng.Engines.Planning.Targets;

namespace Funeng.Modules.Projects.Report;

/// <summary>以旬保月、以月保季、以季保年 for one project: its monthly targets cut into ten days, what was reported, what rolls forward.</summary>
public static class Pace
{
    /// <summary>Null without targets for the year.</summary>
    public static (TargetPlan Plan, TargetProgress Progress)? Of(int year, IReadOnlyList<ProjectTarget> targets, IReadOnlyList<ProjectReport> reports, DateOnly today)
    {
        if (targets.All(target => target.Year != year)) return null;
        var tenDays = new decimal[36];
        foreach (var target in targets.Where(target => target.Year == year))
        {
            var parts = Apportionment.Cut(target.PlanFen, [1, 1, 1], 1);
            for (var part = 0; part < 3; part++) tenDays[(target.Month - 1) * 3 + part] = parts[part] / 100m;
        }

        var plan = TargetPlan.From(year, tenDays);
        return (plan, new TargetProgress(plan, Actuals(year, reports, today)));
    }

    /// <summary>
    /// What was done in each of the ten-day periods that are over; null where nobody reported. A report says how much was done in the year so far,
    /// so after a gap the next one covers the gap with it.
    /// </summary>
    private static decimal?[] Actuals(int year, IReadOnlyList<ProjectReport> reports, DateOnly today)
    {
        var over = today.Year > year ? 36 : today.Year < year ? 0 : TenDays.Of(today).Number - 1;
        var last = reports.Where(report => report.Year == year).GroupBy(report => report.TenDay).ToDictionary(group => group.Key, group => group.MaxBy(report => report.At)!.DoneFen);
        var actuals = new decimal?[over];
        var before = 0L;
        for (var number = 1; number <= over; number++)
        {
            if (!last.TryGetValue(number, out var done)) continue;
            actuals[number - 1] = (done - before) / 100m;
            before = done;
        }

        // Ten days before the first and between two reports are covered by the next report: nothing is left open there.
        var known = last.Keys.Where(number => number <= over).DefaultIfEmpty(0).Max();
        for (var number = 1; number < known; number++) actuals[number - 1] ??= 0;
        return actuals;
    }
}
