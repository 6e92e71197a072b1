using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Nightly;
using Funeng.Modules.Policies.Tell;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Policies;

/// <summary>Every night all open benefits are decided for all enterprises, once.</summary>
public sealed class NightTests
{
    [Theory, OnBothDatabases]
    public async Task A_night_counts_what_the_lists_say_once_a_day_and_says_what_is_new(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        foreach (var code in new[] { "A", "B" }) await MatchEnterpriseTests.AccountAsync(city, 81 + code[0], await city.ExporterAsync(code));
        await city.FirmAsync("D", "370303001", ("exportValue", 5_000_000), ("notOnDishonestyList", true));
        await using (var officer = city.As(Role.BureauOfficer)) Assert.Equal(2, await officer.Get<TellEnterprises>().RunAsync(Booth, Cancellation));
        var nightly = city.Service<MatchNightly>();

        var first = (await nightly.RunOnceADayAsync(Cancellation))!;
        Assert.Null(await nightly.RunOnceADayAsync(Cancellation));

        Assert.Equal((city.Service<PolicyBook>().Open(first.Day).Count(), 3, 0), (first.Benefits, first.Enterprises, first.More));
        var booth = await NightAsync(city, first.Day);
        Assert.Equal((2, 1, 0, 1_000_000L), (booth.Entitled, booth.Undecided, booth.Untold, booth.CostFen));
        await using (var unit = city.As())
        {
            foreach (var night in await unit.Get<FunengDb>().Set<PolicyNight>().AsNoTracking().ToListAsync(Cancellation))
            {
                var list = (await unit.Get<TellEnterprises>().ReadAsync(night.Benefit, Cancellation))!.List;
                Assert.Equal((list.Met.Count, list.Unknown, (long)(list.Cost * 100)), (night.Entitled, night.Undecided, night.CostFen));
            }
        }

        // One more is entitled the day after: it is new, and nobody has told it.
        await city.ExporterAsync("C");
        await using (var unit = city.As())
        {
            unit.Get<FunengDb>().Add(new NoticeTarget { Id = 7, Name = "政策群", Format = ChatFormat.WeCom, Address = "https://chat.example.cn/hook", Topics = "Policies", IsActive = true, CreatedAt = city.Time.Now });
            await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        }

        city.Time.Now = city.Time.Now.AddDays(1);
        var second = (await nightly.RunOnceADayAsync(Cancellation))!;
        Assert.Null(await nightly.RunOnceADayAsync(Cancellation));
        Assert.Equal((3, 1), await NightAsync(city, second.Day) is var then ? (then.Entitled, then.Untold) : default);
        await using var reader = city.As();
        var shown = (await reader.Get<ReadNights>().LatestAsync(Cancellation))!;
        Assert.Equal((second.Day, first.Day, 1), (shown.Day, shown.Before!.Value, shown.Rows.Single(row => row.Now.Benefit == Booth).More));
        Assert.Equal(second.More, shown.Rows.Sum(row => row.More));
        Assert.Equal(1, await reader.Get<FunengDb>().Set<OutgoingNotice>().CountAsync(notice => notice.Title.StartsWith("昨夜匹配"), Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task Two_who_match_at_one_moment_keep_one_night(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.ExporterAsync("A");

        var nights = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => city.Service<MatchNightly>().RunOnceADayAsync(Cancellation))));

        Assert.Single(nights.OfType<MatchedNight>());
        Assert.Equal(city.Service<PolicyBook>().Open(nights.OfType<MatchedNight>().Single().Day).Count(), await city.CountAsync("select count(*) from policy_night"));
    }

    private static async Task<PolicyNight> NightAsync(TestInstallation city, DateOnly day)
    {
        await using var unit = city.As();
        return await unit.Get<FunengDb>().Set<PolicyNight>().AsNoTracking().SingleAsync(night => night.Day == day && night.Benefit == Booth, Cancellation);
    }
}
