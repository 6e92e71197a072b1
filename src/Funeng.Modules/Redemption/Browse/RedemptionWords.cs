using Funeng.Engines.Benefits;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;

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

    public static string Text(this QueueOrder order) => order switch { QueueOrder.FirstCome => "先到先得", QueueOrder.Score => "按得分", _ => "按比例" };

    /// <summary>Yuan with 分 where there are any, for lines that must add up: 17,885.00.</summary>
    public static string Yuan(decimal yuan) => Fmt.Number(yuan, 2);
}
