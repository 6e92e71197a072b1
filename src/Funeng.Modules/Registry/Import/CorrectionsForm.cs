using Microsoft.AspNetCore.Http;

namespace Funeng.Modules.Registry.Import;

/// <summary>Reads the form of an import's page: corrected cells, ticked proposals, answers, and what the columns mean.</summary>
internal static class CorrectionsForm
{
    /// <summary>What was corrected and answered before, with what the form now says over it.</summary>
    public static SheetCorrections Read(ImportRun it, CheckSummary summary, bool mayChangeColumns, IFormCollection form)
    {
        var known = it.ReadCorrections();
        var columns = new Dictionary<int, string>(known.Columns);
        var cells = new Dictionary<string, string>(known.Cells);
        var answers = new Dictionary<string, string>(known.Answers);
        if (mayChangeColumns)
        {
            ReadColumns(form, summary, columns);
        }

        foreach (var question in summary.Questions)
        {
            ReadAnswer(form, question, answers);
            ReadCell(form, question.Place, question.Value, cells, answers);
            if (summary.CodeColumn is { } code && question.Row >= 0)
            {
                ReadCell(form, $"{question.Row},{code}", summary.Titles[question.Row].Code, cells, answers);
            }
        }

        foreach (var problem in summary.Problems.Where(problem => problem.Column >= 0))
        {
            ReadCell(form, $"{problem.Row},{problem.Column}", problem.Value, cells, answers);
        }

        return new SheetCorrections { Columns = columns, Cells = cells, Answers = answers, Accepting = form["Accept"] == summary.OpenStamp ? summary.Open : [] };
    }

    private static void ReadColumns(IFormCollection form, CheckSummary summary, Dictionary<int, string> columns)
    {
        foreach (var column in summary.Columns)
        {
            var key = form[$"column-{column.Index}"].ToString();
            var unit = form[$"unit-{column.Index}"].ToString();
            var isOtherUnit = unit.Length > 0 && unit != (column.Unit ?? summary.MoneyUnit ?? "元");
            if (key.Length > 0 && (key != column.Key || isOtherUnit))
            {
                columns[column.Index] = $"{key}/{unit}/{column.Year}";
            }
        }
    }

    private static void ReadAnswer(IFormCollection form, CellQuestion question, Dictionary<string, string> answers)
    {
        var answer = form[$"answer-{question.Place}"].ToString();
        if (answer is CellQuestion.Keep or CellQuestion.Take or CellQuestion.Skip)
        {
            answers[question.Place] = answer;
        }
        else if (question.Kind != QuestionKind.Value)
        {
            answers.Remove(question.Place);
        }
    }

    // What was typed counts before the proposal that was ticked. A cell that now says something else is asked about anew.
    private static void ReadCell(IFormCollection form, string place, string before, Dictionary<string, string> cells, Dictionary<string, string> answers)
    {
        var taken = form[$"take-{place}"].ToString();
        var text = form.TryGetValue($"cell-{place}", out var typed) && typed.ToString().Trim() != before.Trim() ? typed.ToString().Trim() : taken.Length > 0 ? taken : null;
        if (text is not null)
        {
            cells[place] = text;
            answers.Remove(place);
        }
    }
}
