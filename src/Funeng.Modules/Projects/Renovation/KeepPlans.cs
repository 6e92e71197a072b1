using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Renovation;

/// <summary>A measure as typed; a line without a title is left out.</summary>
public sealed record TypedMeasure(Optimisation Dimension, string Title, string Baseline, string Target, string Due);

/// <summary>A plan as typed.</summary>
public sealed record TypedEnterprisePlan(string Code, string Goal, string Officer, string From, string To, IReadOnlyList<TypedMeasure> Measures);

/// <summary>Writes the plan of an enterprise and notes which measures are done. A new plan ends the one before it; none is changed afterwards.</summary>
public sealed class KeepPlans(
    FunengDb db, OrganizationDirectory organizations, RefreshLists lists, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public const int LongestText = 200, LongestDays = 1100;

    /// <returns>What is wrong; null when there is no such enterprise for this account.</returns>
    public async Task<IReadOnlyList<Problem>?> WriteAsync(TypedEnterprisePlan typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.EditEnterprise) || await organizations.FindAsync(user.EnterpriseScope, typed.Code, cancellation) is not { } enterprise) return null;
        var problems = new List<Problem>();
        Text(typed.Goal, "Goal", "转型目标", problems);
        Text(typed.Officer, "Officer", "责任人", problems);
        var (from, to) = (Day(typed.From, "From", problems), Day(typed.To, "To", problems));
        if (from is { } begins && to is { } ends && (ends < begins || ends.DayNumber - begins.DayNumber > LongestDays)) problems.Add(new("To", "结束日应在开始日之后的三年以内。"));
        var wanted = typed.Measures.Where(measure => measure.Title.Trim().Length > 0).ToList();
        if (wanted.Count == 0) problems.Add(new("M0", "至少写一条措施，没有措施的方案不算覆盖。"));
        if (wanted.Any(measure => measure.Title.Trim().Length > LongestText || measure.Baseline.Trim().Length > 60 || measure.Target.Trim().Length > 60)) problems.Add(new("M0", $"措施最多 {LongestText} 个字，现状和目标最多 60 个字。"));
        if (wanted.Find(measure => measure.Target.Trim().Length == 0) is { } aimless) problems.Add(new("M0", $"措施“{aimless.Title.Trim()}”没有写目标。"));
        if (problems.Count > 0) return problems;
        await StoreAsync(enterprise, typed, from!.Value, to!.Value, wanted, cancellation);
        return [];
    }

    /// <summary>Notes that a measure is done.</summary>
    public async Task<IReadOnlyList<Problem>?> FinishAsync(string code, long measure, string result, CancellationToken cancellation)
    {
        if (!user.Has(Permission.EditEnterprise) || await organizations.FindAsync(user.EnterpriseScope, code, cancellation) is not { } enterprise) return null;
        var found = await (from row in db.Set<EnterprisePlanMeasure>() join plan in db.Set<EnterprisePlan>() on row.Plan equals plan.Id
            where row.Id == measure && plan.Enterprise == enterprise.Id select row).SingleOrDefaultAsync(cancellation);
        if (found is null) return null;
        if (result.Trim().Length is < 2 or > LongestText) return [new("Result", $"请写明完成的结果，2 到 {LongestText} 个字。")];
        if (found.DoneOn is not null) return [new("Result", $"这条措施 {Fmt.Date(found.DoneOn)} 已经完成。")];
        (found.DoneOn, found.Result) = (city.Today(clock), result.Trim());
        audit.Record("完成一企一策措施", $"enterprise:{enterprise.Code}", result.Trim(), null, new { found.Title });
        await db.SaveChangesAsync(cancellation);
        return [];
    }

    private async Task StoreAsync(Organization enterprise, TypedEnterprisePlan typed, DateOnly from, DateOnly to, List<TypedMeasure> measures, CancellationToken cancellation)
    {
        foreach (var earlier in await db.Set<EnterprisePlan>().Where(row => row.Enterprise == enterprise.Id && row.ToOn >= from).ToListAsync(cancellation))
        {
            earlier.ToOn = from > earlier.FromOn ? from.AddDays(-1) : earlier.FromOn.AddDays(-1);
            earlier.Version++;
        }

        var plan = new EnterprisePlan
        {
            Id = ids.Next(), Enterprise = enterprise.Id, Goal = typed.Goal.Trim(), Officer = typed.Officer.Trim(), FromOn = from, ToOn = to, IsSynthetic = enterprise.IsSynthetic,
            Who = user.Name, At = clock.GetUtcNow(),
        };
        db.Add(plan);
        db.AddRange(measures.Select(measure => new EnterprisePlanMeasure
        {
            Id = ids.Next(), Plan = plan.Id, Dimension = measure.Dimension, Title = measure.Title.Trim(), Baseline = measure.Baseline.Trim(), Target = measure.Target.Trim(),
            DueOn = DateOnly.TryParseExact(measure.Due, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var due) ? due : null, Result = "",
        }));
        audit.Record("制定一企一策", $"enterprise:{enterprise.Code}", plan.Goal, null, new { From = from, To = to, Measures = measures.Count });
        await db.SaveChangesAsync(cancellation);
        await lists.RunAsync([enterprise.Id], cancellation);
    }

    private static void Text(string text, string field, string label, List<Problem> problems)
    {
        if (text.Trim().Length == 0) problems.Add(new(field, $"没有填写{label}。"));
        else if (text.Trim().Length > LongestText) problems.Add(new(field, $"{label}有 {text.Trim().Length} 个字，最多 {LongestText} 个。"));
    }

    private static DateOnly? Day(string text, string field, List<Problem> problems)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and <= 2060) return day;
        problems.Add(new(field, "请填写日期。"));
        return null;
    }
}
