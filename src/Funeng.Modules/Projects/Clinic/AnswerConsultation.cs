using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>Takes the opinion of an office that was asked. Its item ends with it; when the last office has spoken the consultation is over.</summary>
public sealed class AnswerConsultation(FunengDb db, ClinicSight sight, ClinicBook book, TaskBook tasks)
{
    /// <returns>What is wrong; null when this account was not asked.</returns>
    public async Task<IReadOnlyList<Problem>?> RunAsync(long id, long consultation, string stance, string opinion, CancellationToken cancellation)
    {
        if (await sight.FindAsync(id, cancellation) is not { } it) return null;
        var rights = await sight.RightsAsync(it, cancellation);
        var asked = (await book.AskedAsync(it, cancellation)).FirstOrDefault(row => row.Id == consultation && rights.Bodies.Contains(row.Office));
        if (asked is null) return null;
        if (!asked.IsWaitedFor || it.IsOver) return [new("", "这个部门已经提出过意见，或已经不再等它的意见。")];
        var problems = new List<Problem>();
        if (!Enum.TryParse<Stance>(stance, out var taken) || !Enum.IsDefined(taken)) problems.Add(new("Stance", "请选择能不能解决。"));
        if (opinion.Trim().Length is < 4 or > ClinicBook.LongestText) problems.Add(new("Opinion", $"请写明意见：怎样解决、还要什么条件，4 到 {ClinicBook.LongestText} 个字。"));
        if (problems.Count > 0) return problems;

        await book.HearAsync(it, asked, taken, opinion.Trim(), cancellation);
        var item = await db.Set<TaskItem>().SingleOrDefaultAsync(row => row.SourceKind == ClinicCase.SourceKind && row.SourceKey == it.Key && row.Key == asked.TaskKey, cancellation);
        if (item is { IsOver: false } && await tasks.ActAsync(item.Id, new TaskAct.Close(asked.Opinion), cancellation) is TaskResult.Refused { Problems: [var refused, ..] }) return [refused];
        return await book.SaveAsync(it, cancellation);
    }
}
