using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Lists;

/// <summary>Which lists gained and lost members within a week, the greatest changes first.</summary>
internal sealed class ListNews(ListMembers members, ListBook book, SubjectKinds kinds) : IHomeContributor
{
    private const int Days = 7, Most = 4;

    public async Task<HomeContribution> ContributeAsync(CurrentUser user, DateOnly today, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewLists) || user.Role == Role.Enterprise)
        {
            return HomeContribution.None;
        }

        var counts = await members.CountAsync(today.AddDays(-Days), cancellation, withPending: false);
        // A list whose members all came this week was only just drawn up: that is no change of the city's.
        var changed = book.On(today).Select(read => read.List).Where(list => counts.TryGetValue(list.Id, out var found) && found.Entered + found.Left > 0 && (found.Left > 0 || found.Entered < found.Members))
            .OrderByDescending(list => counts[list.Id].Entered + counts[list.Id].Left).Take(Most);
        return new HomeContribution([], [], [.. changed.Select(list => new TimeLineEntry(
            Fmt.Date(today), list.Title, Change(counts[list.Id].Entered, counts[list.Id].Left, kinds.Get(list.Subject).Counter), $"/lists/{list.Id}"))]);
    }

    private static string Change(long entered, long left, string counter) => $"近 {Days} 天进入 {Fmt.Number(entered)} {counter}，退出 {Fmt.Number(left)} {counter}";
}
