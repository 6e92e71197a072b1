using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Registry.Import;

/// <summary>
/// In a sheet that lists titles, whoever has none listed holds none (<see cref="SheetFacts.ListsTitles"/>): that is filed like a written 无, once
/// for each enterprise, and shown beside the cell.
/// </summary>
internal static class SilentTitles
{
    public static IReadOnlyList<EnterpriseRow> Fill(IReadOnlyList<EnterpriseRow> rows, SheetColumn titles)
    {
        var speaking = rows.Where(row => Speaks(row, titles.Index)).Select(row => row.Code).ToHashSet();
        var newest = rows.Where(row => row.Code.Length > 0 && !speaking.Contains(row.Code)).GroupBy(row => row.Code)
            .Select(group => group.MaxBy(row => row.Year ?? 0)!.Row).ToHashSet();
        return [.. rows.Select(row => newest.Contains(row.Row) ? SayNone(row, titles.Index) : row)];
    }

    private static bool Speaks(EnterpriseRow row, int column) =>
        row.Titles is not { Count: 0 } || row.Facts.Any(fact => fact.Key == SubjectFacts.TitlesChecked)
        || row.Problems.Any(problem => problem.Column == column) || row.Otherwise.Any(cell => cell.Column == column);

    private static EnterpriseRow SayNone(EnterpriseRow row, int column) => row with
    {
        Facts = [.. row.Facts, new RowFact(SubjectFacts.TitlesChecked, Period.State, FeelValue.True, column)],
        Otherwise = [.. row.Otherwise, new UnderstoodCell(column, "没有认定")],
    };
}
