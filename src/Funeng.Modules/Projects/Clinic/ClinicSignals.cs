using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>Shapes and words of a case's state.</summary>
internal static class ClinicSignals
{
    public static Signal Of(ClinicRow row, DateOnly today) => row.Case.State switch
    {
        ClinicState.Closed => Signal.Done,
        ClinicState.Refused or ClinicState.Merged => Signal.Idle,
        _ when row.IsLate(today) => Signal.Bad,
        _ when row.DueOn == today || row.Case.State == ClinicState.Reported => Signal.Warning,
        _ => Signal.Good,
    };

    public static Signal Of(ClinicUrgency urgency) => urgency switch
    {
        ClinicUrgency.Critical => Signal.Bad,
        ClinicUrgency.Urgent => Signal.Warning,
        _ => Signal.Idle,
    };
}
