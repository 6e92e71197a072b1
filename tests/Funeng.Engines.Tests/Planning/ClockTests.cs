using Funeng.Engines.Planning;
using static Funeng.Engines.Tests.Planning.Calendars;

namespace Funeng.Engines.Tests.Planning;

public sealed class ClockTests
{
    [Fact]
    public void The_last_day_belongs_to_the_limit_in_full()
    {
        var clock = new Clock(At("2026-02-13 10:00"), WorkSpan.WorkDays(2), []);

        var reading = clock.Read(Official, At("2026-02-24 23:59"));

        Assert.Equal(Day("2026-02-24"), reading.DueOn);
        Assert.False(reading.IsLate);
        Assert.True(clock.Read(Official, At("2026-02-25 00:00")).IsLate);
    }

    [Fact]
    public void Days_of_a_pause_do_not_count_and_the_day_it_began_on_does()
    {
        // Five days from Monday 2 March: due Monday 9. Stopped on Wednesday, taken up on Friday: two working days lost.
        var clock = new Clock(At("2026-03-02 10:00"), WorkSpan.WorkDays(5), [new(At("2026-03-04 15:00"), At("2026-03-06 09:00"))]);

        Assert.Equal(Day("2026-03-11"), clock.Read(Official, At("2026-03-06 10:00")).DueOn);
    }

    [Fact]
    public void While_it_stands_the_end_moves_with_every_working_day()
    {
        var clock = new Clock(At("2026-03-02 10:00"), WorkSpan.WorkDays(5), [new(At("2026-03-04 15:00"), null)]);

        Assert.Equal(Day("2026-03-09"), clock.Read(Official, At("2026-03-04 16:00")).DueOn);
        Assert.Equal(Day("2026-03-11"), clock.Read(Official, At("2026-03-06 16:00")).DueOn);
        Assert.Equal(Day("2026-03-11"), clock.Read(Official, At("2026-03-08 16:00")).DueOn);
        Assert.True(clock.Read(Official, At("2026-03-08 16:00")).IsPaused);
    }

    [Fact]
    public void A_limit_that_had_run_out_is_not_saved_by_a_pause()
    {
        var clock = new Clock(At("2026-03-02 10:00"), WorkSpan.WorkDays(1), [new(At("2026-03-04 09:00"), null)]);

        Assert.True(clock.Read(Official, At("2026-03-20 09:00")).IsLate);
        Assert.Equal(Day("2026-03-03"), clock.Read(Official, At("2026-03-20 09:00")).DueOn);
    }

    [Fact]
    public void Ordinary_days_that_end_on_a_day_off_end_on_the_next_working_day()
    {
        var clock = new Clock(At("2026-02-10 10:00"), new WorkSpan(7, SpanUnit.Days), []);

        Assert.Equal(Day("2026-02-24"), clock.Read(Official, At("2026-02-11 10:00")).DueOn);
    }

    [Fact]
    public void Two_working_hours_run_over_noon_and_stand_still_in_a_pause()
    {
        var clock = new Clock(At("2026-03-02 11:00"), new WorkSpan(2, SpanUnit.WorkHours), [new(At("2026-03-02 14:00"), At("2026-03-03 09:00"))]);

        // One hour before noon, half an hour after, the rest on the next morning.
        Assert.Equal(At("2026-03-03 09:30"), clock.Read(Official, At("2026-03-03 09:10")).DueAt);
        Assert.False(clock.Read(Official, At("2026-03-03 09:30")).IsLate);
        Assert.True(clock.Read(Official, At("2026-03-03 09:31")).IsLate);
    }

    [Fact]
    public void However_days_are_paused_exactly_the_limit_of_worked_days_counts()
    {
        var random = new Random(20260302);
        for (var round = 0; round < 400; round++)
        {
            var start = Day("2026-01-05").AddDays(random.Next(60));
            var pauses = new List<ClockPause>();
            var from = start.AddDays(random.Next(1, 6));
            for (var index = random.Next(3); index > 0; index--)
            {
                var to = from.AddDays(random.Next(0, 12));
                pauses.Add(new(from.ToDateTime(new TimeOnly(10, 0)), to.ToDateTime(new TimeOnly(9, 0))));
                from = to.AddDays(random.Next(1, 5));
            }

            var limit = random.Next(1, 20);
            var due = new Clock(start.ToDateTime(new TimeOnly(9, 0)), WorkSpan.WorkDays(limit), pauses).Read(Official, At("2026-12-31 10:00")).DueOn;

            var (walked, left) = (start, limit);
            while (left > 0)
            {
                walked = walked.AddDays(1);
                if (Official.IsWorkday(walked) && !pauses.Exists(pause => walked > DateOnly.FromDateTime(pause.From) && walked <= DateOnly.FromDateTime(pause.To!.Value))) left--;
            }

            Assert.Equal(walked, due);
        }
    }

    [Fact]
    public void A_limit_that_reaches_into_an_unpublished_year_is_provisional()
    {
        Assert.True(new Clock(At("2026-12-20 10:00"), WorkSpan.WorkDays(15), []).Read(Official, At("2026-12-21 10:00")).IsProvisional);
        Assert.False(new Clock(At("2026-11-20 10:00"), WorkSpan.WorkDays(15), []).Read(Official, At("2026-12-21 10:00")).IsProvisional);
    }
}
