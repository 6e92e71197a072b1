using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>The words for states of applications, the same on every page.</summary>
internal static class ApplicationWords
{
    public static Signal Signal(this ApplicationState state) => state switch
    {
        ApplicationState.Returned => Foundation.Ui.Signal.Warning,
        ApplicationState.InReview => Foundation.Ui.Signal.Good,
        ApplicationState.Approved => Foundation.Ui.Signal.Done,
        ApplicationState.Refused => Foundation.Ui.Signal.Bad,
        _ => Foundation.Ui.Signal.Idle,
    };
}
