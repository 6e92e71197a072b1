using System.Text.Json.Serialization;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Registry.Import;

/// <summary>What the page of an import shows of the check: the columns as understood, the first problems and what is asked.</summary>
public sealed record CheckSummary
{
    private const int MostProblems = 200;
    private const int MostQuestions = 200;
    private const int MostSamples = 3;
    private const int MostTotals = 3;
    private const int MostUnplaced = 12;

    public string Sheet { get; init; } = "";

    public int HeadRow { get; init; }

    public string? MoneyUnit { get; init; }

    /// <summary>The first rows that are sums of others and no enterprise, from zero.</summary>
    public IReadOnlyList<int> Totals { get; init; } = [];

    /// <summary>How many rows are, those without a place above included.</summary>
    public int TotalCount { get; init; }

    public bool IsOldTemplate { get; init; }

    public int? CodeColumn { get; init; }

    public IReadOnlyList<UnderstoodColumn> Columns { get; init; } = [];

    public IReadOnlyList<CellProblem> Problems { get; init; } = [];

    public int ProblemCount { get; init; }

    /// <summary>Questions not yet answered, and names and places answered, whose answer can be changed.</summary>
    public IReadOnlyList<CellQuestion> Questions { get; init; } = [];

    public int QuestionCount { get; init; }

    /// <summary>Questions nobody has answered yet.</summary>
    public int OpenQuestions { get; init; }

    /// <summary>Those of them whose rows would be written without an answer: somebody has to say so first.</summary>
    public int Unanswered { get; init; }

    /// <summary>The marks of these, all of them, also of those the page has no room for.</summary>
    public IReadOnlyList<string> Open { get; init; } = [];

    /// <summary>Changes with any of them: whoever lets them stand says which he was shown.</summary>
    [JsonIgnore]
    public string OpenStamp => CellQuestion.MarkOf(string.Join(' ', Open));

    /// <summary>Rows a question holds back.</summary>
    public int Held { get; init; }

    /// <summary>Sound rows that wait for the city to register the enterprise.</summary>
    public int Waiting { get; init; }

    /// <summary>The first rows of enterprises whose place nobody gives, from zero: they are written all the same.</summary>
    public IReadOnlyList<int> Unplaced { get; init; } = [];

    /// <summary>How many of them there are, those without a place above included.</summary>
    public int UnplacedCount { get; init; }

    /// <summary>Cells that were understood otherwise than they stand there.</summary>
    public int Otherwise { get; init; }

    /// <summary>Row → name and code, of the rows that are shown.</summary>
    public IReadOnlyDictionary<int, RowTitle> Titles { get; init; } = new Dictionary<int, RowTitle>();

    internal static CheckSummary Of(SheetCheck.Checked check, string templateVersion)
    {
        var problems = check.Problems.ToList();
        var questions = check.Questions.Where(question => question.Kind is not QuestionKind.Registration && (!question.IsAnswered || question.Kind != QuestionKind.Value)).ToList();
        var unplaced = Nowhere(check.Rows);
        var shown = problems.Take(MostProblems).Select(problem => problem.Row).Concat(questions.Take(MostQuestions).Select(question => question.Row)).ToHashSet();
        return new CheckSummary
        {
            Sheet = check.Plan.Sheet.Name,
            HeadRow = check.Plan.FirstRow,
            MoneyUnit = check.Plan.MoneyUnit?.Name,
            Totals = [.. check.Totals.Take(MostTotals)],
            TotalCount = check.Totals.Count,
            IsOldTemplate = check.TemplateVersion is { } version && version != templateVersion,
            CodeColumn = check.Plan.Find(ColumnKind.Code)?.Index,
            Columns = [.. check.Plan.Columns.Select(column => Column(check, column))],
            Problems = [.. problems.Take(MostProblems)],
            ProblemCount = problems.Count,
            Questions = [.. questions.OrderBy(question => question.Row).ThenBy(question => question.Kind).Take(MostQuestions)],
            QuestionCount = questions.Count,
            OpenQuestions = questions.Count(question => !question.IsAnswered),
            Unanswered = check.Unanswered.Count(),
            Open = [.. check.Unanswered.Select(question => question.Mark)],
            Held = check.Rows.Count(row => row.Problems.Count == 0 && row is { IsHeld: true, IsWaiting: false }),
            Waiting = check.Waiting.Count(),
            Unplaced = [.. unplaced.Take(MostUnplaced)],
            UnplacedCount = unplaced.Count,
            Otherwise = check.Rows.Sum(row => row.Otherwise.Count),
            Titles = check.Rows.Where(row => shown.Contains(row.Row)).ToDictionary(row => row.Row, row => new RowTitle(row.Name, row.Code)),
        };
    }

    // Of an enterprise with a row for each year, one that gives the place is enough.
    private static List<int> Nowhere(IReadOnlyList<EnterpriseRow> rows)
    {
        var placed = rows.Where(row => row.Region is not null).Select(row => row.Code).ToHashSet();
        return [.. rows.Where(row => row is { IsUnplaced: true, IsHeld: false } && !placed.Contains(row.Code)).DistinctBy(row => row.Code).Select(row => row.Row)];
    }

    private static UnderstoodColumn Column(SheetCheck.Checked check, SheetColumn column) => new(
        column.Index, column.Letters, column.Heading, column.Meaning.Key, column.Meaning.Title, column.Meaning.Unit?.Name, column.Meaning.Fact?.Unit ?? "",
        column.Meaning.Year, column.Meaning.Fact is null || YearColumn(check, column) is not null ? "" : column.Meaning.FiledAs(check.On).Period.ToString(), Samples(check, column.Index))
    {
        Problem = column.Meaning.Problem,
        MayMean = [.. column.Meaning.Proposed.Select(fact => fact.Key)],
        YearFrom = YearColumn(check, column) is { } year ? $"{year.Letters} 列“{year.Heading}”" : null,
    };

    private static SheetColumn? YearColumn(SheetCheck.Checked check, SheetColumn column) =>
        column.Meaning.IsDatedByRow ? check.Plan.Find(ColumnKind.Year) : null;

    // What was understood otherwise says most about a column; then its first values.
    private static IReadOnlyList<CellSample> Samples(SheetCheck.Checked check, int column)
    {
        var samples = new List<CellSample>();
        foreach (var row in check.Rows)
        {
            foreach (var cell in row.Otherwise)
            {
                if (cell.Column == column && samples.Count < MostSamples)
                {
                    samples.Add(new CellSample(Short(check.Cell(row.Row, column).Text) is { Length: > 0 } text ? text : "（空白）", cell.Understood));
                }
            }
        }

        for (var index = 0; index < check.Rows.Count && samples.Count < MostSamples; index++)
        {
            var text = Short(check.Cell(check.Rows[index].Row, column).Text);
            if (text.Length > 0 && !samples.Exists(sample => sample.Text == text))
            {
                samples.Add(new CellSample(text, null));
            }
        }

        return samples;
    }

    private static string Short(string text) => text.Trim() is { Length: > 20 } full ? full[..20] + "…" : text.Trim();
}

public sealed record RowTitle(string Name, string Code);

/// <summary>A cell of a column, and how it was understood where that is otherwise.</summary>
public sealed record CellSample(string Text, string? Understood);

/// <summary>A column as the check understood it.</summary>
public sealed record UnderstoodColumn(
    int Index, string Letters, string Heading, string Key, string Title, string? Unit, string FactUnit, int? Year, string Period, IReadOnlyList<CellSample> Samples)
{
    /// <summary>The column that says, row by row, of which year the values are; null when all are of one year or of none.</summary>
    public string? YearFrom { get; init; }

    /// <summary>Why the heading is not understood, in Chinese.</summary>
    public string? Problem { get; init; }

    /// <summary>Keys of the facts that may be meant.</summary>
    public IReadOnlyList<string> MayMean { get; init; } = [];
}
