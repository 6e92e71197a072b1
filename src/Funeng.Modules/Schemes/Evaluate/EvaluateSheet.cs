using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Schemes.Evaluate;

/// <summary>Decides schemes for every enterprise of a sheet, without the web and without a database; nothing is stored.</summary>
public static class EvaluateSheet
{
    /// <param name="book">The rules.</param>
    /// <param name="sheet">The sheet, read from a file.</param>
    /// <param name="schemes">Ids of the schemes, decided even when out of force; null for all in force on the date.</param>
    /// <param name="on">Application date.</param>
    /// <exception cref="FormatException">The sheet has no header row.</exception>
    /// <exception cref="ArgumentException">There is no such scheme.</exception>
    public static SheetEvaluation Run(RuleBook book, Sheet sheet, IReadOnlyList<string>? schemes, DateOnly on)
    {
        var packs = schemes is null ? [.. book.InForce(on)] : schemes.Select(id => Get(book, id, on)).ToList();
        var reader = new EnterpriseRows(HeadingBook.Read(book.Catalogue, book.Folder), on);
        var lines = reader.Read(sheet).SelectMany(row =>
        {
            var view = book.View(row.Facts, on);
            return packs.Select(pack => Line(row, pack, view, book.Decide(pack, view)));
        });
        return new SheetEvaluation([.. lines], reader.Notes);
    }

    private static RulePack Get(RuleBook book, string id, DateOnly on) =>
        book.Find(id, on) ?? throw new ArgumentException($"there is no scheme '{id}'; there are: {string.Join(", ", book.Packs.Select(pack => pack.Id).Distinct())}");

    private static EvaluationLine Line(EnterpriseRow row, RulePack pack, FactView view, Verdict verdict) => new(
        row.Code, row.Name, pack.Id, pack.VersionName, VerdictSummary.Say(verdict.Outcome), Decimal(verdict.Score?.Low), Decimal(verdict.Score?.High),
        string.Join(';', VerdictSummary.FailedIds(verdict)),
        string.Join(';', VerdictSummary.Missing(verdict, view)),
        string.Join(';', VerdictSummary.Gaps(verdict)));

    private static decimal? Decimal(Feel.Values.FeelNumber? points) =>
        points is { } number && number.TryToDecimal(out var value) ? value : null;
}

/// <summary>One enterprise under one scheme, as a line of the output.</summary>
public sealed record EvaluationLine(
    string Code, string Name, string Scheme, string Version, string Verdict, decimal? ScoreLow, decimal? ScoreHigh, string Failed, string Missing, string Gaps);

/// <param name="Lines">Enterprises in the order of the sheet, each with its schemes.</param>
/// <param name="Notes">Columns and cells that were not understood, in Chinese.</param>
public sealed record SheetEvaluation(IReadOnlyList<EvaluationLine> Lines, IReadOnlyList<string> Notes);
