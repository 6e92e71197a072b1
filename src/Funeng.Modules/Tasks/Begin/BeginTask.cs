using System.Globalization;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Tasks.Begin;

/// <summary>An item as typed on the form.</summary>
public sealed record TypedTask(
    string Kind, string Level, string Title, string Detail, string LeadBody, IReadOnlyList<string> Cooperating, string Owner, string Due,
    string IndicatorName, string IndicatorTarget, string IndicatorUnit, string Source, string SourceTitle, bool IsDraft, long? Parent);

/// <summary>Opens an item on behalf of the signed-in user: checks every field at once, then gives it to the door.</summary>
public sealed class BeginTask(FunengDb db, TaskBook book, TaskSight sight, FindHolders find, CityProfile city, TimeProvider time)
{
    private const int MostHelping = 100;

    /// <summary>Sources somebody can type; those of modules open their items themselves.</summary>
    public static readonly IReadOnlyList<string> Sources = ["own", "conference", "campaign", "programme", "visit"];

    /// <summary>The item a new one is to be a part of; null when it is not the user's to divide.</summary>
    public async Task<TaskItem?> FindParentAsync(long id, CancellationToken cancellation) =>
        await sight.FindAsync(id, cancellation) is { } parent && (await sight.RightsAsync(parent, cancellation)).Directs && !parent.IsOver ? parent : null;

    public async Task<BeginResult> RunAsync(TypedTask typed, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var parent = typed.Parent is { } up ? await FindParentAsync(up, cancellation) : null;
        if (typed.Parent is not null && parent is null) problems.Add(new("Title", "找不到要分解的任务，或它不由您分解。"));
        var task = await ReadAsync(typed, parent, problems, cancellation);
        if (problems.Count > 0) return new BeginResult.Refused(problems);
        switch (await book.OpenAsync(task, cancellation))
        {
            case TaskResult.Done done:
                await db.SaveChangesAsync(cancellation);
                return new BeginResult.Begun(done.Item.Id);
            case TaskResult.Refused refused:
                return new BeginResult.Refused(refused.Problems);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<NewTask> ReadAsync(TypedTask typed, TaskItem? parent, List<Problem> problems, CancellationToken cancellation)
    {
        var lead = await ChoiceAsync(typed.LeadBody, find.IsBodyAsync, "LeadBody", "牵头单位", problems, cancellation);
        var owner = await ChoiceAsync(typed.Owner, find.IsForDelegationAsync, "Owner", "承办人", problems, cancellation);
        var helping = new List<long>();
        foreach (var text in typed.Cooperating.Take(MostHelping))
        {
            if (await ChoiceAsync(text, find.IsBodyAsync, "Cooperating", "配合单位", problems, cancellation) is { } body) helping.Add(body.Id);
        }

        if (typed.Cooperating.Count > MostHelping) problems.Add(new("Cooperating", $"配合单位最多 {MostHelping} 个。"));
        if (!Enum.TryParse<TaskLevel>(typed.Level, out var level) || !Enum.IsDefined(level)) problems.Add(new("Level", "没有选择层级。"));
        return new NewTask(typed.Kind, SourceOf(typed, parent, problems), typed.Title)
        {
            Level = level, Parent = parent?.Id, Detail = typed.Detail, LeadBody = lead?.Id, Owner = owner, Cooperating = helping, Due = DueOf(typed.Due, problems),
            Indicator = IndicatorOf(typed, problems), IsDraft = typed.IsDraft, Region = parent?.Region, Zone = parent?.Zone,
        };
    }

    private static async Task<Holder?> ChoiceAsync(
        string text, Func<Holder, CancellationToken, Task<bool>> isKnown, string field, string what, List<Problem> problems, CancellationToken cancellation)
    {
        if (text.Length == 0) return null;
        if (Holder.Parse(text) is { } holder && await isKnown(holder, cancellation)) return holder;
        problems.Add(new(field, $"{what}不在可选的范围内，请重新选择。"));
        return null;
    }

    private static TaskSource SourceOf(TypedTask typed, TaskItem? parent, List<Problem> problems)
    {
        if (parent is not null) return parent.Source;
        var kind = Sources.Contains(typed.Source) ? typed.Source : "own";
        var title = typed.SourceTitle.Trim();
        if (kind == "own") return TaskSource.None;
        if (title.Length is 0 or > TaskRules.LongestTitle) problems.Add(new("SourceTitle", $"来源名称应为 1 到 {TaskRules.LongestTitle} 个字。"));
        return new TaskSource(kind, title, title, "");
    }

    private DateOnly? DueOf(string text, List<Problem> problems)
    {
        if (text.Length == 0) return null;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var due) || due.Year is < 2000 or > 2060)
            problems.Add(new("Due", "到期日应是一个日期。"));
        else if (due < city.Today(time))
            problems.Add(new("Due", $"到期日 {Fmt.Date(due)} 已经过去，请选今天或以后的日期。"));
        else
            return due;
        return null;
    }

    private static TaskIndicator? IndicatorOf(TypedTask typed, List<Problem> problems)
    {
        var (name, target, unit) = (typed.IndicatorName.Trim(), typed.IndicatorTarget.Trim(), typed.IndicatorUnit.Trim());
        if (name.Length + target.Length + unit.Length == 0) return null;
        if (name.Length is 0 or > 40) problems.Add(new("IndicatorName", name.Length == 0 ? "没有填写指标名称。" : "指标名称最多 40 个字。"));
        if (unit.Length is 0 or > 20) problems.Add(new("IndicatorUnit", unit.Length == 0 ? "没有填写指标单位。" : "单位最多 20 个字。"));
        if (decimal.TryParse(target, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1_000_000_000_000m)
            return new TaskIndicator(name, number, unit);
        problems.Add(new("IndicatorTarget", target.Length == 0 ? "没有填写目标值。" : $"目标值应为数字，现在是“{target}”。"));
        return null;
    }
}

public abstract record BeginResult
{
    private BeginResult()
    {
    }

    public sealed record Begun(long Item) : BeginResult;

    public sealed record Refused(IReadOnlyList<Problem> Problems) : BeginResult;
}
