using System.Globalization;
using System.Xml.Linq;
using Funeng.Engines.Planning;
using Funeng.Engines.Planning.MsProject;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Projects.Plan;

/// <summary>Between the nodes of a plan and the tasks of a Microsoft Project file: a node is a task without parts; summaries stay in the file.</summary>
internal static class PlanFile
{
    private const int SecondsADay = 8 * 3600, LongestName = 60;

    private static readonly XNamespace Space = "http://schemas.microsoft.com/project";

    /// <summary>The nodes a file describes. What is known of a node of the same uid or name (office, evidence, baseline) stays with it.</summary>
    public static List<ProjectNode> Nodes(MsProjectPlan plan, long project, IReadOnlyList<ProjectNode> known, DateOnly today, IdSource ids)
    {
        var leaves = plan.Tasks.Where(IsNode).ToList();
        var position = leaves.Select((task, index) => (task.Uid, Position: index + 1)).ToDictionary(pair => pair.Uid, pair => pair.Position);
        var nodes = new List<ProjectNode>();
        foreach (var task in leaves)
        {
            var name = task.Name is { Length: > LongestName } longest ? longest[..LongestName] : task.Name is { Length: > 0 } own ? own : $"任务 {task.Uid}";
            var before = known.FirstOrDefault(node => node.Uid == task.Uid) ?? known.FirstOrDefault(node => node.Name == name);
            var done = task.ActualFinish is { } finish && DateOnly.FromDateTime(finish) is var day && day <= today ? day : before?.DoneOn;
            nodes.Add(new ProjectNode
            {
                Id = ids.Next(), Project = project, Position = position[task.Uid], Name = name, WorkDays = Days(task), Uid = task.Uid,
                After = string.Join(',', Links(task, plan, position).Distinct()), Office = before?.Office ?? "", BaselineOn = before?.BaselineOn, DoneOn = done,
                Evidence = before?.Evidence is { Length: > 0 } evidence ? evidence : done is null ? "" : "Microsoft Project 文件记为完成", Version = (before?.Version ?? 0) + 1,
            });
        }

        return nodes;
    }

    /// <summary>A file made from the nodes alone.</summary>
    public static XDocument Write(string name, IReadOnlyList<ProjectNode> nodes, BackwardPlan? dates, DateOnly today, WorkCalendar calendar)
    {
        var latest = dates?.Nodes.ToDictionary(node => node.Node.Position, node => node.LatestFinish) ?? [];
        var start = nodes.Where(node => node.DoneOn is not null).Select(node => calendar.Add(node.DoneOn!.Value, -node.WorkDays)).Append(today).Min();
        var last = (dates is null ? today : dates.Finish > dates.Promised ? dates.Finish : dates.Promised).AddYears(1);
        var days = Enumerable.Range(0, last.DayNumber - start.DayNumber + 1).Select(start.AddDays).ToList();
        return new MsProjectExport(name, start, [.. nodes.Select(node => new ExportTask(node.Position, node.Name, node.WorkDays)
        {
            Deadline = latest.GetValueOrDefault(node.Position),
            NotBefore = node.DoneOn is null ? today : null,
            Begun = node.DoneOn is { } done ? calendar.Add(done, 1 - Math.Max(1, node.WorkDays)) : null,
            Done = node.DoneOn,
            Links = [.. node.Links.Select(link => (link.Before, link.Type, (decimal)link.LagDays))],
        })])
        {
            Holidays = [.. days.Where(day => !IsWeekend(day) && !calendar.IsWorkday(day))],
            MakeUpDays = [.. days.Where(day => IsWeekend(day) && calendar.IsWorkday(day))],
        }.ToDocument();
    }

    /// <summary>The file as it came, with the working days and completions of the nodes, and the dates that follow.</summary>
    public static XDocument Update(MsProjectPlan plan, IReadOnlyList<ProjectNode> nodes)
    {
        var document = new XDocument(plan.Document);
        var tasks = plan.Tasks.ToDictionary(task => task.Uid);
        foreach (var element in document.Root!.Element(Space + "Tasks")?.Elements(Space + "Task") ?? [])
        {
            if (!int.TryParse(element.Element(Space + "UID")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var uid)
                || nodes.FirstOrDefault(node => node.Uid == uid) is not { } node || tasks.GetValueOrDefault(uid) is not { } task) continue;
            if (Days(task) != node.WorkDays)
            {
                Set(element, "Duration", Hours(node.WorkDays));
                Set(element, "RemainingDuration", Hours(node.DoneOn is null ? node.WorkDays : 0));
            }

            if (node.DoneOn is { } done && DateOnly.FromDateTime(task.ActualFinish ?? default) != done)
            {
                Set(element, "PercentComplete", "100");
                Set(element, "RemainingDuration", Hours(0));
                // A start that lies after the end would be none.
                var morning = done.ToDateTime(new TimeOnly(8, 0));
                Set(element, "ActualStart", At((task.ActualStart ?? task.Written?.Start) is { } start && start < morning ? start : morning));
                Set(element, "ActualFinish", At(done.ToDateTime(new TimeOnly(17, 0))));
            }
        }

        using var reader = document.CreateReader();
        var updated = MsProjectPlan.Read(reader);
        return updated.With(updated.Schedule());
    }

    private static bool IsNode(MsTask task) => task is { IsSummary: false, IsLeftOut: false, OutlineLevel: > 0 } && task.Uid != 0;

    /// <summary>Whole working days, begun ones counted; around the clock five of seven.</summary>
    private static int Days(MsTask task) => task.IsElapsed ? (int)Math.Ceiling(task.Duration / 86_400m * 5 / 7) : (int)Math.Ceiling(task.Duration / (decimal)SecondsADay);

    /// <summary>A summary waits and is waited for by all that belongs to it.</summary>
    private static IEnumerable<NodeLink> Links(MsTask task, MsProjectPlan plan, Dictionary<int, int> position)
    {
        var own = task.Links.ToList();
        for (var up = task.ParentUid; up is { } uid && plan.Tasks.FirstOrDefault(other => other.Uid == uid) is { } summary; up = summary.ParentUid) own.AddRange(summary.Links);
        return own.SelectMany(link => Leaves(link.PredecessorUid, plan).Where(position.ContainsKey).Select(before => new NodeLink(position[before], link.Type, Lag(link, plan))))
            .Where(link => link.Before != position[task.Uid]);
    }

    private static IEnumerable<int> Leaves(int uid, MsProjectPlan plan)
    {
        var parts = plan.Tasks.Where(task => task.ParentUid == uid).ToList();
        return parts.Count == 0 ? [uid] : parts.SelectMany(part => Leaves(part.Uid, plan));
    }

    private static int Lag(MsLink link, MsProjectPlan plan)
    {
        var seconds = link.IsPercent ? (plan.Tasks.FirstOrDefault(task => task.Uid == link.PredecessorUid)?.Duration ?? 0) * link.Lag / 100 : link.Lag;
        return link.IsElapsed ? (int)Math.Round(seconds / 86_400m * 5 / 7) : (int)Math.Round(seconds / (decimal)SecondsADay);
    }

    private static void Set(XElement task, string name, string text)
    {
        if (task.Element(Space + name) is { } element) element.Value = text;
        else if (task.Element(Space + "PercentComplete") is { } near) near.AddAfterSelf(new XElement(Space + name, text));
        else task.Add(new XElement(Space + name, text));
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static string Hours(int days) => string.Create(CultureInfo.InvariantCulture, $"PT{days * 8}H0M0S");

    private static string At(DateTime moment) => moment.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
}
