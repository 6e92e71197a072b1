using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tasks.Supervise;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Tasks;

public sealed class SuperviseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task A_body_signs_and_replies_the_office_returns_and_accepts_and_an_appeal_takes_points_back(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        var order = await IssueAsync(city, bureau);

        Assert.IsType<OrderResult.Taken>(await StepAsync(city.AsClerk(bureau), order, OrderStepKind.Received, "", 0));
        Assert.IsType<OrderResult.Taken>(await StepAsync(city.AsClerk(bureau), order, OrderStepKind.Replied, "下周办完", 1));
        Assert.IsType<OrderResult.Taken>(await StepAsync(Office(city), order, OrderStepKind.Returned, "没有说明原因", 2));
        Assert.IsType<OrderResult.ChangedMeanwhile>(await StepAsync(city.AsClerk(bureau), order, OrderStepKind.Replied, "补充原因", 2));
        Assert.IsType<OrderResult.Taken>(await StepAsync(city.AsClerk(bureau), order, OrderStepKind.Replied, "补充原因", 3));
        Assert.IsType<OrderResult.Taken>(await StepAsync(Office(city), order, OrderStepKind.Closed, "同意", 4));

        var points = await PointsAsync(city, order);
        Assert.Equal([1, 1], points.Select(row => row.Points));
        await using (var unit = city.AsClerk(bureau))
        {
            Assert.IsType<OrderResult.Taken>(await unit.Get<TakeOrderStep>().AppealAsync(order, points[1].Id, "材料已随文报送", Cancellation));
        }

        await using (var unit = Office(city))
        {
            Assert.IsType<OrderResult.Taken>(await unit.Get<TakeOrderStep>().AnswerAppealAsync(order, points[1].Id, isGranted: true, "属实", Cancellation));
            var list = await unit.Get<BrowseOrders>().RunAsync(OrderTab.Scores, 1, Cancellation);
            Assert.Equal((1, 1, 1), (list.Scores.Single().Points, list.Scores.Single().Closed, list.Scores.Single().Place));
        }
    }

    [Theory, OnBothDatabases]
    public async Task Who_is_not_supervised_neither_sees_an_order_nor_answers_it_and_the_body_cannot_close_its_own(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (bureau, stranger) = (await city.MakeBodyAsync("工信局"), await city.MakeBodyAsync("文旅局"));
        var order = await IssueAsync(city, bureau);

        Assert.IsType<OrderResult.NotFound>(await StepAsync(city.AsClerk(stranger), order, OrderStepKind.Replied, "代答", 0));
        Assert.IsType<OrderResult.NotAllowed>(await StepAsync(city.AsClerk(bureau), order, OrderStepKind.Closed, "自己办结", 0));
        Assert.IsType<OrderResult.NotAllowed>(await StepAsync(Office(city), order, OrderStepKind.Replied, "代答", 0));
        Assert.IsType<OrderResult.NotFound>(await StepAsync(city.As(Role.SupervisionOffice, Scope.OfRegions("370305"), 78), order, OrderStepKind.Withdrawn, "别处的", 0));
    }

    [Theory, OnBothDatabases]
    public async Task A_circular_counts_the_orders_of_its_period_and_stays_as_it_went_out(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await city.MakeBodyAsync("工信局");
        await IssueAsync(city, bureau);
        var second = await IssueAsync(city, bureau);
        await StepAsync(city.AsClerk(bureau), second, OrderStepKind.Replied, "已办完", 0);
        city.Time.Advance(TimeSpan.FromDays(7));

        long circular;
        await using (var unit = Office(city))
        {
            circular = (await unit.Get<WriteCircular>().RunAsync("2026-03-01", "2026-03-09", Cancellation)).Circular!.Value;
        }

        await StepAsync(Office(city), second, OrderStepKind.Closed, "同意", 2);
        await using var after = Office(city);
        var kept = await after.Get<WriteCircular>().FindAsync(circular, Cancellation);
        Assert.Equal("督查通报〔2026〕1号", kept!.Number);
        Assert.Contains("共下达督办单 2 件，已办结 0 件，已回复待确认 1 件，超期未回复 1 件。数据截至 2026-03-09。", kept.Body, StringComparison.Ordinal);
        Assert.Contains("工信局：2 件，办结 0 件，超期 1 件，扣 2 分。", kept.Body, StringComparison.Ordinal);
    }

    private static AsyncServiceScope Office(TestInstallation city) => city.As(Role.SupervisionOffice, Scope.All, 77, "郑刚");

    private static async Task<long> IssueAsync(TestInstallation city, MadeBody body)
    {
        await using var unit = Office(city);
        var order = await unit.Get<IssueOrders>().IssueAsync("用地手续", "请说明进度", body.Id, null, null, null, OrderLevel.Order, null, Cancellation);
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        return order.Id;
    }

    private static async Task<OrderResult> StepAsync(AsyncServiceScope unit, long order, OrderStepKind step, string text, int version)
    {
        await using (unit)
        {
            return await unit.Get<TakeOrderStep>().RunAsync(order, step, text, version, Cancellation);
        }
    }

    private static async Task<List<SupervisionPoints>> PointsAsync(TestInstallation city, long order)
    {
        await using var unit = city.As();
        return await unit.Get<FunengDb>().Set<SupervisionPoints>().Where(row => row.Supervision == order).OrderBy(row => row.Id).ToListAsync(Cancellation);
    }
}
