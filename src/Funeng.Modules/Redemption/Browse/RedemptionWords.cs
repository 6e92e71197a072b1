using Funeng.Engines.Benefits;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Budgets;

namespace Funeng.Modules.Redemption.Browse;

/// <summary>The shapes of states, the same on every page.</summary>
internal static class RedemptionWords
{
    public static Signal Signal(this AwardState state) => state switch
    {
        AwardState.Paid => Foundation.Ui.Signal.Done,
        AwardState.Objected or AwardState.Queued => Foundation.Ui.Signal.Warning,
        AwardState.Refused or AwardState.ClawedBack => Foundation.Ui.Signal.Bad,
        AwardState.Proposed => Foundation.Ui.Signal.Idle,
        _ => Foundation.Ui.Signal.Good,
    };

    public static Signal Signal(this BatchState state) => state switch
    {
        BatchState.Draft => Foundation.Ui.Signal.Idle,
        BatchState.Paid => Foundation.Ui.Signal.Done,
        BatchState.Cancelled => Foundation.Ui.Signal.Bad,
        _ => Foundation.Ui.Signal.Good,
    };

    public static Signal Signal(this Claim claim, DateOnly today) => claim.State switch
    {
        ClaimState.Paid => Foundation.Ui.Signal.Done,
        ClaimState.WrittenOff => Foundation.Ui.Signal.Idle,
        _ => claim.DueOn < today ? Foundation.Ui.Signal.Bad : Foundation.Ui.Signal.Warning,
    };

    public static string Word(this Claim claim, DateOnly today) => claim.State == ClaimState.Open && claim.DueOn < today ? "逾期未缴" : claim.State.DisplayName();

    /// <summary>What a batch lacks of money, in a few words; empty where it lacks none, or where nobody knows yet.</summary>
    public static string Words(this Shortage shortage) => shortage switch
    {
        { Queued: > 0, LackingFen: > 0 } => $"已批准 {shortage.Granted} 家，排队 {shortage.Queued} 家（缺 {Fmt.Money(shortage.LackingFen / 100m)}）",
        { Queued: > 0 } => $"已批准 {shortage.Granted} 家，排队 {shortage.Queued} 家，资金已到可以续批",
        { Without: { } year } => $"没有设 {year} 年的资金盘子，批不了",
        _ => "",
    };

    public static string Text(this QueueOrder order) => order switch { QueueOrder.FirstCome => "先到先得", QueueOrder.Score => "按得分", _ => "按比例" };

    /// <summary>How long the money of a budget lasts; of a year that is over nothing is forecast.</summary>
    public static string Text(this BudgetRow row, DateOnly today) => row.RunOut switch
    {
        _ when row.Budget.TotalFen == 0 => "额度为 0",
        _ when row.Budget.LeftFen == 0 => "已用完",
        _ when row.Budget.Year < today.Year => row.RunOut.Days == 0 ? "年度已结束，没有动用" : "年度已结束，没有用完",
        { Days: 0 } => "还没有动用",
        { IsUnknown: true } => "动用还不到两周，看不出快慢",
        { RunsOutOn: { } on, Early: { } early } when early < on => $"照现在的快慢约 {Fmt.Date(on)} 用完，最快 {Fmt.Date(early)}",
        { RunsOutOn: { } on } => $"照现在的快慢约 {Fmt.Date(on)} 用完",
        { Early: { } early } => $"照现在的快慢够用到年底，最快 {Fmt.Date(early)} 用完",
        _ => "照现在的快慢够用到年底",
    };

    /// <summary>Yuan with 分 where there are any, for lines that must add up: 17,885.00.</summary>
    public static string Yuan(decimal yuan) => Fmt.Number(yuan, 2);
}
