using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Funeng.Engines.Planning.MsProject;

/// <summary>Reads a document into a plan; what it does not know it leaves in the document.</summary>
internal sealed class MsProjectReader(XDocument document)
{
    internal static readonly XNamespace Space = "http://schemas.microsoft.com/project";
    private static readonly HashSet<int> ElapsedFormats = [4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52];
    private const int Contoured = 8, RemainingWork = 1, ActualWork = 2;
    private static readonly HashSet<int> PercentFormats = [19, 20, 51, 52];

    public MsProjectPlan Read()
    {
        var root = document.Root!;
        if (root.Name != Space + "Project") throw new MsProjectException($"这不是 Microsoft Project 的 XML：根元素是“{root.Name.LocalName}”，应为 http://schemas.microsoft.com/project 的 Project");
        var calendars = Items(root, "Calendars", "Calendar").Select(ReadCalendar).ToList();
        var resources = Items(root, "Resources", "Resource");
        var assignments = Items(root, "Assignments", "Assignment");
        var materials = resources.Where(resource => (Number(resource, "Type") ?? 1) != 1).Select(resource => Number(resource, "UID") ?? -1).ToHashSet();
        var interruptions = assignments.Where(assignment => !materials.Contains(Number(assignment, "ResourceUID") ?? -1)).GroupBy(assignment => Number(assignment, "TaskUID") ?? -1).ToDictionary(group => group.Key, InterruptionsOf);
        var tasks = Place(Items(root, "Tasks", "Task")).ConvertAll(task => interruptions.GetValueOrDefault(task.Uid) is { Count: > 0 } gaps ? task with { Interruptions = gaps } : task);
        Check(tasks, calendars);
        return new MsProjectPlan(document)
        {
            Name = Text(root, "Title") ?? Text(root, "Name"),
            Start = Date(root, "StartDate") ?? tasks.Select(task => task.Written?.Start).Min() ?? throw new MsProjectException("文件没有项目开始日期（StartDate）"),
            Finish = Date(root, "FinishDate"),
            IsFromStart = Text(root, "ScheduleFromStart") is null || Flag(root, "ScheduleFromStart"),
            CalendarUid = Number(root, "CalendarUID") ?? calendars.FirstOrDefault()?.Uid ?? 0,
            SecondsPerDay = 60 * (Number(root, "MinutesPerDay") is int minutes and >= 1 and <= 1440 ? minutes : 480),
            CriticalSlack = (Number(root, "CriticalSlackLimit") ?? 0) * 60L * (Number(root, "MinutesPerDay") ?? 480),
            HasManyCriticalPaths = Flag(root, "MultipleCriticalPaths"),
            Tasks = tasks,
            Calendars = calendars,
            Assignments = ReadAssignments(resources, assignments),
            ResourceCount = resources.Count,
            AssignmentCount = assignments.Count,
        };
    }

    private static List<XElement> Items(XElement root, string list, string item)
    {
        var items = root.Element(Space + list)?.Elements(Space + item).ToList() ?? [];
        return items.Count <= MsProjectPlan.MostItems ? items : throw new MsProjectException($"{list} 有 {items.Count} 项，最多 {MsProjectPlan.MostItems} 项");
    }

    private static void Check(List<MsTask> tasks, List<MsCalendar> calendars)
    {
        if (tasks.GroupBy(task => task.Uid).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new MsProjectException($"任务 UID {twice.Key} 出现了两次");
        if (calendars.GroupBy(calendar => calendar.Uid).FirstOrDefault(group => group.Count() > 1) is { } again) throw new MsProjectException($"日历 UID {again.Key} 出现了两次");
        var uids = tasks.Select(task => task.Uid).ToHashSet();
        foreach (var task in tasks)
        {
            if (task.Links.FirstOrDefault(link => !uids.Contains(link.PredecessorUid)) is { } link)
                throw new MsProjectException($"任务“{task.Name}”（UID {task.Uid}）的前置任务 UID {link.PredecessorUid} 不存在");
        }
    }

    /// <summary>Gives each task the summary it belongs to, by the outline; blank rows belong nowhere.</summary>
    private static List<MsTask> Place(List<XElement> elements)
    {
        var tasks = elements.Select(ReadTask).ToList();
        var summaries = new List<(int Level, int Uid)>();
        var parents = new HashSet<int>();
        for (var index = 0; index < tasks.Count; index++)
        {
            var task = tasks[index];
            if (Flag(elements[index], "IsNull")) continue;
            while (summaries.Count > 0 && summaries[^1].Level >= task.OutlineLevel) summaries.RemoveAt(summaries.Count - 1);
            if (summaries.Count > 0) parents.Add(summaries[^1].Uid);
            tasks[index] = task with { ParentUid = summaries.Count > 0 ? summaries[^1].Uid : null };
            summaries.Add((task.OutlineLevel, task.Uid));
        }

        return [.. tasks.Select((task, index) => task with { IsSummary = parents.Contains(task.Uid) })];
    }

    private static MsTask ReadTask(XElement task)
    {
        var format = Number(task, "DurationFormat") ?? 7;
        var duration = Seconds(task, "Duration") ?? 0;
        var isManual = Flag(task, "Manual");
        return new MsTask(Number(task, "UID") ?? throw new MsProjectException("有一个任务没有 UID"), Text(task, "Name"), Number(task, "OutlineLevel") ?? 1)
        {
            IsMilestone = Flag(task, "Milestone"),
            IsLeftOut = Flag(task, "IsNull") || Text(task, "Active") is "0" or "false",
            IsFixed = (isManual || Flag(task, "ExternalTask")) && Date(task, "Start") is not null && Date(task, "Finish") is not null,
            IsFixedDuration = Number(task, "Type") == 1,
            Duration = duration,
            IsElapsed = ElapsedFormats.Contains(format),
            RemainingDuration = Seconds(task, "RemainingDuration") ?? duration,
            Constraint = ConstraintOf(task),
            ConstraintDate = Date(task, "ConstraintDate"),
            Deadline = Date(task, "Deadline"),
            ActualStart = Date(task, "ActualStart"),
            ActualFinish = Date(task, "ActualFinish"),
            Stop = Date(task, "Stop"),
            Resume = Date(task, "Resume"),
            PercentComplete = Number(task, "PercentComplete") ?? 0,
            CalendarUid = Number(task, "CalendarUID") is { } uid and >= 0 ? uid : null,
            IgnoresResourceCalendars = Flag(task, "IgnoreResourceCalendar"),
            LevelingDelay = (Number(task, "LevelingDelay") ?? 0) * 6L,
            IsLevelingDelayElapsed = ElapsedFormats.Contains(Number(task, "LevelingDelayFormat") ?? 8),
            Links = [.. task.Elements(Space + "PredecessorLink").Where(link => !Flag(link, "CrossProject")).Select(ReadLink)],
            Written = Written(task),
        };
    }

    private static MsConstraint ConstraintOf(XElement task)
    {
        var number = Number(task, "ConstraintType") ?? 0;
        if (number is < 0 or > 7) throw new MsProjectException($"任务 UID {Text(task, "UID")} 的限制类型 {number} 不存在");
        return number >= 2 && Date(task, "ConstraintDate") is null ? MsConstraint.AsSoonAsPossible : (MsConstraint)number;
    }

    private static MsDates? Written(XElement task) => Date(task, "Start") is { } start && Date(task, "Finish") is { } finish
        ? new MsDates(
            start, finish, Date(task, "LateStart") ?? start, Date(task, "LateFinish") ?? finish,
            (Number(task, "TotalSlack") ?? 0) * 6L, (Number(task, "FreeSlack") ?? 0) * 6L) { IsCritical = Flag(task, "Critical") }
        : null;

    private static MsLink ReadLink(XElement link)
    {
        var format = Number(link, "LagFormat") ?? 7;
        var lag = Number(link, "LinkLag") ?? 0;
        var type = (Number(link, "Type") ?? 1) switch
        {
            0 => LinkType.FinishToFinish,
            1 => LinkType.FinishToStart,
            2 => LinkType.StartToFinish,
            3 => LinkType.StartToStart,
            var other => throw new MsProjectException($"链接类型 {other} 不存在"),
        };
        var isPercent = PercentFormats.Contains(format);
        return new MsLink(
            Number(link, "PredecessorUID") ?? throw new MsProjectException("有一个链接没有前置任务（PredecessorUID）"), type,
            isPercent ? lag : lag * 6L, ElapsedFormats.Contains(format), isPercent);
    }

    /// <summary>Only people and machines with their work known.</summary>
    private static List<MsAssignment> ReadAssignments(List<XElement> resources, List<XElement> assignments)
    {
        var workers = resources.Where(resource => (Number(resource, "Type") ?? 1) == 1 && Number(resource, "UID") is > 0)
            .GroupBy(resource => Number(resource, "UID")!.Value).ToDictionary(group => group.Key, group => Number(group.First(), "CalendarUID"));
        return [.. assignments.Where(assignment => workers.ContainsKey(Number(assignment, "ResourceUID") ?? -1)).Select(assignment => ReadAssignment(assignment, workers)).OfType<MsAssignment>()];
    }

    /// <summary>A split task: between two stretches of work it is written, day by day, that nothing is done; where one of several people works on, it goes on.</summary>
    private static List<(DateTime From, DateTime To)> InterruptionsOf(IEnumerable<XElement> assignments)
    {
        if (assignments.Any(assignment => Number(assignment, "WorkContour") != Contoured)) return [];
        var days = assignments.SelectMany(assignment => assignment.Elements(Space + "TimephasedData")).Where(day => Number(day, "Type") is RemainingWork or ActualWork && Text(day, "Value") is not null).Take(MsProjectPlan.MostItems)
            .Select(day => (From: Date(day, "Start"), To: Date(day, "Finish"), IsWorked: Seconds(day, "Value") > 0)).Where(day => day.From < day.To).OrderBy(day => day.From).ToList();
        var (worked, idle) = (days.FindAll(day => day.IsWorked), days.FindAll(day => !day.IsWorked));
        var (gaps, next, workedUntil, gapUntil) = (new List<(DateTime From, DateTime To)>(), 0, DateTime.MinValue, DateTime.MinValue);
        foreach (var day in idle)
        {
            for (; next < worked.Count && worked[next].From < day.To; next++) workedUntil = worked[next].To > workedUntil ? worked[next].To!.Value : workedUntil;
            // Before the first work and after the last, while somebody works, and where it is written of another already, there is no gap.
            if (next == 0 || next == worked.Count || workedUntil > day.From || gapUntil > day.From) continue;
            gaps.Add((day.From!.Value, day.To!.Value));
            gapUntil = day.To!.Value;
        }

        return gaps;
    }

    private static MsAssignment? ReadAssignment(XElement assignment, Dictionary<int, int?> workers)
    {
        var units = double.TryParse(Text(assignment, "Units"), NumberStyles.Float, CultureInfo.InvariantCulture, out var share) ? share : 1;
        var work = Seconds(assignment, "RegularWork") ?? Seconds(assignment, "Work") ?? 0;
        if (!(units > 0.0001) || work <= 0) return null;
        var left = Seconds(assignment, "RemainingWork") ?? work;
        return new MsAssignment(Number(assignment, "TaskUID")!.Value, workers[Number(assignment, "ResourceUID")!.Value], (long)Math.Round(work / units), (long)Math.Round(left / units))
        {
            IsContoured = (Number(assignment, "WorkContour") ?? 0) != 0,
        };
    }

    private static MsCalendar ReadCalendar(XElement calendar)
    {
        var days = calendar.Element(Space + "WeekDays")?.Elements(Space + "WeekDay").ToList() ?? [];
        var exceptions = calendar.Element(Space + "Exceptions")?.Elements(Space + "Exception").Select(ReadException).ToList()
            ?? [.. days.Where(day => Number(day, "DayType") == 0).Select(ReadException)];
        if (exceptions.Count > 5000) throw new MsProjectException($"日历“{Text(calendar, "Name")}”有 {exceptions.Count} 条例外日期，最多 5000 条");
        return new MsCalendar(
            Number(calendar, "UID") ?? throw new MsProjectException("有一个日历没有 UID"), Text(calendar, "Name"),
            Flag(calendar, "IsBaseCalendar") ? null : Number(calendar, "BaseCalendarUID") is { } uid and >= 0 ? uid : null, Week(days),
            [.. calendar.Element(Space + "WorkWeeks")?.Elements(Space + "WorkWeek").Select(ReadWorkWeek) ?? []], exceptions);
    }

    private static Dictionary<DayOfWeek, MsDay> Week(IEnumerable<XElement> days) => days.Where(day => Number(day, "DayType") is >= 1 and <= 7)
        .GroupBy(day => (DayOfWeek)(Number(day, "DayType")!.Value - 1)).ToDictionary(group => group.Key, group => ReadDay(group.Last()));

    private static MsWorkWeek ReadWorkWeek(XElement week)
    {
        var (first, last) = Span(week);
        return new MsWorkWeek(first, last, Week(week.Element(Space + "WeekDays")?.Elements(Space + "WeekDay") ?? []));
    }

    private static MsException ReadException(XElement exception)
    {
        var (first, last) = Span(exception);
        var recurrence = new MsRecurrence
        {
            Type = Number(exception, "Type") ?? 1,
            Period = Math.Max(1, Number(exception, "Period") ?? 1),
            DaysOfWeek = Number(exception, "DaysOfWeek") ?? 0,
            Month = Number(exception, "Month") ?? 0,
            MonthDay = Number(exception, "MonthDay") ?? 1,
            MonthItem = Number(exception, "MonthItem") ?? 0,
            MonthPosition = Number(exception, "MonthPosition") ?? 0,
        };
        return new MsException(first, last, recurrence, ReadDay(exception));
    }

    private static (DateOnly First, DateOnly Last) Span(XElement item)
    {
        var period = item.Element(Space + "TimePeriod");
        if (period is null || Date(period, "FromDate") is not { } from || Date(period, "ToDate") is not { } to) throw new MsProjectException("日历的例外日期没有起止（TimePeriod）");
        return (DateOnly.FromDateTime(from), DateOnly.FromDateTime(to));
    }

    private static MsDay ReadDay(XElement day)
    {
        if (!Flag(day, "DayWorking")) return new MsDay([]);
        var times = day.Element(Space + "WorkingTimes")?.Elements(Space + "WorkingTime").ToList() ?? [];
        if (times.Count > 24) throw new MsProjectException("日历中一天的工作时段超过 24 段");
        if (times.Count == 0) return new MsDay([(8 * 3600, 12 * 3600), (13 * 3600, 17 * 3600)]);
        return new MsDay([.. times.Select(time => (From: Clock(time, "FromTime"), To: Clock(time, "ToTime"))).Select(time => time.To <= time.From ? (time.From, 86_400) : time)]);
    }

    private static int Clock(XElement time, string name) => Text(time, name) is not { } text ? 0
        : TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var clock) ? (int)clock.ToTimeSpan().TotalSeconds
        : throw new MsProjectException($"{name} 的时刻“{text}”看不懂");

    private static string? Text(XElement item, string name) => item.Element(Space + name)?.Value is { Length: > 0 } text ? text.Trim() : null;

    private static bool Flag(XElement item, string name) => Text(item, name) is "1" or "true";

    private static int? Number(XElement item, string name) => Text(item, name) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= int.MinValue and <= int.MaxValue ? (int)number
        : throw new MsProjectException($"{item.Name.LocalName} 的 {name}“{text}”不是数字");

    private static DateTime? Date(XElement item, string name)
    {
        if (Text(item, name) is not { } text || text == "NA") return null;
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var date) || date.Year is < 1900 or > 2200)
            throw new MsProjectException($"{item.Name.LocalName} 的 {name}“{text}”不是 1900 至 2200 年间的日期");
        return DateTime.SpecifyKind(date, DateTimeKind.Unspecified);
    }

    private static long? Seconds(XElement item, string name)
    {
        if (Text(item, name) is not { } text) return null;
        try
        {
            var span = XmlConvert.ToTimeSpan(text);
            if (span >= TimeSpan.Zero && span.TotalDays < 36_500) return (long)Math.Round(span.TotalSeconds);
        }
        catch (Exception problem) when (problem is FormatException or OverflowException)
        {
            throw new MsProjectException($"{item.Name.LocalName} 的 {name}“{text}”不是时长", problem);
        }

        throw new MsProjectException($"{item.Name.LocalName} 的 {name}“{text}”不在 0 至 100 年之间");
    }
}
