using Funeng.Modules.Facts;

namespace Funeng.Modules.Registry.Import;

/// <summary>Asks where a row names or places an enterprise otherwise than the register. Without an answer the register stays as it is.</summary>
internal static class RegisterQuestions
{
    public static EnterpriseRow Ask(EnterpriseRow row, KnownEnterprise? known, KnownEnterprises register, SheetText sheet)
    {
        var questions = new List<CellQuestion>();
        if (sheet.Plan.Find(ColumnKind.Name) is { } nameColumn && row.Name.Length > 0
            && (known is null ? AskSameName(row, nameColumn, register, sheet) : AskName(row, nameColumn, known, register, sheet)) is { } name)
        {
            questions.Add(name);
            row = row with { Renames = known is not null && name.Answer == CellQuestion.Take };
        }

        if (known is not null)
        {
            row = AskPlace(row, known, sheet, questions);
        }

        return questions.Count == 0 ? row : row with { Questions = [.. row.Questions, .. questions] };
    }

    private static CellQuestion? AskName(EnterpriseRow row, SheetColumn column, KnownEnterprise known, KnownEnterprises register, SheetText sheet)
    {
        if (NameMatch.IsSame(row.Name, known.Name) || register.OtherNames[known.Id].Any(other => NameMatch.IsSame(row.Name, other)))
        {
            return null;
        }

        // A sheet that gives the registered name as the former one says itself that the enterprise was renamed.
        var otherwise = row.FormerName is { } former && NameMatch.IsSame(former, known.Name) ? CellQuestion.Take
            : NameMatch.IsAlike(row.Name, known.Name) ? CellQuestion.Keep
            : CellQuestion.Skip;
        return sheet.Question(
            row.Row, column, QuestionKind.Name, $"代码 {row.Code} 的登记名称是“{known.Name}”，您填的是“{row.Name}”：是更名，还是代码填错？", otherwise);
    }

    private static CellQuestion? AskSameName(EnterpriseRow row, SheetColumn column, KnownEnterprises register, SheetText sheet) =>
        register.Visible[row.Name].FirstOrDefault() is { } same
            ? sheet.Question(
                row.Row, column, QuestionKind.SameName, $"“{row.Name}”已经登记，代码是 {same.Code}；您填的是 {row.Code}：是代码填错，还是另一家同名企业？", CellQuestion.Keep)
            : null;

    private static EnterpriseRow AskPlace(EnterpriseRow row, KnownEnterprise known, SheetText sheet, List<CellQuestion> questions)
    {
        // The township of a known district is finer, the district of a known township is coarser: neither contradicts.
        if (row.Region is { } region && known.Region is { } registered
            && !region.StartsWith(registered, StringComparison.Ordinal) && !registered.StartsWith(region, StringComparison.Ordinal)
            && PlaceColumn(sheet.Plan) is { } column)
        {
            var question = sheet.Question(row.Row, column, QuestionKind.Place, $"登记的所在地是{sheet.NameOf(registered)}，您填的是{sheet.NameOf(region)}：是否已经迁址？", CellQuestion.Keep);
            questions.Add(question);
            return question.Answer == CellQuestion.Take ? row : row with { Region = null };
        }

        return row;
    }

    private static SheetColumn? PlaceColumn(SheetPlan plan) => plan.Find(ColumnKind.Township) ?? plan.Find(ColumnKind.Region);
}
