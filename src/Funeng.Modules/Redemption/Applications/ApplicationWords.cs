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

    public static string Size(long bytes) => bytes >= 1 << 20 ? $"{bytes / 1048576.0:0.0} MB" : $"{Math.Max(1, bytes >> 10)} KB";
}
