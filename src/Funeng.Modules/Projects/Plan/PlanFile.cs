using System.Globalization;
using System.Xml.Linq;
using Funeng.Engines.Planning;
using Funeng.Engines.Planning.MsProject;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Projects.Plan;

/// <summary>Between the nodes of a plan and the tasks of a Microsoft Project file: a node is a task without parts; summaries stay in the file.</summary>
internal static class PlanFile
{
    private const int LongestName = 60, ElapsedDay = 86_400;

    private static readonly XNamespace Space = "http://schemas.microsoft.com/project";

    /// <summary>How many nodes a file describes.</summary>
    public static int Count(MsProjectPlan plan) => plan.Tasks.Count(IsNode);

    /// <summary>The nodes a file describes. What is known of a node that is one of them (office, evidence, baseline) stays with it.</summary>
    /// <param name="lost">Nodes that are done and not in the file.</param>
    /// <exception cref="MsProjectException">Its summaries are linked too often to be taken apart.</exception>
    public static List<ProjectNode> Nodes(
        MsProjectPlan plan, long project, IReadOnlyList<ProjectNode> known, DateOnly today, WorkCalendar calendar, IdSource ids, out IReadOnlyList<ProjectNode> lost)
    {
        var leaves = plan.Tasks.Where(IsNode).ToList();
        var (links, days) = (new PlanFileLinks(plan), new PlanFileDays(plan, calendar));
        var same = PlanMatch.Find([.. leaves.Select(task => (task.Uid, NameOf(task)))], known);
        lost = [.. known.Where(node => node.DoneOn is not null).Except(same.Values)];
        var position = leaves.Select((task, index) => (task.Uid, Position: index + 1)).ToDictionary(pair => pair.Uid, pair => pair.Position);
        var nodes = new List<ProjectNode>();
        foreach (var task in leaves)
        {
            var before = same.GetValueOrDefault(task.Uid);
            var done = task.ActualFinish is { } finish && DateOnly.FromDateTime(finish) is var day && day <= today ? day : before?.DoneOn;
            nodes.Add(new ProjectNode
            {
                Id = ids.Next(), Project = project, Position = position[task.Uid], Name = NameOf(task), WorkDays = days.Of(task), Uid = task.Uid,
                After = string.Join(',', Links(task, plan, links, position).Distinct()), Office = before?.Office ?? "", Crew = before?.Crew ?? "", BaselineOn = before?.BaselineOn, NotBefore = before?.NotBefore, DoneOn = done,
                Evidence = before?.Evidence is { Length: > 0 } evidence ? evidence : done is null ? "" : "Microsoft Project 文件记为完成", Version = (before?.Version ?? 0) + 1,
            });
        }

        return nodes;
    }

    /// <summary>A file made from the nodes alone.</summary>
    public static XDocument Write(string name, IReadOnlyList<ProjectNode> nodes, BackwardPlan? dates, DateOnly today, WorkCalendar calendar)
    {
        var latest = dates?.Nodes.ToDictionary(node => node.Node.Position, node => node.LatestFinish) ?? [];
        var start = nodes.Where(node => node.DoneOn is not null).Select(node => Back(calendar, node.DoneOn!.Value, node.WorkDays)).Append(today).Min();
        var last = (dates is null ? today : dates.Finish > dates.Promised ? dates.Finish : dates.Promised).AddYears(1);
        var days = Enumerable.Range(0, last.DayNumber - start.DayNumber + 1).Select(start.AddDays).ToList();
        return new MsProjectExport(name, start, [.. nodes.Select(node => new ExportTask(node.Position, node.Name, node.WorkDays)
        {
            Deadline = latest.GetValueOrDefault(node.Position),
            NotBefore = node.DoneOn is not null ? null : node.NotBefore > today ? node.NotBefore : today,
            Begun = node.DoneOn is { } done ? Back(calendar, done, Math.Max(1, node.WorkDays) - 1) : null,
            Done = node.DoneOn,
            Links = [.. node.Links.Select(link => (link.Before, link.Type, (decimal)link.LagDays))],
        })])
        {
            Holidays = [.. days.Where(day => !IsWeekend(day) && !calendar.IsWorkday(day))],
            MakeUpDays = [.. days.Where(day => IsWeekend(day) && calendar.IsWorkday(day))],
        }.ToDocument();
    }

    /// <summary>
    /// The file as it came, with the working days and completions of the nodes, and the dates that follow. Where nothing follows, the dates it came with stay: Microsoft
    /// Project does not count each of them anew before it saves.
    /// </summary>
    /// <exception cref="MsProjectException">It cannot be dated.</exception>
    public static XDocument Update(MsProjectPlan plan, IReadOnlyList<ProjectNode> nodes, WorkCalendar calendar)
    {
        var updated = WithNodes(plan, nodes, calendar);
        var (before, after) = (DatesOf(plan), updated.Schedule());
        return updated.With(after.Where(pair => before.GetValueOrDefault(pair.Key) != pair.Value).ToDictionary());
    }

    /// <summary>None where it cannot be dated.</summary>
    internal static IReadOnlyDictionary<int, MsDates> DatesOf(MsProjectPlan plan)
    {
        try
        {
            return plan.Schedule();
        }
        catch (MsProjectException)
        {
            return new Dictionary<int, MsDates>();
        }
    }

    /// <summary>The file as it came, with the working days and completions of the nodes; its dates are those it came with.</summary>
    public static MsProjectPlan WithNodes(MsProjectPlan plan, IReadOnlyList<ProjectNode> nodes, WorkCalendar calendar)
    {
        var document = new XDocument(plan.Document);
        var (tasks, days) = (plan.Tasks.ToDictionary(task => task.Uid), new PlanFileDays(plan, calendar));
        foreach (var element in document.Root!.Element(Space + "Tasks")?.Elements(Space + "Task") ?? [])
        {
            if (!int.TryParse(element.Element(Space + "UID")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var uid)
                || nodes.FirstOrDefault(node => node.Uid == uid) is not { } node || tasks.GetValueOrDefault(uid) is not { } task) continue;
            if (days.Of(task) != node.WorkDays) Last(element, task, node, plan, days);
            if (node.DoneOn is { } done && DateOnly.FromDateTime(task.ActualFinish ?? default) != done)
            {
                Set(element, "PercentComplete", "100");
                Set(element, "RemainingDuration", Time(0));
                // A start that lies after the end would be none.
                var morning = done.ToDateTime(new TimeOnly(8, 0));
                Set(element, "ActualStart", At((task.ActualStart ?? task.Written?.Start) is { } start && start < morning ? start : morning));
                Set(element, "ActualFinish", At(done.ToDateTime(new TimeOnly(17, 0))));
            }
        }

        using var reader = document.CreateReader();
        return MsProjectPlan.Read(reader);
    }

    /// <summary>Lets a task take other days than it came with: what is done of it stays done, and an end typed by hand moves along.</summary>
    private static void Last(XElement element, MsTask task, ProjectNode node, MsProjectPlan plan, PlanFileDays days)
    {
        var duration = days.DurationFor(task, node.WorkDays, out var isWhole);
        if (!isWhole) element.Document!.Root!.Element(Space + "Assignments")?.Elements(Space + "Assignment").Where(work => work.Element(Space + "TaskUID")?.Value == element.Element(Space + "UID")!.Value).Elements(Space + "TimephasedData").Remove();
        Set(element, "Duration", Time(duration));
        Set(element, "RemainingDuration", Time(node.DoneOn is null ? Math.Max(0, task.RemainingDuration + duration - task.Duration) : 0));
        if (!task.IsFixed || plan.FinishAfter(task, duration) is not { } finish) return;
        Set(element, "Finish", At(finish));
        foreach (var (name, text) in new[] { ("ManualFinish", At(finish)), ("ManualDuration", Time(duration)) })
        {
            if (element.Element(Space + name) is { } typed) typed.Value = text;
        }
    }

    private static bool IsNode(MsTask task) => task is { IsSummary: false, IsLeftOut: false, OutlineLevel: > 0 } && task.Uid != 0;

    private static string NameOf(MsTask task) => task.Name is { Length: > LongestName } longest ? longest[..LongestName] : task.Name is { Length: > 0 } own ? own : $"任务 {task.Uid}";

    private static IEnumerable<NodeLink> Links(MsTask task, MsProjectPlan plan, PlanFileLinks links, Dictionary<int, int> position) => links.Of(task)
        .Where(pair => position.ContainsKey(pair.Before) && pair.Before != task.Uid).Select(pair => new NodeLink(position[pair.Before], pair.Link.Type, Lag(pair.Link, links, plan)));

    private static int Lag(MsLink link, PlanFileLinks links, MsProjectPlan plan)
    {
        var seconds = link.IsPercent ? (decimal)links.DurationOf(link.PredecessorUid) * link.Lag / 100 : link.Lag;
        return PlanFileDays.Whole(Math.Round(link.IsElapsed ? seconds * 5 / 7 / ElapsedDay : seconds / plan.SecondsPerDay));
    }

    /// <summary>So many working days before a day, as far back as can be counted.</summary>
    private static DateOnly Back(WorkCalendar calendar, DateOnly day, int workdays) =>
        calendar.Count(new DateOnly(WorkCalendar.FirstYear, 1, 1), day) > workdays ? calendar.Add(day, -workdays) : day;

    private static void Set(XElement task, string name, string text)
    {
        if (task.Element(Space + name) is { } element) element.Value = text;
        else if (task.Element(Space + "PercentComplete") is { } near) near.AddAfterSelf(new XElement(Space + name, text));
        else task.Add(new XElement(Space + name, text));
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static string Time(long seconds) => string.Create(CultureInfo.InvariantCulture, $"PT{seconds / 3600}H{seconds / 60 % 60}M0S");

    private static string At(DateTime moment) => moment.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
}
