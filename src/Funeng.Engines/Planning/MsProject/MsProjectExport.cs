using System.Globalization;
using System.Xml.Linq;

namespace Funeng.Engines.Planning.MsProject;

/// <summary>A task to be written for Microsoft Project.</summary>
/// <param name="Uid">Its unique id, from 1.</param>
/// <param name="Name">Its name.</param>
/// <param name="WorkDays">Working days it takes; 0 for a milestone.</param>
public sealed record ExportTask(int Uid, string Name, decimal WorkDays)
{
    /// <summary>How deep it lies in the outline, from 1; a task followed by deeper ones is their summary.</summary>
    public int OutlineLevel { get; init; } = 1;

    /// <summary>It starts no earlier than this day.</summary>
    public DateOnly? NotBefore { get; init; }

    /// <summary>It should be done by the end of this day.</summary>
    public DateOnly? Deadline { get; init; }

    /// <summary>The day it was begun.</summary>
    public DateOnly? Begun { get; init; }

    /// <summary>The day it was done.</summary>
    public DateOnly? Done { get; init; }

    /// <summary>Done so far, in percent.</summary>
    public int PercentComplete { get; init; }

    /// <summary>What it waits for, with the lag in working days.</summary>
    public IReadOnlyList<(int PredecessorUid, LinkType Type, decimal LagDays)> Links { get; init; } = [];
}

/// <summary>A plan to be written for Microsoft Project: eight hours a working day, 8:00 to 12:00 and 13:00 to 17:00.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Start">Its first day.</param>
/// <param name="Tasks">The tasks, in the order of the outline.</param>
public sealed record MsProjectExport(string Name, DateOnly Start, IReadOnlyList<ExportTask> Tasks)
{
    private static readonly XNamespace Space = MsProjectReader.Space;

    /// <summary>Days off besides Saturday and Sunday.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    /// <summary>Saturdays and Sundays that are worked.</summary>
    public IReadOnlyList<DateOnly> MakeUpDays { get; init; } = [];

    /// <summary>The document, dated.</summary>
    /// <exception cref="MsProjectException">Tasks wait for each other in a circle, or a link names no task.</exception>
    public XDocument ToDocument()
    {
        var calendar = Item("Calendar", ("UID", "1"), ("Name", "工作日历"), ("IsBaseCalendar", "1"), ("BaseCalendarUID", "-1"));
        calendar.Add(new XElement(Space + "WeekDays", Enumerable.Range(1, 7).Select(WeekDay)), new XElement(Space + "Exceptions", Holidays.Select(day => Special(day, false)), MakeUpDays.Select(day => Special(day, true))));
        var root = Item("Project", ("SaveVersion", "14"), ("Name", Name), ("Title", Name), ("ScheduleFromStart", "1"), ("StartDate", At(Start, 8)), ("FinishDate", At(Start, 17)),
            ("CalendarUID", "1"), ("DefaultStartTime", "08:00:00"), ("DefaultFinishTime", "17:00:00"), ("MinutesPerDay", "480"), ("MinutesPerWeek", "2400"), ("DaysPerMonth", "20"));
        root.Add(new XElement(Space + "Calendars", calendar), new XElement(Space + "Tasks", Tasks.Select(Write)));
        var plan = new MsProjectReader(new XDocument(new XDeclaration("1.0", "UTF-8", "yes"), root)).Read();
        return plan.With(plan.Schedule());
    }

    private XElement Write(ExportTask task, int index)
    {
        var isSummary = index + 1 < Tasks.Count && Tasks[index + 1].OutlineLevel > task.OutlineLevel;
        var left = task.Done is not null ? 0 : task.WorkDays * (100 - task.PercentComplete) / 100;
        var element = Item("Task", ("UID", Number(task.Uid)), ("ID", Number(index + 1)), ("Name", task.Name), ("Active", "1"), ("Manual", "0"), ("Type", "1"), ("IsNull", "0"),
            ("OutlineLevel", Number(task.OutlineLevel)), ("Duration", Hours(task.WorkDays)), ("DurationFormat", "7"), ("Milestone", task.WorkDays == 0 && !isSummary ? "1" : "0"),
            ("Summary", isSummary ? "1" : "0"), ("Critical", "0"), ("PercentComplete", Number(task.Done is not null ? 100 : task.PercentComplete)));
        if (task.Begun is { } begun) element.Add(Text("ActualStart", At(begun, 8)));
        if (task.Done is { } done) element.Add(Text("ActualFinish", At(done, 17)));
        element.Add(Text("RemainingDuration", Hours(left)), Text("ConstraintType", task.NotBefore is null ? "0" : "4"), Text("CalendarUID", "-1"));
        if (task.NotBefore is { } notBefore) element.Add(Text("ConstraintDate", At(notBefore, 8)));
        if (task.Deadline is { } deadline) element.Add(Text("Deadline", At(deadline, 17)));
        element.Add(task.Links.Select(link => Item("PredecessorLink", ("PredecessorUID", Number(link.PredecessorUid)), ("Type", Number(TypeOf(link.Type))), ("CrossProject", "0"), ("LinkLag", Number((int)(link.LagDays * 4800))), ("LagFormat", "7"))));
        return element;
    }

    private static int TypeOf(LinkType type) => type switch
    {
        LinkType.FinishToFinish => 0,
        LinkType.FinishToStart => 1,
        LinkType.StartToFinish => 2,
        _ => 3,
    };

    private static XElement WeekDay(int day)
    {
        var isWorked = day is >= 2 and <= 6;
        var element = Item("WeekDay", ("DayType", Number(day)), ("DayWorking", isWorked ? "1" : "0"));
        if (isWorked) element.Add(WorkingTimes());
        return element;
    }

    private static XElement Special(DateOnly day, bool isWorked)
    {
        var element = Item("Exception", ("EnteredByOccurrences", "0"));
        element.Add(Item("TimePeriod", ("FromDate", At(day, 0)), ("ToDate", $"{day:yyyy-MM-dd}T23:59:00")), Text("Occurrences", "1"), Text("Name", isWorked ? "调休上班" : "放假"), Text("Type", "1"), Text("DayWorking", isWorked ? "1" : "0"));
        if (isWorked) element.Add(WorkingTimes());
        return element;
    }

    private static XElement WorkingTimes() => new(Space + "WorkingTimes",
        Item("WorkingTime", ("FromTime", "08:00:00"), ("ToTime", "12:00:00")), Item("WorkingTime", ("FromTime", "13:00:00"), ("ToTime", "17:00:00")));

    private static XElement Item(string name, params (string Name, string Text)[] parts) => new(Space + name, parts.Select(part => Text(part.Name, part.Text)));

    private static XElement Text(string name, string text) => new(Space + name, Clean(text));

    /// <summary>Characters XML cannot hold are left out.</summary>
    private static string Clean(string text) => string.Concat(text.Where(System.Xml.XmlConvert.IsXmlChar));

    private static string Hours(decimal days) => string.Create(CultureInfo.InvariantCulture, $"PT{(int)(days * 8)}H{(int)(days * 480 % 60)}M0S");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string At(DateOnly day, int hour) => day.ToDateTime(new TimeOnly(hour, 0)).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
}
