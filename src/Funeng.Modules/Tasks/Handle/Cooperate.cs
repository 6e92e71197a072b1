using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Handle;

/// <summary>The helping bodies' part: each hands in its cooperation plan (配合方案), the lead rates what came of it.</summary>
public sealed class Cooperate(FunengDb db, TaskSight sight, TaskBook book, Callers callers, CurrentUser user, CityProfile city, TimeProvider time)
{
    public async Task<TakeTaskResult> PlanAsync(long id, long cooperation, int version, string plan, CancellationToken cancellation)
    {
        if (await FindAsync(id, cooperation, cancellation) is not { } found) return new TakeTaskResult.NotFound();
        if (!(await callers.MeAsync(cancellation)).Bodies.Contains(found.Row.Body)) return new TakeTaskResult.NotAllowed();
        if (found.Item.Version != version) return new TakeTaskResult.ChangedMeanwhile();
        var text = plan.Trim();
        if (text.Length is 0 or > TaskRules.LongestText)
            return Refused("Plan", text.Length == 0 ? "没有填写配合方案。写明做什么、谁来做、何时完成。" : $"配合方案有 {text.Length} 个字，最多 {TaskRules.LongestText} 个。");
        if (found.Item.IsOver) return Refused("Plan", $"任务{found.Item.State.DisplayName()}，不再报送配合方案。");
        (found.Row.PlanText, found.Row.PlannedOn, found.Row.PlannedBy) = (text, city.Today(time), user.Name);
        return await SaveAsync(found.Item, TaskStepKind.CooperationPlanned, text, cancellation);
    }

    public async Task<TakeTaskResult> RateAsync(long id, long cooperation, int version, int rating, string note, CancellationToken cancellation)
    {
        if (await FindAsync(id, cooperation, cancellation) is not { } found) return new TakeTaskResult.NotFound();
        if (!(await sight.RightsAsync(found.Item, cancellation)).Leads) return new TakeTaskResult.NotAllowed();
        if (found.Item.Version != version) return new TakeTaskResult.ChangedMeanwhile();
        if (rating is < 1 or > 5) return Refused("Rating", "评价应为 1 到 5 分。");
        if (rating <= 2 && note.Trim().Length == 0) return Refused("Rating", "评 1 分或 2 分要写明理由。");
        if (note.Length > 500) return Refused("Rating", "评价说明最多 500 个字。");
        (found.Row.Rating, found.Row.RatingNote, found.Row.RatedOn) = (rating, note.Trim(), city.Today(time));
        return await SaveAsync(found.Item, TaskStepKind.CooperationRated, $"{rating} 分 {note.Trim()}", cancellation);
    }

    private async Task<(TaskItem Item, TaskCooperation Row)?> FindAsync(long id, long cooperation, CancellationToken cancellation) =>
        await sight.FindAsync(id, cancellation) is { } item
        && await db.Set<TaskCooperation>().SingleOrDefaultAsync(row => row.Id == cooperation && row.Item == id, cancellation) is { } row
            ? (item, row)
            : null;

    private async Task<TakeTaskResult> SaveAsync(TaskItem item, TaskStepKind kind, string text, CancellationToken cancellation)
    {
        item.Version++;
        await book.KeepAsync(item, kind, item.State, text, item.DueOn, null, cancellation);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            return new TakeTaskResult.ChangedMeanwhile();
        }

        return new TakeTaskResult.Taken(item);
    }

    private static TakeTaskResult.Refused Refused(string field, string message) => new([new Problem(field, message)]);
}
