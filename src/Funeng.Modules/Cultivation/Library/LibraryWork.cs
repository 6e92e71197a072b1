using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Cultivation.Library;

/// <summary>What the libraries ask of the people on the workbench: confirm, review, end warnings, and look at who should enter or leave.</summary>
internal sealed class LibraryWork(FunengDatabase database, LibraryCatalogue libraries, LibrarySight sight, BrowseLibraries browse) : IHomeContributor
{
    private const int DaysAhead = 30;

    public async Task<HomeContribution> ContributeAsync(CurrentUser user, DateOnly today, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewLibraries) || user.Role is Role.Enterprise)
            return HomeContribution.None;

        if (!sight.SeesEnterprises)
            return new HomeContribution(await AskedAsync(user, cancellation), [], []);

        // Who answers for those who do the work is told of what is late; others have nothing to do there.
        List<WorkItem> work = user.Has(Permission.ManageLibraries) ? await WorkAsync(user, today, cancellation)
            : user.Has(Permission.OverseeTasks) ? [.. (await WorkAsync(user, today, cancellation)).Where(item => item.Due < today)]
            : [];
        var tiers = (await browse.RunAsync(null, null, cancellation)).Ladders.SelectMany(ladder => ladder.Tiers).ToList();
        return new HomeContribution(work,
        [
            new KeyFigure("培育库在库", Fmt.Number(tiers.Sum(tier => tier.Members)), "户次", "/libraries"),
            new KeyFigure("应入未入", Fmt.Number(ListCount.Sum(tiers.Select(tier => tier.ShouldEnter))), "户次", "/libraries") { Signal = Signal.Warning, SignalText = "待提名" },
            new KeyFigure("应出未出", Fmt.Number(ListCount.Sum(tiers.Select(tier => tier.ShouldLeave))), "户次", "/libraries"),
        ], []);
    }

    private async Task<List<WorkItem>> WorkAsync(CurrentUser user, DateOnly today, CancellationToken cancellation)
    {
        var work = new List<WorkItem>();
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        var scope = user.Scope.Sql(command, "s.region", "s.zone", "s.id");
        command.AddParameter("soon", today.AddDays(DaysAhead));
        command.CommandText =
            $"""
            select r.library, case when r.state = 'Warned' then 'warned' when r.state = 'Nominated' then 'nominated' else 'review' end,
                   count(*), min(case when r.state = 'Warned' then r.warned_until when r.state = 'Nominated' then r.opened_on else r.review_due end)
            from library_record r join subject s on s.id = r.subject
            where r.closed_on is null and {scope} and (r.state = 'Nominated' or (r.state = 'Warned' and r.warned_until <= @soon)
              or (r.state in ('Member', 'UnderReview') and r.review_due <= @soon))
            group by 1, 2
            """;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var library = libraries.Find(reader.GetString(0));
            if (library is null) continue;
            work.Add(Item(library, reader.GetString(1), reader.GetInt64(2), reader.GetFieldValue<DateOnly>(3)));
        }

        return work;
    }

    /// <summary>Records that wait for the opinion of this outside account.</summary>
    private async Task<List<WorkItem>> AskedAsync(CurrentUser user, CancellationToken cancellation)
    {
        var work = new List<WorkItem>();
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            select r.library, s.code, s.name, x.asked_on from library_record r join subject s on s.id = r.subject join library_reader x on x.record = r.id
            where r.state = 'Nominated' and x.account = @account
              and not exists (select 1 from library_step t where t.record = r.id and t.step = 'GiveOpinion' and t.actor = @me)
            order by x.asked_on
            """;
        command.AddParameter("account", user.Id ?? 0);
        command.AddParameter("me", user.Id?.ToString(CultureInfo.InvariantCulture) ?? "");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (libraries.Find(reader.GetString(0)) is { } library)
                work.Add(new WorkItem("入库评审", $"{reader.GetString(2)}：{library.Title}", "培育库", $"/libraries/{library.Id}/{reader.GetString(1)}", reader.GetFieldValue<DateOnly>(3).AddDays(DaysAhead)));
        }

        return work;
    }

    private static WorkItem Item(LibraryDefinition library, string kind, long count, DateOnly first) => kind switch
    {
        "warned" => new WorkItem("预警期满", $"{library.Title}：{count} 家预警即将期满", "培育库", $"/libraries/{library.Id}", first, count),
        "nominated" => new WorkItem("入库评审", $"{library.Title}：{count} 家等待评审确认", "培育库", $"/libraries/{library.Id}?tab=nominations", first.AddDays(DaysAhead), count),
        _ => new WorkItem("年审", $"{library.Title}：{count} 家年审到期", "培育库", $"/libraries/{library.Id}", first, count),
    };
}
