using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Modules.Registry.Import;

/// <summary>One row of a sheet, read. A row with any problem is left out whole.</summary>
/// <param name="Row">Row of the sheet, from zero.</param>
/// <param name="Code">The code as understood; empty when it could not be.</param>
/// <param name="Name">The name as typed.</param>
public sealed record EnterpriseRow(int Row, string Code, string Name)
{
    public string? FormerName { get; init; }

    public string? ShortName { get; init; }

    public string? Region { get; init; }

    public string? Zone { get; init; }

    public IReadOnlyList<RowFact> Facts { get; init; } = [];

    /// <summary>Ids of the schemes whose titles the row says are held; null when the sheet does not speak of titles.</summary>
    public IReadOnlyList<string>? Titles { get; init; }

    public IReadOnlyList<CellProblem> Problems { get; init; } = [];

    public bool IsSound => Problems.Count == 0;
}

/// <summary>A fact a row states: the key and period it is filed under, and the column it stands in.</summary>
public readonly record struct RowFact(string Key, Period Period, FeelValue Value, int Column);

/// <summary>What is wrong with one cell.</summary>
/// <param name="Row">Row, from zero.</param>
/// <param name="Column">Column, from zero; −1 when the row as a whole is meant.</param>
/// <param name="Heading">The heading of the column.</param>
/// <param name="Value">What stands in the cell.</param>
/// <param name="Message">What is wrong and how to put it right, in Chinese.</param>
/// <param name="Proposal">A value that would do, or null.</param>
public sealed record CellProblem(int Row, int Column, string Heading, string Value, string Message, string? Proposal);
