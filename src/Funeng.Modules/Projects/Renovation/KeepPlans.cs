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

/// <summary>A measure as typed; a line on which nothing is written is left out.</summary>
public sealed record TypedMeasure(Optimisation Dimension, string Title, string Baseline, string Target, string Due);

/// <summary>A plan as typed.</summary>
public sealed record TypedEnterprisePlan(string Code, string Goal, string Officer, string From, string To, IReadOnlyList<TypedMeasure> Measures);

/// <summary>
/// Writes the plan of an enterprise and notes which measures are done. A new plan ends the one before it and leaves the one after it alone; what a plan says is
/// not changed afterwards.
/// </summary>
public sealed class KeepPlans(
    FunengDb db, OrganizationDirectory organizations, RefreshLists lists, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public const int LongestText = 200, LongestValue = 60, LongestDays = 1100;

    /// <returns>What is wrong; null when there is no such enterprise for this account.</returns>
    public async Task<IReadOnlyList<Problem>?> WriteAsync(TypedEnterprisePlan typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.EditEnterprise) || await organizations.FindAsync(user.EnterpriseScope, typed.Code, cancellation) is not { } enterprise) return null;
        var problems = new List<Problem>();
        Text(typed.Goal, "Goal", "转型目标", problems);
        Text(typed.Officer, "Officer", "责任人", problems);
        var (from, to) = (Day(typed.From, "From", problems), Day(typed.To, "To", problems));
        if (from is { } begins && to is { } ends && (ends < begins || ends.DayNumber - begins.DayNumber > LongestDays)) problems.Add(new("To", "结束日应在开始日之后的三年以内。"));
        // Read before what is there is looked at: whoever stores a plan meanwhile has taken this turn.
        if (await db.Set<EnterprisePlanTurn>().SingleOrDefaultAsync(turn => turn.Enterprise == enterprise.Id, cancellation) is not { } turn) db.Add(turn = new EnterprisePlanTurn { Enterprise = enterprise.Id });
        turn.Version++;
        var measures = typed.Measures.Select((measure, line) => Read(measure, line, from, to, problems)).OfType<EnterprisePlanMeasure>().ToList();
        if (measures.Count == 0 && problems.All(problem => problem.Field is not ['M' or 'B' or 'T' or 'D', >= '0' and <= '9'])) problems.Add(new("M0", "至少写一条措施，没有措施的方案不算覆盖。"));
        if (problems.Count == 0 && await db.Set<EnterprisePlan>().Where(row => row.Enterprise == enterprise.Id && row.FromOn > from && row.FromOn <= to && row.ToOn >= row.FromOn).OrderBy(row => row.FromOn).FirstOrDefaultAsync(cancellation) is { } later)
            problems.Add(new("To", $"{Fmt.Date(later.FromOn)} 起已有下一个方案，这个方案应在那以前结束。"));
        if (problems.Count == 0) return await StoreAsync(enterprise, typed, from!.Value, to!.Value, measures, cancellation);
        db.ChangeTracker.Clear();
        return problems;
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

    private async Task<IReadOnlyList<Problem>> StoreAsync(
        Organization enterprise, TypedEnterprisePlan typed, DateOnly from, DateOnly to, IReadOnlyList<EnterprisePlanMeasure> measures, CancellationToken cancellation)
    {
        foreach (var earlier in await db.Set<EnterprisePlan>().Where(row => row.Enterprise == enterprise.Id && row.FromOn <= from && row.ToOn >= from).ToListAsync(cancellation))
        {
            // One of the same day was never in force; it stays to be read.
            earlier.ToOn = from.AddDays(-1);
            earlier.Version++;
        }

        var plan = new EnterprisePlan
        {
            Id = ids.Next(), Enterprise = enterprise.Id, Goal = typed.Goal.Trim(), Officer = typed.Officer.Trim(), FromOn = from, ToOn = to, IsSynthetic = enterprise.IsSynthetic,
            Who = user.Name, At = clock.GetUtcNow(),
        };
        db.Add(plan);
        foreach (var measure in measures) measure.Plan = plan.Id;
        db.AddRange(measures);
        audit.Record("制定一企一策", $"enterprise:{enterprise.Code}", plan.Goal, null, new { From = from, To = to, Measures = measures.Count });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return [new("Goal", "刚刚有人为这家企业保存了方案，请先看现在的方案，再决定要不要改。")];
        }

        await lists.RunAsync([enterprise.Id], cancellation);
        return [];
    }

    private EnterprisePlanMeasure? Read(TypedMeasure typed, int line, DateOnly? from, DateOnly? to, List<Problem> problems)
    {
        var (title, baseline, target, dueOn) = (typed.Title.Trim(), typed.Baseline.Trim(), typed.Target.Trim(), typed.Due.Trim());
        if ((title + baseline + target + dueOn).Length == 0) return null;
        void Wrong(char field, string message) => problems.Add(new(string.Create(CultureInfo.InvariantCulture, $"{field}{line}"), $"{typed.Dimension.DisplayName()}：{message}"));
        if (title.Length is 0 or > LongestText) Wrong('M', $"措施应为 1 到 {LongestText} 个字。");
        if (baseline.Length > LongestValue) Wrong('B', $"现状最多 {LongestValue} 个字。");
        if (target.Length is 0 or > LongestValue) Wrong('T', target.Length == 0 ? "没有写目标。" : $"目标最多 {LongestValue} 个字。");
        var due = DateOnly.TryParseExact(dueOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : (DateOnly?)null;
        if (due is null && dueOn.Length > 0) Wrong('D', "期限不是日期。");
        else if (due < from || due > to) Wrong('D', $"期限应在方案从 {Fmt.Date(from)} 到 {Fmt.Date(to)} 的期间里。");
        return new EnterprisePlanMeasure { Id = ids.Next(), Plan = 0, Dimension = typed.Dimension, Title = title, Baseline = baseline, Target = target, DueOn = due, Result = "" };
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
