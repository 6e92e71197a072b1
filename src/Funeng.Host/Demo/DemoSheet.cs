using Funeng.Engines.Facts;
using Funeng.Engines.Synthetic;
using Funeng.Feel.Values;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Host.Demo;

/// <summary>A synthetic city as an enterprise sheet: one row per enterprise, a column per fact by its label with the unit in brackets.</summary>
internal sealed class DemoSheet(FactCatalogue catalogue, DateOnly today)
{
    private static readonly string[] Identity = ["统一社会信用代码", "企业名称", "所在镇街", "已获认定"];

    private readonly IReadOnlyList<Column> columns = [.. Columns(catalogue, today.Year)];

    public long Write(Stream output, IEnumerable<SyntheticEnterprise> enterprises)
    {
        using var csv = new CsvWriter(output);
        csv.WriteRow([.. Identity.Concat(columns.Select(column => column.Heading)).Select(text => SheetValue.Text(text))]);
        var rows = 0L;
        foreach (var made in enterprises)
        {
            var values = made.Filings.SelectMany(filing => filing.Values.Select(value => (Key: (value.Key, filing.Year), value.Value))).ToDictionary(pair => pair.Key, pair => pair.Value);
            var titles = made.Grants.Where(grant => grant.From <= today && today <= grant.To).Select(grant => grant.Scheme).Distinct();
            csv.WriteRow(
            [
                SheetValue.Text(made.Code), SheetValue.Text(made.Name), SheetValue.Text(made.Place), SheetValue.Text(string.Join(';', titles)),
                .. columns.Select(column => column.Cell(values.GetValueOrDefault((column.Key, column.Year)))),
            ]);
            rows++;
        }

        return rows;
    }

    private static IEnumerable<Column> Columns(FactCatalogue catalogue, int year)
    {
        foreach (var definition in catalogue.All)
        {
            var column = definition.Origin switch
            {
                FactOrigin.View view => new Column(definition, view.Of, year + view.YearOffset),
                // A yearly fact without views is one that is asked for in the year of the application.
                FactOrigin.Filed { PerYear: true } when !catalogue.All.Any(other => other.Origin is FactOrigin.View view && view.Of == definition.Key) =>
                    new Column(definition, definition.Key, year),
                FactOrigin.Filed { PerYear: false } => new Column(definition, definition.Key, 0),
                _ => null,
            };
            if (column is not null) yield return column;
        }
    }

    private sealed record Column(FactDefinition Definition, string Key, int Year)
    {
        public string Heading => Definition.IsMoney ? $"{Definition.Label}(万元)" : Definition.Unit.Length > 0 ? $"{Definition.Label}({Definition.Unit})" : Definition.Label;

        public SheetValue Cell(FeelValue value) => value.Kind switch
        {
            FeelKind.Boolean => SheetValue.Text(value.IsTrue ? "是" : "否"),
            FeelKind.Number when value.AsNumber().TryToDecimal(out var number) => SheetValue.Number(Definition.IsMoney ? number / 10_000 : number),
            FeelKind.Date when value.AsDate().TryToDateOnly(out var date) => SheetValue.Date(date),
            FeelKind.String => SheetValue.Text(Definition.Choices.FirstOrDefault(choice => choice.Code == value.AsString())?.Label ?? value.AsString()),
            _ => SheetValue.Empty,
        };
    }
}
