using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Browse;
using Funeng.Modules.Redemption.Payees;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption;

/// <summary>What redemption waits for, on the workbench of whoever it waits for.</summary>
internal sealed class RedemptionHome(RedemptionSight sight, ReadRedemption read, Payments.ReadPayments payments, Budgets.KeepBudgets budgets, ConfirmPayee confirmPayee, Items.NameItem names) : IHomeContributor
{
    public async Task<HomeContribution> ContributeAsync(CurrentUser user, DateOnly today, CancellationToken cancellation)
    {
        if (user.Has(Permission.ReceiveRedemption))
        {
            return await confirmPayee.ReadAsync(cancellation) is { ToConfirm: { Count: > 0 } waiting }
                ? new HomeContribution([new WorkItem("确认收款", $"{waiting.Count} 条兑付共 {Fmt.Money(waiting.Sum(award => award.Amount))}，确认账户就付款", string.Join("、", waiting.Select(award => award.Title).Distinct()), "/redemption/mine", Amount: waiting.Count)], [], [])
                : HomeContribution.None;
        }

        if (!user.Has(Permission.ViewRedemption)) return HomeContribution.None;
        return new HomeContribution(
            [
                .. (await read.WaitingAsync(cancellation)).Select(item => new WorkItem("政策兑付", item.Text, "名单与公示", item.Href, item.Due)),
                .. (await payments.WaitingAsync(cancellation)).Select(item => new WorkItem("政策兑付", item.Text, "支付", item.Href)),
                .. (await names.AskedAsync(cancellation)).Select(award => new WorkItem("政策兑付", $"更正名目：{award.Name}，{award.Title}", $"{award.Change!.Who}提出，等您决定", $"/redemption/awards/{award.Id}")),
                .. (user.Has(Permission.PayRedemption) || user.Role == Role.Leader) && await budgets.UnfundedAsync(cancellation) is { Count: > 0 } unfunded ? [Unfunded(unfunded, user.Has(Permission.PayRedemption))] : Array.Empty<WorkItem>(),
            ],
            [await PaidAsync(today.Year, cancellation)],
            []);
    }

    private async Task<KeyFigure> PaidAsync(int year, CancellationToken cancellation)
    {
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var fen = await sight.Awards().Where(award => award.State == AwardState.Paid && award.PaidOn >= first && award.PaidOn <= last).SumAsync(award => award.AmountFen, cancellation);
        return new KeyFigure("本年已付惠企资金", Fmt.Wan(fen / 100m), "万元", "/redemption");
    }

    // Who pays sets it; the leader of the city sees to it that it is set.
    private static WorkItem Unfunded(IReadOnlyList<Budgets.Unfunded> some, bool pays) => new(
        "政策兑付", some.Count == 1 ? $"{(pays ? "设定额度" : "财政还没有设额度")}：{some[0].Policy.Title}（{some[0].Year} 年）" : pays ? $"设定 {some.Count} 项政策的额度" : $"财政还没有设额度的政策 {some.Count} 项", $"{some.Sum(one => one.Waiting)} 条等着，没有额度不能批准", "/redemption/budgets", Amount: some.Count) { Unit = "项" };
}
