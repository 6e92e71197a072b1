using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Cultivation;

/// <summary>The shape a library state is shown by.</summary>
internal static class StateSignal
{
    public static Signal Of(LibraryState? state) => state switch
    {
        LibraryState.Member => Signal.Good,
        LibraryState.UnderReview or LibraryState.Nominated => Signal.Done,
        LibraryState.Warned => Signal.Warning,
        LibraryState.Exited or LibraryState.Declined => Signal.Bad,
        _ => Signal.Idle,
    };
}
