using System.Xml;
using Funeng.Engines.Planning.MsProject;

namespace Funeng.Engines.Tests.Planning.MsProject;

/// <summary>Small plans in the format, written as in a file: Monday 5 January 2026, eight hours a day with an hour's break, unless said otherwise.</summary>
internal static class Plans
{
    public const string Week = """
        <Calendar><UID>1</UID><Name>标准</Name><IsBaseCalendar>1</IsBaseCalendar><BaseCalendarUID>-1</BaseCalendarUID><WeekDays>
        <WeekDay><DayType>1</DayType><DayWorking>0</DayWorking></WeekDay><WeekDay><DayType>7</DayType><DayWorking>0</DayWorking></WeekDay>
        </WeekDays></Calendar>
        """;

    public static MsProjectPlan Read(string tasks, string calendars = Week, string rest = "", string head = "") => ReadText($"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Project xmlns="http://schemas.microsoft.com/project"><StartDate>2026-01-05T08:00:00</StartDate><ScheduleFromStart>1</ScheduleFromStart>
        <CalendarUID>1</CalendarUID><MinutesPerDay>480</MinutesPerDay>{head}<Calendars>{calendars}</Calendars><Tasks>{tasks}</Tasks>{rest}</Project>
        """);

    public static MsProjectPlan ReadText(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), MsProjectPlan.ReaderSettings);
        return MsProjectPlan.Read(reader);
    }

    public static string Task(int uid, int hours, string rest = "", int level = 1) =>
        $"<Task><UID>{uid}</UID><Name>t{uid}</Name><OutlineLevel>{level}</OutlineLevel><Duration>PT{hours}H0M0S</Duration><DurationFormat>7</DurationFormat>{rest}</Task>";

    public static string After(int uid, int type = 1, int lag = 0, int format = 7) =>
        $"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{type}</Type><LinkLag>{lag}</LinkLag><LagFormat>{format}</LagFormat></PredecessorLink>";

    public static string Tied(MsConstraint constraint, string? date = null) =>
        $"<ConstraintType>{(int)constraint}</ConstraintType>{(date is null ? "" : $"<ConstraintDate>{date}</ConstraintDate>")}";

    /// <summary>Start and finish, as in "01-05 08:00 – 01-06 17:00".</summary>
    public static string Span(MsDates dates) => $"{dates.Start:MM-dd HH:mm} – {dates.Finish:MM-dd HH:mm}";
}
