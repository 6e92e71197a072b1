using Funeng.Modules.Facts;

namespace Funeng.Modules.Registry.Import;

/// <summary>A row of a sheet as the preview shows it.</summary>
/// <param name="Row">Row of the sheet, from zero.</param>
/// <param name="State">What becomes of it.</param>
/// <param name="Cells">The cells of the columns that are imported, in their order.</param>
public sealed record RowView(int Row, RowState State, IReadOnlyList<CellView> Cells)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasOtherwise => Cells.Any(cell => cell.Understood is not null);

    internal static IEnumerable<RowView> Of(SheetCheck.Checked check) => check.Rows.Select(row => new RowView(
        row.Row,
        row.IsWritten ? RowState.Written : row.Problems.Count > 0 ? RowState.Bad : row.IsWaiting ? RowState.Waiting : row.IsHeld ? RowState.Held
            : row.Questions.Any(question => !question.IsAnswered && question.Row >= 0) ? RowState.Asked : RowState.Sound,
        [.. check.Plan.Read.Select(column => Cell(check, row, column))]));

    private static CellView Cell(SheetCheck.Checked check, EnterpriseRow row, SheetColumn column)
    {
        var text = check.Cell(row.Row, column.Index).Text;
        var understood = row.Otherwise.FirstOrDefault(cell => cell.Column == column.Index).Understood;
        var remark = row.Problems.FirstOrDefault(problem => problem.Column == column.Index)?.Message
            ?? row.Questions.FirstOrDefault(question => question.Row == row.Row && question.Column == column.Index)?.Message;
        return new CellView(text, understood, remark);
    }
}

/// <summary>How many rows there are of each kind.</summary>
public sealed record RowCounts(int All, int Otherwise, int Asked, int Bad);

public enum RowState
{
    Sound,
    Asked,
    Held,
    Bad,
    Written,

    /// <summary>Waits for the city to register the enterprise.</summary>
    Waiting,
}

/// <summary>A cell as it stands there, how it was understood where that is otherwise, and what there is to say about it.</summary>
public sealed record CellView(string Text, string? Understood, string? Remark);
