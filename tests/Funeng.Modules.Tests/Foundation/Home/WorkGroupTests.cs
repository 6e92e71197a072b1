using Funeng.Modules.Foundation.Home;

namespace Funeng.Modules.Tests.Foundation.Home;

/// <summary>A workbench is read in three minutes: what is alike stands in one line, and what is not listed is counted all the same.</summary>
public sealed class WorkGroupTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    [Fact]
    public void A_short_workbench_is_shown_as_it_is() =>
        Assert.All(WorkGroup.Of([.. Enumerable.Range(0, 8).Select(number => Item("年审", number))], Today), group => Assert.False(group.IsFolded));

    [Fact]
    public void Many_of_a_kind_are_one_line_where_the_most_urgent_of_them_stood()
    {
        WorkItem[] work = [Item("督办", -9), Item("年审", -5), Item("评价", -2), Item("年审", -1), Item("年审", 3), Item("年审", 4), Item("评价", 5), Item("评价", 6), Item("交办", 7)];

        var groups = WorkGroup.Of(work, Today);

        Assert.Equal(["督办", "年审", "评价", "评价", "评价", "交办"], groups.Select(group => group.Kind));
        var folded = Assert.Single(groups, group => group.IsFolded);
        Assert.Equal(("4 项，2 项超期", "最久：年审 -5"), (folded.Title, folded.Text));
        Assert.Equal(work.Length, groups.Sum(group => group.Items.Count));
    }

    [Fact]
    public void What_is_not_listed_counts_as_many_as_it_stands_for()
    {
        var rest = Item("任务", -3) with { Rest = (84, 60) };
        var bench = new Workbench(new DateTimeOffset(Today, default, default), [Item("年审", -5), Item("年审", 2) with { Amount = 7 }, rest], [], []);

        Assert.Equal((86, 61), (bench.Open, bench.Overdue));
    }

    private static WorkItem Item(string kind, int days) => new(kind, $"{kind} {days}", "", "/", Today.AddDays(days));
}
