using Funeng.Engines.Planning;
using static Funeng.Engines.Tests.Planning.Calendars;

namespace Funeng.Engines.Tests.Planning;

public sealed class LadderTests
{
    private static readonly LadderRung[] Rungs =
    [
        new("before3", RungAnchor.Due, -3, RungAct.Remind),
        new("before1", RungAnchor.Due, -1, RungAct.Remind),
        new("yellow", RungAnchor.Due, 1, RungAct.Yellow),
        new("red", RungAnchor.Due, 4, RungAct.Red),
        new("leader", RungAnchor.Due, 6, RungAct.Escalate),
        new("silent", RungAnchor.Silence, 10, RungAct.Supervise),
    ];

    [Theory]
    [InlineData("2026-02-12", "")]
    [InlineData("2026-02-13", "before3")]
    [InlineData("2026-02-18", "before3")]
    [InlineData("2026-02-24", "before1")]
    [InlineData("2026-02-25", "before1")]
    [InlineData("2026-02-26", "before1,yellow")]
    [InlineData("2026-03-03", "before1,yellow,red")]
    public void Rungs_are_reached_on_working_days(string today, string expected) => Assert.Equal(expected, Reached(today, "2026-02-25", "2026-02-13"));

    [Fact]
    public void What_was_taken_is_not_taken_again() => Assert.Equal("red", Reached("2026-03-03", "2026-02-25", "2026-02-13", "before3", "before1", "yellow"));

    [Fact]
    public void A_reminder_stands_for_those_that_were_missed_before_it() => Assert.Equal("", Reached("2026-02-25", "2026-02-25", "2026-02-25", "before1"));

    [Fact]
    public void Silence_is_noticed_where_nothing_is_due() => Assert.Equal("silent", Reached("2026-03-30", null, "2026-03-16"));

    [Fact]
    public void Three_yellow_cards_within_the_window_make_a_red_one()
    {
        DateOnly[] cards = [Day("2026-01-05"), Day("2026-02-10"), Day("2026-03-09")];

        Assert.True(Ladder.YellowsMakeRed(cards, Day("2026-03-09"), 3, 90));
        Assert.False(Ladder.YellowsMakeRed(cards, Day("2026-03-09"), 3, 60));
        Assert.False(Ladder.YellowsMakeRed(cards, Day("2026-02-28"), 3, 90));
    }

    private static string Reached(string today, string? due, string reported, params string[] taken) => string.Join(',', Ladder.Reached(
        Rungs, due is null ? null : Day(due), Day(reported), Day(today), taken.ToHashSet(), Official).Select(rung => rung.Id));
}
