using System.Security.Cryptography;
using System.Text;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Registry.Import;

/// <summary>One row of a sheet, read. A row with any problem is left out whole, and so is one held back by a question.</summary>
/// <param name="Row">Row of the sheet, from zero.</param>
/// <param name="Code">The code as understood; empty when it could not be.</param>
/// <param name="Name">The name as typed.</param>
public sealed record EnterpriseRow(int Row, string Code, string Name)
{
    public string? FormerName { get; init; }

    public string? ShortName { get; init; }

    public string? Region { get; init; }

    public string? Zone { get; init; }

    /// <summary>The year the row says it is of, where the sheet has a column of years.</summary>
    public int? Year { get; init; }

    public IReadOnlyList<RowFact> Facts { get; init; } = [];

    /// <summary>What other rows of the same enterprise say of other years; a figure far from theirs is asked about.</summary>
    public IReadOnlyList<RowFact> OtherYears { get; init; } = [];

    /// <summary>The titles the row says are held; null when the sheet does not speak of titles.</summary>
    public IReadOnlyList<HeldTitle>? Titles { get; init; }

    public IReadOnlyList<CellProblem> Problems { get; init; } = [];

    /// <summary>What is asked about the row before it is written.</summary>
    public IReadOnlyList<CellQuestion> Questions { get; init; } = [];

    /// <summary>Cells that were understood otherwise than they stand there: 1.2亿 as 12,000 万元.</summary>
    public IReadOnlyList<UnderstoodCell> Otherwise { get; init; } = [];

    /// <summary>The user says that the enterprise now bears the name of the sheet. Nothing else renames it.</summary>
    public bool Renames { get; init; }

    /// <summary>The user says that the enterprise has moved to the place of the sheet.</summary>
    public bool Moves { get; init; }

    /// <summary>Neither the row nor the register says where the enterprise is.</summary>
    public bool IsUnplaced { get; init; }

    /// <summary>Written before by the same import.</summary>
    public bool IsWritten { get; init; }

    /// <summary>Of an enterprise the user's part of the register does not hold: only the city registers it, or lets it move.</summary>
    public bool IsWaiting => Questions.Any(question => question.Kind == QuestionKind.Registration);

    public bool IsHeld => Questions.Any(question => question.Answer == CellQuestion.Skip);

    public bool IsSound => Problems.Count == 0 && !IsHeld;
}

/// <summary>A cell that was understood otherwise than it stands there.</summary>
public readonly record struct UnderstoodCell(int Column, string Understood);

/// <summary>What is wrong with one cell.</summary>
/// <param name="Row">Row, from zero.</param>
/// <param name="Column">Column, from zero; −1 when the row as a whole is meant.</param>
/// <param name="Heading">The heading of the column.</param>
/// <param name="Value">What stands in the cell.</param>
/// <param name="Message">What is wrong and how to put it right, in Chinese.</param>
/// <param name="Proposal">A value that would do, or null.</param>
public sealed record CellProblem(int Row, int Column, string Heading, string Value, string Message, string? Proposal);

public enum QuestionKind
{
    /// <summary>The name is not the registered one.</summary>
    Name,

    /// <summary>A new code under a name that is registered already.</summary>
    SameName,

    /// <summary>The place is not the registered one.</summary>
    Place,

    /// <summary>The value is far from what is known.</summary>
    Value,

    /// <summary>The enterprise is not in the user's part of the register; the row waits for the city, and no answer changes that.</summary>
    Registration,
}

/// <summary>A cell that may well be right but is so unlike what is known that the user is asked. It refuses nothing by itself.</summary>
/// <param name="Row">Row, from zero; −1 when a whole column is meant.</param>
/// <param name="Column">Column, from zero.</param>
/// <param name="Heading">The heading of the column.</param>
/// <param name="Value">What stands in the cell.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="Message">The question, in Chinese.</param>
/// <param name="Answer">The user's answer, or what is done without one.</param>
/// <param name="IsAnswered">Whether the user has answered.</param>
public sealed record CellQuestion(int Row, int Column, string Heading, string Value, QuestionKind Kind, string Message, string Answer, bool IsAnswered)
{
    /// <summary>Name or place: the register stays as it is, the facts are written. Value: it is as it stands there.</summary>
    public const string Keep = "keep";

    /// <summary>Name or place: the register takes what the sheet says.</summary>
    public const string Take = "take";

    /// <summary>The row is not written.</summary>
    public const string Skip = "skip";

    /// <summary>The value may be a fraction where a percentage is asked for.</summary>
    public bool IsFraction { get; init; }

    /// <summary>Nothing says the unit of the value, and in the unit of the fact it is hardly one.</summary>
    public bool HasNoUnit { get; init; }

    /// <summary>The key of the answer in the corrections of the wizard.</summary>
    public string Place => $"{Row},{Column}";

    /// <summary>Short for the place and all that is asked there: with another value or other words it is another question.</summary>
    internal string Mark => MarkOf($"{Place} {Value} {Message}");

    internal static string MarkOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
