using Funeng.Engines.Criteria;
using Funeng.Host.Demo;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Aftercare;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Items;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>The demo city shows what comes after a payment on whatever day it is loaded.</summary>
public sealed class DemoAftercareTests
{
    [Fact]
    public void The_check_of_last_year_is_of_this_year_and_never_of_a_day_to_come()
    {
        for (var today = new DateOnly(2026, 1, 1); today.Year < 2029; today = today.AddDays(1))
        {
            var at = DemoProjects.CheckedAt(today).ToOffset(TimeSpan.FromHours(8));
            Assert.True(at.Year == today.Year && at <= new DateTimeOffset(today.ToDateTime(new TimeOnly(0, 1)), TimeSpan.FromHours(8)).AddDays(today.DayOfYear > 30 ? 1 : 0), $"{today:O}: {at:O}");
        }
    }

    [Theory]
    [InlineData(2027, 1, 1)]
    [InlineData(2027, 1, 30)]
    [InlineData(2028, 2, 29)]
    [InlineData(2026, 12, 31)]
    public async Task A_claim_of_an_enterprise_and_one_of_a_project_stand_there(int year, int month, int day)
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite, more: services =>
            services.AddSingleton((Installation)services.Last(one => one.ServiceType == typeof(Installation)).ImplementationInstance! is var plain ? plain with { City = CityContent.Demo } : plain));
        city.Time.Now = new DateTimeOffset(year, month, day, 8, 30, 0, TimeSpan.FromHours(8));

        await DemoCity.LoadAsync(city.Services, 60, DemoCity.Seed, TestContext.Current.CancellationToken);

        await using var head = city.As(Role.Administrator);
        var claimed = await head.Get<FunengDb>().Set<Claim>().Join(head.Get<FunengDb>().Set<Award>(), claim => claim.Award, award => award.Id, (_, award) => award.Benefit).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["zb-above-scale-award/first", "zb-equipment-reward/reward"], claimed.Order(StringComparer.Ordinal));
        var project = Assert.Single((await head.Get<ReadCommitments>().RunAsync(null, TestContext.Current.CancellationToken)).SelectMany(one => one.Commitments), one => one.Rule.IsOfProject && one.OwedFen > 0);
        Assert.Equal("trailingOutput", project.Rule.Fact);
        // Of the change of an item both sides are on file.
        var renamed = await head.Get<FunengDb>().Set<Award>().AsNoTracking().SingleAsync(award => award.ItemChange != null, TestContext.Current.CancellationToken);
        var both = (await head.Get<CompareItems>().RunAsync(renamed, TestContext.Current.CancellationToken))!;
        Assert.Equal((Outcome.NotMet, Outcome.Met, renamed.Amount), (both.Now.Standing.Outcome, both.Then.Standing.Outcome, both.Then.Standing.Sure));
    }
}
