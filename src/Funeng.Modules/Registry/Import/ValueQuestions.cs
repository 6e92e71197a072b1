using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Registry.Import;

/// <summary>Asks about values far from what stands, from last year's, or from the neighbouring years of the same row.</summary>
internal static class ValueQuestions
{
    public static IReadOnlyList<CellQuestion> Ask(EnterpriseRow row, SubjectFacts? known, FactCatalogue catalogue, SheetText sheet, ColumnQuestions columns)
    {
        List<CellQuestion>? questions = null;
        foreach (var stated in row.Facts)
        {
            if (stated.Value.Kind != FeelKind.Number || !stated.Value.AsNumber().TryToDecimal(out var value))
            {
                continue;
            }

            var fact = catalogue.Get(stated.Key);
            var column = sheet.Column(stated.Column);
            var other = Compared(row, stated, fact, known);
            columns.Count(stated, value, other is not null);
            var unit = sheet.Plan.UnitOf(column);
            var message = stated.MayBeFraction ? AskFraction(value, other?.Value)
                : other is { } near ? Leap.Ask(fact, value, near.Value, near.Whose, unit)
                : fact is { IsMoney: true, IsPerYear: true } && unit is null && !SaysUnit(sheet.Of(row.Row, stated.Column)) ? Leap.AskUnit(value) : null;
            // A column whose unit nobody said is asked about once, too.
            if (message is not null && other is null && !stated.MayBeFraction) columns.Count(stated, value, isCompared: true);
            if (message is not null)
            {
                (questions ??= []).Add(sheet.Question(row.Row, column, QuestionKind.Value, message, CellQuestion.Keep) with { IsFraction = stated.MayBeFraction, HasNoUnit = other is null && !stated.MayBeFraction });
            }
        }

        return questions ?? [];
    }

    // 5.2万元 in a column without a unit says its own.
    private static bool SaysUnit(string cell) => Unit.SplitOff(ChineseText.HalfWidth(cell).Trim()).Unit is not null;

    private static string? AskFraction(decimal value, decimal? known) =>
        known is { } other && other != 0 && Math.Abs(value / other) is > 0.1m and < 10
            ? null
            : $"理解为 {value:0.######} %。若是 {value * 100:0.####} %，请改为 {value * 100:0.####}。";

    // What stands for the same period first; then the year before, the year after and two years before, from the register or from the row itself.
    private static (decimal Value, string Whose)? Compared(EnterpriseRow row, RowFact stated, FactDefinition fact, SubjectFacts? known)
    {
        if (Number(known?.Find(fact, stated.Period)) is { } standing)
        {
            return (standing, stated.Period.IsState ? "现有的" : $"现有的 {stated.Period} 年数据");
        }

        if (stated.Period.IsState)
        {
            return null;
        }

        foreach (var step in (ReadOnlySpan<int>)[-1, 1, -2])
        {
            var period = new Period(stated.Period.Year + step);
            var other = Number(known?.Find(fact, period)) ?? OfRow(row, stated.Key, period);
            if (other is { } near && near != 0)
            {
                return (near, step == -1 ? $"上年（{period} 年）的" : $" {period} 年的");
            }
        }

        return null;
    }

    private static decimal? OfRow(EnterpriseRow row, string key, Period period)
    {
        foreach (var fact in row.Facts.Concat(row.OtherYears))
        {
            if (fact.Key == key && fact.Period == period && fact.Value.Kind == FeelKind.Number && fact.Value.AsNumber().TryToDecimal(out var value))
            {
                return value;
            }
        }

        return null;
    }

    private static decimal? Number(Fact? fact) =>
        fact is not null && fact.Value.Kind == FeelKind.Number && fact.Value.AsNumber().TryToDecimal(out var number) ? number : null;
}
