using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Funeng.Engines.Planning;
using Funeng.Engines.Planning.MsProject;
using Funeng.Engines.Tests.Support;
using static Funeng.Engines.Tests.Planning.MsProject.Plans;

namespace Funeng.Engines.Tests.Planning.MsProject;

public sealed class MsProjectPlanTests
{
    [Fact]
    public void Links_of_every_type_tie_their_ends()
    {
        var plan = Read(Task(1, 16) + Task(2, 8, After(1)) + Task(3, 8, After(1, 3)) + Task(4, 8, After(1, 0)) + Task(5, 8, After(1, 2, 9600)));

        Assert.Equal(
            ["01-05 08:00 – 01-06 17:00", "01-07 08:00 – 01-07 17:00", "01-05 08:00 – 01-05 17:00", "01-06 08:00 – 01-06 17:00", "01-06 08:00 – 01-06 17:00"],
            plan.Schedule().Values.Select(Span));
    }

    [Theory]
    [InlineData(4800, 7, "01-07 08:00")]
    [InlineData(4800, 8, "01-06 08:00")]
    [InlineData(12000, 6, "01-06 13:00")]
    [InlineData(-2400, 5, "01-05 13:00")]
    [InlineData(50, 19, "01-06 13:00")]
    public void Lags_are_worked_elapsed_or_a_share(int lag, int format, string start)
    {
        var plan = Read(Task(1, 8) + Task(2, 8, After(1, 1, lag, format)));

        Assert.Equal(start, plan.Schedule()[2].Start.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(MsConstraint.StartNoEarlierThan, "2026-01-08T08:00:00", "01-08 08:00 – 01-08 17:00", 0)]
    [InlineData(MsConstraint.FinishNoEarlierThan, "2026-01-08T17:00:00", "01-08 08:00 – 01-08 17:00", 0)]
    [InlineData(MsConstraint.MustStartOn, "2026-01-06T08:00:00", "01-06 08:00 – 01-06 17:00", 0)]
    [InlineData(MsConstraint.MustFinishOn, "2026-01-08T17:00:00", "01-08 08:00 – 01-08 17:00", 0)]
    [InlineData(MsConstraint.StartNoLaterThan, "2026-01-06T08:00:00", "01-06 08:00 – 01-06 17:00", -8)]
    [InlineData(MsConstraint.FinishNoLaterThan, "2026-01-06T17:00:00", "01-06 08:00 – 01-06 17:00", -8)]
    public void Constraints_go_before_links(MsConstraint constraint, string date, string span, int slackOfPredecessor)
    {
        var dates = Read(Task(1, 16) + Task(2, 8, After(1) + Tied(constraint, date))).Schedule();

        Assert.Equal(span, Span(dates[2]));
        if (slackOfPredecessor != 0) Assert.Equal(slackOfPredecessor * 3600, dates[1].TotalSlack);
    }

    [Fact]
    public void As_late_as_possible_is_done_at_its_latest_and_pushes_what_follows()
    {
        var dates = Read(Task(1, 40) + Task(2, 8, Tied(MsConstraint.AsLateAsPossible)) + Task(3, 8, After(2))).Schedule();

        Assert.Equal(["01-05 08:00 – 01-09 17:00", "01-08 08:00 – 01-08 17:00", "01-09 08:00 – 01-09 17:00"], dates.Values.Select(Span));
        Assert.Equal(0, dates[2].TotalSlack);
    }

    [Fact]
    public void A_deadline_moves_nothing_but_takes_slack()
    {
        var dates = Read(Task(1, 16) + Task(2, 8, "<Deadline>2026-01-06T17:00:00</Deadline>" + After(1))).Schedule();

        Assert.Equal("01-07 08:00 – 01-07 17:00", Span(dates[2]));
        Assert.Equal([-8 * 3600, -8 * 3600], dates.Values.Select(task => task.TotalSlack));
    }

    [Fact]
    public void What_was_done_stands_and_what_is_left_goes_on_when_it_is_resumed()
    {
        const string Half = "<PercentComplete>50</PercentComplete><ActualStart>2026-01-06T08:00:00</ActualStart><Resume>2026-01-12T08:00:00</Resume><RemainingDuration>PT8H0M0S</RemainingDuration>";
        const string Done = "<PercentComplete>100</PercentComplete><ActualStart>2026-01-07T08:00:00</ActualStart><ActualFinish>2026-01-07T12:00:00</ActualFinish><RemainingDuration>PT0H0M0S</RemainingDuration>";

        var dates = Read(Task(1, 16, Half) + Task(2, 8, Done) + Task(3, 8, After(1))).Schedule();

        Assert.Equal(["01-06 08:00 – 01-12 17:00", "01-07 08:00 – 01-07 12:00", "01-13 08:00 – 01-13 17:00"], dates.Values.Select(Span));
        Assert.Equal((0, false), (dates[2].TotalSlack, dates[2].IsCritical));
    }

    [Fact]
    public void A_summary_spans_its_parts_and_its_links_reach_all_of_them()
    {
        var dates = Read(Task(1, 8) + Task(2, 0, After(1)) + Task(3, 8, level: 2) + Task(4, 24, level: 2) + Task(5, 8, After(2))).Schedule();

        Assert.Equal("01-06 08:00 – 01-08 17:00", Span(dates[2]));
        Assert.Equal("01-09 08:00 – 01-09 17:00", Span(dates[5]));
        Assert.Equal((16 * 3600, 0), (dates[3].TotalSlack, dates[2].TotalSlack));
    }

    [Fact]
    public void What_was_typed_by_hand_stands_and_blank_rows_and_inactive_tasks_are_left_out()
    {
        const string ByHand = "<Manual>1</Manual><Start>2026-01-14T08:00:00</Start><Finish>2026-01-14T17:00:00</Finish>";

        var dates = Read(Task(1, 8, ByHand) + Task(2, 8, After(1)) + Task(3, 8, "<IsNull>1</IsNull>") + Task(4, 8, "<Active>0</Active>")).Schedule();

        Assert.Equal(["01-14 08:00 – 01-14 17:00", "01-15 08:00 – 01-15 17:00"], dates.Values.Select(Span));
    }

    [Fact]
    public void Holidays_make_up_days_work_weeks_and_calendars_of_tasks_are_kept()
    {
        const string Calendars = """
            <Calendar><UID>1</UID><IsBaseCalendar>1</IsBaseCalendar><WeekDays>
            <WeekDay><DayType>1</DayType><DayWorking>0</DayWorking></WeekDay><WeekDay><DayType>7</DayType><DayWorking>0</DayWorking></WeekDay></WeekDays>
            <WorkWeeks><WorkWeek><TimePeriod><FromDate>2026-01-12T00:00:00</FromDate><ToDate>2026-01-18T23:59:00</ToDate></TimePeriod>
            <WeekDays><WeekDay><DayType>2</DayType><DayWorking>0</DayWorking></WeekDay></WeekDays></WorkWeek></WorkWeeks>
            <Exceptions><Exception><TimePeriod><FromDate>2026-01-06T00:00:00</FromDate><ToDate>2026-01-07T23:59:00</ToDate></TimePeriod><Type>1</Type><DayWorking>0</DayWorking></Exception>
            <Exception><TimePeriod><FromDate>2026-01-10T00:00:00</FromDate><ToDate>2026-01-10T23:59:00</ToDate></TimePeriod><Type>1</Type><DayWorking>1</DayWorking>
            <WorkingTimes><WorkingTime><FromTime>09:00:00</FromTime><ToTime>11:00:00</ToTime></WorkingTime></WorkingTimes></Exception></Exceptions></Calendar>
            <Calendar><UID>2</UID><IsBaseCalendar>0</IsBaseCalendar><BaseCalendarUID>1</BaseCalendarUID><WeekDays>
            <WeekDay><DayType>5</DayType><DayWorking>0</DayWorking></WeekDay></WeekDays></Calendar>
            """;

        var dates = Read(Task(1, 26 + 8) + Task(2, 8, "<CalendarUID>2</CalendarUID>" + After(1, 3)) + Task(3, 16, "<CalendarUID>2</CalendarUID>"), Calendars).Schedule();

        // Monday 5, Thursday 8, Friday 9, two hours on Saturday 10; Monday 12 is off in that week.
        Assert.Equal("01-05 08:00 – 01-13 17:00", Span(dates[1]));
        Assert.Equal("01-05 08:00 – 01-09 17:00", Span(dates[3]));
    }

    [Fact]
    public void Resources_work_by_their_own_calendars()
    {
        const string Night = """
            <Calendar><UID>2</UID><IsBaseCalendar>1</IsBaseCalendar><WeekDays>
            <WeekDay><DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime><FromTime>18:00:00</FromTime><ToTime>00:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay></WeekDays></Calendar>
            """;
        const string People = """
            <Resources><Resource><UID>1</UID><Type>1</Type><CalendarUID>1</CalendarUID></Resource><Resource><UID>2</UID><Type>1</Type><CalendarUID>2</CalendarUID></Resource></Resources>
            <Assignments><Assignment><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Units>0.5</Units><Work>PT4H0M0S</Work></Assignment>
            <Assignment><TaskUID>1</TaskUID><ResourceUID>2</ResourceUID><Units>1</Units><Work>PT3H0M0S</Work></Assignment></Assignments>
            """;

        Assert.Equal("01-05 08:00 – 01-05 21:00", Span(Read(Task(1, 11), Week + Night, People).Schedule()[1]));
        Assert.Equal("01-05 18:00 – 01-05 21:00", Span(Read(Task(1, 3), Week + Night, People.Replace("<ResourceUID>1<", "<ResourceUID>-65535<")).Schedule()[1]));
    }

    [Fact]
    public void A_project_can_be_scheduled_back_from_its_finish()
    {
        var plan = Read(Task(1, 16, Tied(MsConstraint.AsLateAsPossible)) + Task(2, 8, After(1) + Tied(MsConstraint.AsLateAsPossible)),
            head: "<FinishDate>2026-01-30T17:00:00</FinishDate>");
        plan = ReadText(plan.Document.ToString().Replace("<ScheduleFromStart>1<", "<ScheduleFromStart>0<"));

        Assert.Equal(["01-28 08:00 – 01-29 17:00", "01-30 08:00 – 01-30 17:00"], plan.Schedule().Values.Select(Span));
    }

    [Theory]
    [InlineData("<a/>", "根元素是“a”")]
    [InlineData("<Project xmlns='http://schemas.microsoft.com/project'><Tasks><Task><UID>1</UID>", "这不是完整的 XML 文件")]
    [InlineData("<!DOCTYPE p [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><p>&x;</p>", "DOCTYPE")]
    [InlineData("plain text", "这不是完整的 XML 文件")]
    [InlineData("<Project xmlns='http://schemas.microsoft.com/project'/>", "文件没有项目开始日期")]
    public void Foreign_and_damaged_files_are_refused(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<MsProjectException>(() => ReadText(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("<Task><UID>1</UID></Task><Task><UID>1</UID></Task>", "任务 UID 1 出现了两次")]
    [InlineData("<Task><UID>1</UID><Duration>eight hours</Duration></Task>", "不是时长")]
    [InlineData("<Task><UID>1</UID><Duration>PT99999999H0M0S</Duration></Task>", "不在 0 至 100 年之间")]
    [InlineData("<Task><UID>1</UID><ConstraintType>9</ConstraintType></Task>", "限制类型 9 不存在")]
    [InlineData("<Task><UID>1</UID><ActualStart>yesterday</ActualStart></Task>", "不是 1900 至 2200 年间的日期")]
    [InlineData("<Task><UID>1</UID><PredecessorLink><PredecessorUID>7</PredecessorUID></PredecessorLink></Task>", "前置任务 UID 7 不存在")]
    [InlineData("<Task><UID>one</UID></Task>", "不是数字")]
    public void What_is_wrong_in_a_file_is_named(string tasks, string reason) =>
        Assert.Contains(reason, Assert.Throws<MsProjectException>(() => Read(tasks)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_circle_is_named() =>
        Assert.Contains("t1", Assert.Throws<MsProjectException>(() => Read(Task(1, 8, After(2)) + Task(2, 8, After(1))).Schedule()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_calendar_without_work_is_named()
    {
        var days = string.Concat(Enumerable.Range(1, 7).Select(day => $"<WeekDay><DayType>{day}</DayType><DayWorking>0</DayWorking></WeekDay>"));

        var plan = Read(Task(1, 8), $"<Calendar><UID>1</UID><Name>停工</Name><WeekDays>{days}</WeekDays></Calendar>");

        Assert.Equal("日历“停工”没有任何工作时间", Assert.Throws<MsProjectException>(() => plan.Schedule()).Message);
    }

    [Fact]
    public void Out_again_only_dates_are_new_and_everything_unknown_is_kept()
    {
        var plan = Read(Task(1, 8, "<Start>2026-03-02T08:00:00</Start><Finish>2026-03-02T17:00:00</Finish><ExtendedAttribute><FieldID>9</FieldID><Value>挂包领导</Value></ExtendedAttribute>"), rest: "<Foreign><Kept>yes</Kept></Foreign>");

        var written = plan.With(plan.Schedule());

        Assert.Contains("<Start>2026-01-05T08:00:00</Start>", written.ToString(SaveOptions.DisableFormatting), StringComparison.Ordinal);
        Assert.Contains("挂包领导", written.ToString(), StringComparison.Ordinal);
        Assert.Contains("<Kept>yes</Kept>", written.ToString(), StringComparison.Ordinal);
        Assert.Contains("2026-03-02", plan.Document.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Whatever happens to a file on its way, it is read and dated or refused with a reason.</summary>
    [Fact]
    public void Damaged_files_are_refused_with_a_reason_or_dated()
    {
        var whole = new MsProjectExport("p", new DateOnly(2026, 1, 5), [new(1, "a", 2), new(2, "b", 3) { Links = [(1, LinkType.StartToFinish, 1)], NotBefore = new(2026, 1, 9), Deadline = new(2026, 1, 7) }])
        { Holidays = [new(2026, 1, 6)] }.ToDocument().ToString(SaveOptions.DisableFormatting);
        var random = new Random(11);
        string[] values = ["", "-1", "0", "7", "2147483647", "99999999999999", "PT0H0M0S", "PT876000H0M0S", "2199-12-31T23:59:59", "1900-01-01T00:00:00", "24:00:00", "x", "1"];
        for (var round = 0; round < 400; round++)
        {
            var text = random.Next(8) == 0 ? whole.Remove(random.Next(whole.Length), 1) : whole;
            for (var change = 0; change < 3; change++)
            {
                var at = text.IndexOf('>', random.Next(text.Length - 300)) + 1;
                var end = text.IndexOf('<', at);
                if (end > at) text = string.Concat(text.AsSpan(0, at), values[random.Next(values.Length)], text.AsSpan(end));
            }

            try
            {
                ReadText(text).Schedule();
            }
            catch (MsProjectException refused)
            {
                Assert.NotEmpty(refused.Message);
            }
        }
    }

    [Fact]
    public void A_plan_of_ours_is_read_back_with_its_dates()
    {
        var export = new MsProjectExport("高端装备产业园", new DateOnly(2026, 9, 28),
        [
            new(1, "前期手续", 0), new(2, "环评", 3) { OutlineLevel = 2, Begun = new(2026, 9, 28), Done = new(2026, 9, 30) },
            new(3, "施工许可", 2.5m) { OutlineLevel = 2, Links = [(2, LinkType.FinishToStart, 0)] },
            new(4, "开工", 0) { Links = [(1, LinkType.FinishToStart, 1)], Deadline = new(2026, 10, 10) },
        ])
        { Holidays = [.. Enumerable.Range(1, 7).Select(day => new DateOnly(2026, 10, day))], MakeUpDays = [new(2026, 10, 10)] };

        var plan = ReadText(export.ToDocument().ToString());
        var dates = plan.Schedule();

        Assert.Equal(["09-28 08:00 – 10-10 12:00", "09-28 08:00 – 09-30 17:00", "10-08 08:00 – 10-10 12:00", "10-12 12:00 – 10-12 12:00"], dates.OrderBy(pair => pair.Key).Select(pair => Span(pair.Value)));
        Assert.Equal(-4 * 3600, dates[3].TotalSlack);
        Assert.Equal(plan.Tasks.Select(task => task.Written), plan.Tasks.Select(task => dates[task.Uid]));
    }

    [Fact]
    public void A_split_task_takes_its_interruption_besides_its_duration_and_moves_with_it()
    {
        static string Day(string from, string to, string value) => $"<TimephasedData><Type>1</Type><Start>2026-03-{from}</Start><Finish>2026-03-{to}</Finish><Value>{value}</Value></TimephasedData>";
        var days = Day("02T08:00:00", "03T08:00:00", "PT8H0M0S") + Day("03T08:00:00", "04T08:00:00", "PT0H0M0S") + Day("04T08:00:00", "05T08:00:00", "PT0H0M0S") + Day("05T08:00:00", "05T17:00:00", "PT8H0M0S");
        string Plan(string link) => "<Project xmlns='http://schemas.microsoft.com/project'><StartDate>2026-03-02T08:00:00</StartDate><Tasks>"
            + "<Task><UID>1</UID><OutlineLevel>1</OutlineLevel><Duration>PT8H0M0S</Duration></Task>"
            + $"<Task><UID>2</UID><OutlineLevel>1</OutlineLevel><Duration>PT16H0M0S</Duration>{link}</Task></Tasks>"
            + $"<Assignments><Assignment><TaskUID>2</TaskUID><ResourceUID>-65535</ResourceUID><WorkContour>8</WorkContour>{days}</Assignment></Assignments></Project>";

        Assert.Equal("03-02 08:00 – 03-05 17:00", Span(ReadText(Plan("")).Schedule()[2]));
        Assert.Equal("03-03 08:00 – 03-06 17:00", Span(ReadText(Plan("<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type></PredecessorLink>")).Schedule()[2]));
    }

    [Fact]
    public void A_task_whose_work_is_not_spread_evenly_goes_by_the_hours_of_its_only_resource_and_so_do_its_interruptions()
    {
        const string Nights = "<Calendars><Calendar><UID>1</UID><IsBaseCalendar>1</IsBaseCalendar></Calendar><Calendar><UID>2</UID><BaseCalendarUID>1</BaseCalendarUID><WeekDays>";
        static string Night(int day) => $"<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime><FromTime>00:00:00</FromTime><ToTime>08:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>";
        static string Part(string from, string to, int hours) => $"<TimephasedData><Type>1</Type><Start>2026-03-{from}T00:00:00</Start><Finish>2026-03-{to}T00:00:00</Finish><Value>PT{hours}H0M0S</Value></TimephasedData>";
        string Plan(int contour, string days) => "<Project xmlns='http://schemas.microsoft.com/project'><StartDate>2026-03-02T08:00:00</StartDate><CalendarUID>1</CalendarUID>" + Nights + string.Concat(Enumerable.Range(2, 5).Select(Night)) + "</WeekDays></Calendar></Calendars>"
            + "<Tasks><Task><UID>2</UID><OutlineLevel>1</OutlineLevel><Duration>PT16H0M0S</Duration></Task></Tasks><Resources><Resource><UID>7</UID><Type>1</Type><CalendarUID>2</CalendarUID></Resource></Resources>"
            + $"<Assignments><Assignment><TaskUID>2</TaskUID><ResourceUID>7</ResourceUID><Units>1</Units><Work>PT10H0M0S</Work><WorkContour>{contour}</WorkContour>{days}</Assignment></Assignments></Project>";

        Assert.Equal("03-03 00:00 – 03-04 08:00", Span(ReadText(Plan(2, "")).Schedule()[2]));
        Assert.Equal("03-03 00:00 – 03-05 08:00", Span(ReadText(Plan(8, Part("03", "04", 8) + Part("04", "05", 0) + Part("05", "06", 8))).Schedule()[2]));
    }

    [Fact]
    public void A_started_task_goes_on_where_it_stopped_with_the_interruptions_behind_and_before_it()
    {
        static string Part(int type, int day, int hours) => $"<TimephasedData><Type>{type}</Type><Start>2026-03-0{day}T08:00:00</Start><Finish>2026-03-0{day + 1}T08:00:00</Finish><Value>PT{hours}H0M0S</Value></TimephasedData>";
        static string Plan(string stop, string resume, int left, params string[] days) => "<Project xmlns='http://schemas.microsoft.com/project'><StartDate>2026-03-02T08:00:00</StartDate><Tasks><Task><UID>2</UID><OutlineLevel>1</OutlineLevel><Duration>PT24H0M0S</Duration>"
            + $"<ActualStart>2026-03-02T08:00:00</ActualStart><Stop>2026-03-{stop}</Stop><Resume>2026-03-{resume}</Resume><PercentComplete>30</PercentComplete><RemainingDuration>PT{left}H0M0S</RemainingDuration></Task></Tasks>"
            + $"<Assignments><Assignment><TaskUID>2</TaskUID><ResourceUID>-65535</ResourceUID><WorkContour>8</WorkContour>{string.Concat(days)}</Assignment></Assignments></Project>";

        // Of several people one is further than the others: what is left on average says nothing of the end.
        Assert.Equal("03-02 08:00 – 03-04 17:00", Span(ReadText(Plan("02T17:00:00", "02T17:00:00", 12)).Schedule()[2]));
        Assert.Equal("03-02 08:00 – 03-05 17:00", Span(ReadText(Plan("04T17:00:00", "04T17:00:00", 8, Part(2, 2, 8), Part(2, 3, 0), Part(2, 4, 8), Part(1, 5, 8))).Schedule()[2]));
        Assert.Equal("03-02 08:00 – 03-06 17:00", Span(ReadText(Plan("02T17:00:00", "04T08:00:00", 16, Part(2, 2, 8), Part(1, 3, 0), Part(1, 4, 8), Part(1, 5, 0), Part(1, 6, 8))).Schedule()[2]));
    }

    [Fact]
    public void A_task_of_several_people_is_interrupted_only_where_nobody_works_whatever_their_order_in_the_file()
    {
        static string Days(params string[] worked) => string.Concat(worked.Select((value, index) => $"<TimephasedData><Type>1</Type><Start>2026-03-0{index + 2}T08:00:00</Start><Finish>2026-03-0{index + 3}T08:00:00</Finish><Value>PT{value}H0M0S</Value></TimephasedData>"));
        static string Person(int uid, int contour, string days) => $"<Assignment><TaskUID>2</TaskUID><ResourceUID>{uid}</ResourceUID><WorkContour>{contour}</WorkContour>{days}</Assignment>";
        static string Plan(params string[] people) => "<Project xmlns='http://schemas.microsoft.com/project'><StartDate>2026-03-02T08:00:00</StartDate><Tasks><Task><UID>2</UID><OutlineLevel>1</OutlineLevel><Duration>PT16H0M0S</Duration></Task></Tasks>"
            + $"<Resources><Resource><UID>3</UID><Type>0</Type></Resource></Resources><Assignments>{string.Concat(people)}</Assignments></Project>";
        static int Gaps(params string[] people) => ReadText(Plan(people)).Tasks[0].Interruptions.Count;
        string split = Person(1, 8, Days("8", "0", "0", "8")), through = Person(2, 8, Days("8", "8", "8", "8")), half = Person(2, 8, Days("8", "8", "0", "8")), begins = Person(2, 8, Days("8"));

        Assert.Equal((0, 0, 0), (Gaps(split, through), Gaps(through, split), Gaps(split, Person(2, 0, ""))));
        Assert.Equal((1, 1), (Gaps(split, half), Gaps(half, split)));
        // Whoever has done his part, and material, hold nothing up.
        Assert.Equal((2, 2, 2), (Gaps(begins, split), Gaps(split, begins), Gaps(Person(3, 0, ""), split)));
        Assert.Equal(2, Gaps(split, split));
    }

    [Fact]
    public void Elements_nested_without_end_are_refused_before_anything_is_made_of_them()
    {
        const int Deep = 200_000;
        var nested = string.Concat(Enumerable.Repeat("<x>", Deep)) + string.Concat(Enumerable.Repeat("</x>", Deep));
        using var text = new StringReader($"<Project xmlns='http://schemas.microsoft.com/project'><StartDate>2026-03-02T08:00:00</StartDate><Tasks><Task><UID>1</UID>{nested}</Task></Tasks></Project>");
        using var reader = XmlReader.Create(text, MsProjectPlan.ReaderSettings);

        Assert.Contains("64 层以上", Assert.Throws<MsProjectException>(() => MsProjectPlan.CheckDepth(reader)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_Microsoft_Project_get_its_own_dates_and_slack()
    {
        var folder = SharedFolder.Find("data/scheduling/msproject");
        Assert.SkipWhen(folder is null, "The folder shared/data/scheduling is not beside the repository.");
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
        foreach (var file in expected.RootElement.EnumerateObject())
        {
            using var reader = XmlReader.Create(Path.Combine(folder, file.Name), MsProjectPlan.ReaderSettings);
            var plan = MsProjectPlan.Read(reader);
            Assert.Equal(
                (file.Value.GetProperty("calendars").GetInt32(), file.Value.GetProperty("resources").GetInt32(), file.Value.GetProperty("assignments").GetInt32(), file.Value.GetProperty("taskCount").GetInt32()),
                (plan.Calendars.Count, plan.ResourceCount, plan.AssignmentCount, plan.Tasks.Count));
            var dates = plan.Schedule();
            foreach (var task in file.Value.GetProperty("tasks").EnumerateArray().Where(task => task.GetProperty("isNull").GetString() != "1"))
            {
                var computed = dates[int.Parse(task.GetProperty("uid").GetString()!, CultureInfo.InvariantCulture)];
                Assert.Equal((file.Name, task.GetProperty("start").GetString(), task.GetProperty("finish").GetString()), (file.Name, $"{computed.Start:s}", $"{computed.Finish:s}"));
                // Microsoft Project had not yet counted four slacks of this file anew when it was saved: they end where the project ended before its last task came
                // (bench/results/planning.md).
                if (file.Name == "mspdiduration.xml" && task.GetProperty("uid").GetString() is "1" or "2" or "3" or "4") continue;
                Assert.Equal(
                    (file.Name, task.GetProperty("totalSlack").GetString(), task.GetProperty("critical").GetString()), (file.Name, $"{computed.TotalSlack / 6}", computed.IsCritical ? "1" : "0"));
            }
        }
    }
}
