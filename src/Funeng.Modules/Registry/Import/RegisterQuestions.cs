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
            row = sheet.IsHandedOn ? AskWhetherItMoves(row, known, sheet, questions) : AskPlace(row, known, sheet, questions);
        }

        return questions.Count == 0 ? row : row with { Questions = [.. row.Questions, .. questions] };
    }

    /// <summary>The same words whether the code is new or registered elsewhere.</summary>
    public static CellQuestion Wait(EnterpriseRow row, SheetText sheet)
    {
        var code = sheet.Plan.Find(ColumnKind.Code)!;
        return new CellQuestion(
            row.Row, code.Index, code.Heading, sheet.Of(row.Row, code.Index), QuestionKind.Registration,
            "您的名录里没有这家企业。新登记和迁入由市级核对：写入时本行一并报送，不必另填。", CellQuestion.Skip, IsAnswered: true);
    }

    private static CellQuestion? AskName(EnterpriseRow row, SheetColumn column, KnownEnterprise known, KnownEnterprises register, SheetText sheet)
    {
        if (NameMatch.IsSame(row.Name, known.Name) || register.OtherNames[known.Id].Any(other => NameMatch.IsSame(row.Name, other)))
        {
            return null;
        }

        // A sheet that gives the registered name as the former one means this enterprise; whether it was renamed, somebody says.
        var namesFormer = row.FormerName is { } former && NameMatch.IsSame(former, known.Name);
        var otherwise = namesFormer || NameMatch.IsAlike(row.Name, known.Name, sheet.Everywhere) ? CellQuestion.Keep : CellQuestion.Skip;
        return sheet.Question(
            row.Row, column, QuestionKind.Name, $"代码 {row.Code} 的登记名称是“{known.Name}”，您填的是“{row.Name}”{(namesFormer ? "，曾用名一栏是登记名称" : "")}：是更名，还是代码填错？", otherwise);
    }

    private static CellQuestion? AskSameName(EnterpriseRow row, SheetColumn column, KnownEnterprises register, SheetText sheet) =>
        register.ByName[row.Name].FirstOrDefault() is { } same
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
            row = question.Answer == CellQuestion.Take ? row : row with { Region = null };
        }

        return row.Zone is { } zone && known.Zone is { } zoned ? AskZone(row, zone, zoned, sheet, questions) : row;
    }

    // By the zone some see the enterprise and others do not: no sheet changes it unasked.
    private static EnterpriseRow AskZone(EnterpriseRow row, string zone, string registered, SheetText sheet, List<CellQuestion> questions)
    {
        if (sheet.Regions.WithInner(registered).Contains(zone))
        {
            return row;
        }

        // A sheet that names only the outer zone does not take the inner one away.
        if (sheet.Regions.WithInner(zone).Contains(registered) || ZoneColumn(sheet.Plan) is not { } column)
        {
            return row with { Zone = null };
        }

        var question = sheet.Question(row.Row, column, QuestionKind.Place, $"登记的功能区是{sheet.NameOf(registered)}，您填的是{sheet.NameOf(zone)}：是否已经变更？", CellQuestion.Keep);
        questions.Add(question);
        return question.Answer == CellQuestion.Take ? row : row with { Zone = null };
    }

    // Reported by somebody whose part of the register does not hold it: nothing of the row is written until somebody has said what it is.
    private static EnterpriseRow AskWhetherItMoves(EnterpriseRow row, KnownEnterprise known, SheetText sheet, List<CellQuestion> questions)
    {
        var column = PlaceColumn(sheet.Plan) ?? sheet.Plan.Find(ColumnKind.Zone) ?? sheet.Plan.Find(ColumnKind.Code)!;
        var place = known.Region is { } region ? $"登记在{sheet.NameOf(region)}" : "已登记，尚无所在地";
        var question = sheet.Question(row.Row, column, QuestionKind.Place, $"“{known.Name}”{place}，不在报送人的范围内：是否迁入？", CellQuestion.Skip);
        questions.Add(question);
        return question.Answer == CellQuestion.Take ? row : row with { Region = null, Zone = null };
    }

    private static SheetColumn? PlaceColumn(SheetPlan plan) => plan.Find(ColumnKind.Township) ?? plan.Find(ColumnKind.Region);

    private static SheetColumn? ZoneColumn(SheetPlan plan) => plan.Find(ColumnKind.Zone) ?? plan.Find(ColumnKind.Region) ?? plan.Find(ColumnKind.Township);
}
