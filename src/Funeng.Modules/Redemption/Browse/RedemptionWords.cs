using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;

namespace Funeng.Modules.Redemption.Browse;

/// <summary>The shapes of states, the same on every page.</summary>
internal static class RedemptionWords
{
    public static Signal Signal(this AwardState state) => state switch
    {
        AwardState.Paid => Foundation.Ui.Signal.Done,
        AwardState.Objected => Foundation.Ui.Signal.Warning,
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

    /// <summary>Yuan with 分 where there are any, for lines that must add up: 17,885.00.</summary>
    public static string Yuan(decimal yuan) => Fmt.Number(yuan, 2);
}
