using Funeng.Modules.Facts;

namespace Funeng.Modules.Registry.Import;

/// <summary>
/// When most of a column leaps, its unit is wrong, not six hundred cells: they are asked about once, as a column. So are the small ones among percentages,
/// however few: whether 0.3 stands for 0.3 % or 30 % is a habit of whoever filled in the column.
/// </summary>
internal sealed class ColumnQuestions(SheetText sheet)
{
    private const int FewestCells = 5;
    private readonly Dictionary<int, int> compared = [];

    public void Count(RowFact fact, decimal value, bool isCompared)
    {
        if (isCompared || (value != 0 && sheet.Column(fact.Column).Meaning.Fact?.Unit == "%"))
        {
            compared[fact.Column] = compared.GetValueOrDefault(fact.Column) + 1;
        }
    }

    public IReadOnlyList<EnterpriseRow> Fold(List<EnterpriseRow> rows)
    {
        var folded = rows.SelectMany(row => row.Questions, (row, question) => (Row: row, Question: question)).Where(asked => asked.Question is { Kind: QuestionKind.Value, IsAnswered: false })
            .GroupBy(asked => asked.Question.Column)
            .Where(column => column.Count() >= FewestCells && (IsMost(column.Key, column.Count()) || column.All(asked => asked.Question.IsFraction)))
            .ToDictionary(column => column.Key, column => (First: column.MinBy(asked => Lateness(asked.Row)).Question, Count: column.Count()));
        if (folded.Count == 0)
        {
            return rows;
        }

        for (var index = 0; index < rows.Count; index++)
        {
            var row = rows[index];
            if (row.Questions.Any(question => IsFolded(question, folded)))
            {
                rows[index] = row with { Questions = [.. Fold(row.Questions, folded)] };
            }
        }

        return rows;
    }

    // The question of the column stands with a row that is written, so that it is open as long as any row that leaps would be.
    private static int Lateness(EnterpriseRow row) => row.IsSound ? 0 : row.IsHeld ? 2 : 1;

    private IEnumerable<CellQuestion> Fold(IReadOnlyList<CellQuestion> questions, Dictionary<int, (CellQuestion First, int Count)> folded)
    {
        foreach (var question in questions)
        {
            if (!IsFolded(question, folded))
            {
                yield return question;
            }
            else if (folded[question.Column] is var (first, count) && ReferenceEquals(first, question))
            {
                var all = compared.GetValueOrDefault(question.Column);
                var message = first.HasNoUnit
                    ? $"本列 {all:N0} 个数中有 {count:N0} 个小得不像以元为单位，整列的单位是什么？例如第 {first.Row + 1} 行“{first.Value}”：{first.Message}"
                    : IsMost(question.Column, count)
                    ? $"本列 {all:N0} 个可比较的数中有 {count:N0} 个与已知数据相差很大，整列的单位是否有误？例如第 {first.Row + 1} 行“{first.Value}”：{first.Message}"
                    : $"本列 {all:N0} 个数中有 {count:N0} 个小于 1，都按百分数写入。例如第 {first.Row + 1} 行“{first.Value}”：{first.Message}有这样的，请在表里改好后重新上传。";
                yield return sheet.Question(-1, sheet.Column(question.Column), QuestionKind.Value, message, CellQuestion.Keep);
            }
        }
    }

    private bool IsMost(int column, int count) => count * 2 >= compared.GetValueOrDefault(column);

    private static bool IsFolded(CellQuestion question, Dictionary<int, (CellQuestion First, int Count)> folded) =>
        question is { Kind: QuestionKind.Value, IsAnswered: false } && folded.ContainsKey(question.Column);
}
