using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Projects.Problems;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>What all steps of a case share: its log, its items, its row in the project's problem list, and the one way it is saved.</summary>
public sealed class ClinicBook(
    FunengDb db, TaskBook tasks, DutyBook duties, KeepProblems problems, RefreshLists lists, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, OfficialCalendar calendar, TimeProvider clock)
{
    public const int LongestTitle = 60, LongestText = 1000;

    public DateOnly Today => city.Today(clock);

    public void Note(ClinicCase it, ClinicEntryKind kind, string text)
    {
        db.Add(new ClinicEntry { Id = ids.Next(), ClinicCase = it.Id, Kind = kind, At = clock.GetUtcNow(), Account = user.Id, Who = user.Name, Text = text });
        audit.Record(kind.DisplayName(), $"clinic:{it.Id}", text, null, new { it.State, it.Course });
    }

    /// <summary>Saves the case and what joined it; afterwards the lists of its project follow.</summary>
    public async Task<IReadOnlyList<Problem>> SaveAsync(ClinicCase it, CancellationToken cancellation)
    {
        it.Version++;
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return [new("", "这个病例刚被他人改动，您的内容没有保存。请刷新后再办。")];
        }

        if (it.Project is { } project) await lists.RunAsync([project], cancellation);
        return [];
    }

    public static IReadOnlyList<Problem> ChangedMeanwhile { get; } = [new("", "这个病例刚被他人改动。请看过最新情况后再办。")];

    public static IReadOnlyList<Problem> WrongState(ClinicCase it) => [new("", $"病例现在是“{it.State.DisplayName()}”，不能这样办理。")];

    /// <summary>The item of the whole course; opened when there is none, with the clock from where the course began.</summary>
    public async Task<Problem?> KeepMainAsync(ClinicCase it, long lead, CancellationToken cancellation)
    {
        var open = await OpenItemsAsync(it, $"case-{it.Course.ToString(CultureInfo.InvariantCulture)}-", cancellation);
        if (open.Any(item => item.LeadBody == lead)) return null;
        foreach (var item in open)
            await tasks.ActAsync(item, new TaskAct.Cancel("分诊后改由其他单位牵头"), cancellation);
        var key = $"case-{it.Course.ToString(CultureInfo.InvariantCulture)}-{lead.ToString(CultureInfo.InvariantCulture)}";
        return await OpenAsync(it, "clinic", key, it.Title, it.Detail, lead, null, null, it.BegunAt, cancellation);
    }

    /// <summary>Finishes the present stage of the course where it is the one named by its place.</summary>
    public async Task FinishStageAsync(ClinicCase it, int stage, string text, CancellationToken cancellation)
    {
        foreach (var item in await OpenItemsAsync(it, $"case-{it.Course.ToString(CultureInfo.InvariantCulture)}-", cancellation))
        {
            if (item.Stage == stage) await tasks.ActAsync(item, new TaskAct.FinishStage(text), cancellation);
        }
    }

    /// <summary>The course is not late while a measure agreed on runs until its own day.</summary>
    public async Task ReachAsync(ClinicCase it, DateOnly day, CancellationToken cancellation)
    {
        foreach (var item in await OpenItemsAsync(it, $"case-{it.Course.ToString(CultureInfo.InvariantCulture)}-", cancellation))
        {
            if (item.EndsOn < day) await tasks.ActAsync(item, new TaskAct.Extend(day, "按处方措施的最晚期限"), cancellation);
        }
    }

    /// <returns>Why it cannot be opened; null when it was, or had been before.</returns>
    public async Task<Problem?> OpenAsync(
        ClinicCase it, string kind, string key, string title, string detail, long? lead, Holder? owner, DateOnly? due, DateTimeOffset? openedAt, CancellationToken cancellation)
    {
        var opened = await tasks.OpenAsync(
            new NewTask(kind, it.Source, Clip($"{title}（{it.ProjectName}）"))
            {
                Key = key, Detail = detail, LeadBody = lead, Owner = owner, Due = due, OpenedAt = openedAt, Region = it.Region, Zone = it.Zone, IsSynthetic = it.IsSynthetic,
                IsAsked = !user.Has(Permission.ManageProjects),
            },
            cancellation);
        return opened is TaskResult.Refused { Problems: [var first, ..] } ? first : null;
    }

    /// <summary>The key of the item by which a leader receives a case: the one he has, or the next where his are over. Those of other leaders end; they see the case no more.</summary>
    public async Task<string> ReceptionKeyAsync(ClinicCase it, Holder leader, string why, CancellationToken cancellation)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"reception-{it.Course}-{leader.Id}");
        var all = (await tasks.OfAsync(ClinicCase.SourceKind, it.Key, cancellation)).Where(item => item.Key.StartsWith("reception-", StringComparison.Ordinal)).ToList();
        var own = all.Where(item => item.Key == key || item.Key.StartsWith($"{key}-", StringComparison.Ordinal)).ToList();
        foreach (var item in all.Except(own).Where(item => !item.IsOver)) await tasks.ActAsync(item.Id, new TaskAct.Cancel(why), cancellation);
        return own.Find(item => !item.IsOver)?.Key ?? (own.Count == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}-{own.Count + 1}"));
    }

    /// <summary>Ends the open items of a kind of key: done where they can be, taken back where they stand still.</summary>
    public async Task EndItemsAsync(ClinicCase it, string start, string text, bool isDone, CancellationToken cancellation)
    {
        foreach (var item in await OpenItemsAsync(it, start, cancellation))
        {
            if (!isDone || await tasks.ActAsync(item, new TaskAct.Close(text), cancellation) is TaskResult.Refused)
                await tasks.ActAsync(item, new TaskAct.Cancel(text), cancellation);
        }
    }

    public async Task CloseAsync(ClinicCase it, ClinicState state, string text, CancellationToken cancellation)
    {
        (it.State, it.ClosedOn, it.Workdays) = (state, Today, Math.Max(0, calendar.Calendar.Count(it.ReportedOn, it.SolvedOn ?? Today) - it.Waited));
        await EndItemsAsync(it, "", text, isDone: state == ClinicState.Closed, cancellation);
        await EndLeaderAsync(it, Today, text, cancellation);
        // What the clinic does not take is not solved: the project has the problem still. What is merged it has in the other row.
        if (state is ClinicState.Closed or ClinicState.Merged && await ProblemOfAsync(it, cancellation) is { } problem
            && !await ClinicCase.Open(db.Set<ClinicCase>()).AnyAsync(row => row.Id != it.Id && row.Problem == problem.Id, cancellation)) await problems.EndAsync(problem, text, cancellation);
    }

    /// <summary>Working days the case has lain with the asker since it was handed in or ended.</summary>
    public int WaitedOf(ClinicCase it) => (it.SolvedOn ?? it.ClosedOn) is { } since ? Math.Max(0, calendar.Calendar.Count(since, Today)) : 0;

    /// <summary>The leader it was taken to has it no longer.</summary>
    public async Task EndLeaderAsync(ClinicCase it, DateOnly lastDay, string reason, CancellationToken cancellation)
    {
        foreach (var duty in await db.Set<Duty>().Where(row => row.SourceKind == ClinicCase.SourceKind && row.SourceKey == it.Key && row.Role == ClinicSight.Leader && row.ToOn == null).Select(row => row.Id).ToListAsync(cancellation))
            await duties.EndAsync(duty, lastDay, reason, cancellation);
    }

    /// <summary>An office has spoken, here or on the page of its task.</summary>
    public async Task HearAsync(ClinicCase it, Consultation asked, Stance? stance, string opinion, CancellationToken cancellation)
    {
        (asked.Stance, asked.Opinion, asked.AnsweredOn, asked.AnsweredBy) = (stance, opinion, Today, user.Name);
        Note(it, ClinicEntryKind.Answered, $"{asked.OfficeName}{(stance is { } taken ? $"（{taken.DisplayName()}）" : "")}：{opinion}");
        await EndConsultationAsync(it, cancellation);
    }

    /// <summary>An office need not answer any more; only while the case is consulted does that say anything to its log.</summary>
    public async Task ReleaseAsync(ClinicCase it, Consultation asked, string reason, CancellationToken cancellation)
    {
        asked.ReleasedOn = Today;
        if (it.State != ClinicState.Consulting) return;
        Note(it, ClinicEntryKind.Released, $"{asked.OfficeName}：{reason}");
        await EndConsultationAsync(it, cancellation);
    }

    private async Task EndConsultationAsync(ClinicCase it, CancellationToken cancellation)
    {
        if (it.State == ClinicState.Consulting && (await AskedAsync(it, cancellation)).All(row => !row.IsWaitedFor))
            await FinishStageAsync(it, 1, "各部门意见已齐", cancellation);
    }

    public async Task<ProjectProblem?> ProblemOfAsync(ClinicCase it, CancellationToken cancellation) =>
        it.Problem is { } id ? await db.Set<ProjectProblem>().SingleOrDefaultAsync(problem => problem.Id == id, cancellation) : null;

    public async Task<IReadOnlyList<Consultation>> AskedAsync(ClinicCase it, CancellationToken cancellation) =>
        [.. (await db.Set<Consultation>().Where(row => row.ClinicCase == it.Id && row.Course == it.Course).ToListAsync(cancellation))];

    /// <summary>A body of government by the text of a form.</summary>
    public async Task<Organization?> OfficeAsync(string typed, CancellationToken cancellation) =>
        Holder.Parse(typed) is { Kind: HolderKind.Body, Id: var id }
            ? await db.Set<Organization>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.Kind != OrganizationKind.Enterprise, cancellation) : null;

    internal static string Clip(string text) => text.Length <= 120 ? text : text[..119] + "…";

    private async Task<IReadOnlyList<TaskItem>> OpenItemsAsync(ClinicCase it, string start, CancellationToken cancellation)
    {
        var added = db.ChangeTracker.Entries<TaskItem>().Select(entry => entry.Entity).Where(item => item.SourceKind == ClinicCase.SourceKind && item.SourceKey == it.Key);
        var stored = await db.Set<TaskItem>().Where(item => item.SourceKind == ClinicCase.SourceKind && item.SourceKey == it.Key).ToListAsync(cancellation);
        return [.. stored.Concat(added).Distinct().Where(item => !item.IsOver && item.Key.StartsWith(start, StringComparison.Ordinal))];
    }
}
