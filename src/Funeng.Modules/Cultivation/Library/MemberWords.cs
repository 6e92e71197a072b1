using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Cultivation.Library;

/// <summary>What a library says of the next day of a record, on the page and in the file.</summary>
internal static class MemberWords
{
    public static bool IsLate(LibraryRow row, DateOnly today) =>
        (row.State == LibraryState.Warned ? row.WarnedUntil : row.State is LibraryState.Nominated or LibraryState.Discovered ? null : row.ReviewDue) < today;

    public static string Next(LibraryRow row, LibraryDefinition library, DateOnly today) => row switch
    {
        { State: LibraryState.Warned, WarnedUntil: { } until } => $"预警到 {Fmt.Date(until)}（{Fmt.Due(until, today)}）",
        { State: LibraryState.Nominated } => $"外部支持 {row.OutsideOpinions}/{library.OutsideOpinions}",
        { ReviewDue: { } due } => $"年审 {Fmt.Date(due)}（{Fmt.Due(due, today)}）",
        _ => Fmt.Missing,
    };
}
