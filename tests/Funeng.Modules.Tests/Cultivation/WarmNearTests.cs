using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Cultivation.Near;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Cultivation;

public sealed class WarmNearTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Near_lists_are_weighed_after_the_start_after_filings_and_on_a_new_day_and_otherwise_left_alone()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        using var warm = ActivatorUtilities.CreateInstance<WarmNear>(city.Services);

        Assert.Equal([true, true, false], await RunAsync(3));
        await FileAsync(city);
        Assert.Equal([true, true, false, false], await RunAsync(4));
        city.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([true, true, false], await RunAsync(3));

        async Task<List<bool>> RunAsync(int times)
        {
            var anew = new List<bool>();
            for (var turn = 0; turn < times; turn++) anew.Add(await warm.RunAsync(Cancellation));
            return anew;
        }
    }

    private static async Task FileAsync(TestInstallation city)
    {
        await using var unit = city.As();
        var subject = await unit.Get<SubjectDirectory>().EnsureAsync(new NewSubject(Subject.Enterprise, "A", "甲公司", "370303001"), Cancellation);
        await unit.Get<FactStore>().RecordAsync(new NewFiling(subject.Id, Period.State, "enterprise", [new("foundedOn", FeelValue.From(new DateOnly(2015, 1, 1)))]), Cancellation);
        await unit.Get<FactStore>().PublishAsync(Cancellation);
    }
}
