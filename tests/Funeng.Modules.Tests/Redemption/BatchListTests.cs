using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Browse;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>However many batches there were, what is left to do is found first and the sums are of all.</summary>
public sealed class BatchListTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task Open_batches_come_first_and_every_batch_is_on_some_page_and_in_the_sums(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        const int paid = ReadRedemption.Size + 3;
        await using (var unit = city.As(Role.BureauOfficer))
        {
            var db = unit.Get<FunengDb>();
            for (var number = 1; number <= paid + 1; number++) db.Add(Batch(number, number == 1 ? BatchState.Draft : BatchState.Paid));
            await db.SaveChangesAsync(Cancellation);
        }

        await using var officer = city.As(Role.BureauOfficer);
        var read = officer.Get<ReadRedemption>();
        var first = await read.BatchesAsync(1, Cancellation);
        var second = await read.BatchesAsync(2, Cancellation);

        Assert.Equal((paid + 1, 1, 0m, 0m), await read.TotalsAsync(Cancellation));
        Assert.Equal(("DF-2026-0001", "DF-2026-0024"), (first[0].Batch.Number, first[1].Batch.Number));
        Assert.Equal(paid + 1, first.Concat(second).Select(row => row.Batch.Id).Distinct().Count());
    }

    private static RedemptionBatch Batch(int number, BatchState state) => new()
    {
        Id = 1000 + number, Number = $"DF-2026-{number:0000}", Policy = Awarding.Fund, Title = "展会补贴", Period = "2026", Origin = AwardOrigin.NoApplication, Region = "370300",
        DecidedOn = new DateOnly(2026, 1, 1), State = state, MadeByName = "测试", MadeAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };
}
