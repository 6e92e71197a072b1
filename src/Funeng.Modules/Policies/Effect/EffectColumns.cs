using Funeng.Engines.Effects;
using Funeng.Engines.Facts;

namespace Funeng.Modules.Policies.Effect;

/// <summary>
/// The figures of enterprises by year, as a comparison wants them: money in logarithms, so that a difference is a share. An enterprise without one
/// of the figures is in no comparison; nothing missing is read as zero.
/// </summary>
internal sealed class EffectColumns(FactTable table, FactDefinition outcome, IReadOnlyDictionary<long, string?> regions)
{
    private const int CountyDigits = 6, DivisionDigits = 2;

    private readonly FactDefinition revenue = table.Catalogue.Get("revenue");
    private readonly FactColumn? industry = table.FindColumn(table.Catalogue.Get("industryCode"), Period.State);
    private readonly DayColumn? founded = table.FindColumn(table.Catalogue.Get("foundedOn"), Period.State) as DayColumn;

    public FactTable Table => table;

    public bool Has(int year) => table.FindColumn(outcome, new Period(year)) is not null && table.FindColumn(revenue, new Period(year)) is not null;

    /// <summary>What is measured before: the names, for a comparison that begins in a year.</summary>
    public IReadOnlyList<string> Measures(int year) =>
        ["营业收入", .. IsRevenue ? Array.Empty<string>() : [outcome.Label], "企业年龄", .. HasGrowth(year) ? ["上一年营业收入增长"] : Array.Empty<string>()];

    /// <summary>Everybody with the figures, except who is left out.</summary>
    /// <param name="from">The year before.</param>
    /// <param name="to">The year after.</param>
    /// <param name="got">True, false, or null for whoever is in no comparison.</param>
    public IReadOnlyList<ComparedSubject> Between(int from, int to, Func<long, bool?> got)
    {
        var found = new List<ComparedSubject>();
        for (var row = 0; row < table.Subjects.Count; row++)
        {
            if (got(table.Subjects[row]) is { } isGot && Subject(row, from, to, isGot) is { } subject) found.Add(subject);
        }

        return found;
    }

    /// <summary>The figure of a row in a year; null where there is none, or none a share can be taken of.</summary>
    public double? Figure(int row, int year) => Log(outcome, row, year) is { } log ? Math.Exp(log) : null;

    private bool IsRevenue => outcome.Key == revenue.Key;

    private bool HasGrowth(int year) => table.FindColumn(revenue, new Period(year - 1)) is not null;

    private ComparedSubject? Subject(int row, int from, int to, bool got)
    {
        if (Log(outcome, row, from) is not { } before || Log(outcome, row, to) is not { } after || Log(revenue, row, from) is not { } size) return null;
        if (industry?[row] is not { IsNull: false } code || code.AsString() is not { Length: >= DivisionDigits } activity || founded is null || !founded.Has(row)) return null;
        var age = Math.Log(1 + Math.Max(0, from + 1 - DateOnly.FromDayNumber(founded.Days[row]).Year));
        var measures = new List<double> { size };
        if (!IsRevenue) measures.Add(before);
        measures.Add(age);
        if (HasGrowth(from))
        {
            if (Log(revenue, row, from - 1) is not { } earlier) return null;
            measures.Add(size - earlier);
        }

        var division = activity[..DivisionDigits];
        var county = regions.GetValueOrDefault(table.Subjects[row]) is { Length: >= CountyDigits } region ? region[..CountyDigits] : "";
        return new ComparedSubject(table.Subjects[row], got, [$"{division} {county}", division], measures, after - before);
    }

    private double? Log(FactDefinition fact, int row, int year)
    {
        if (table.FindColumn(fact, new Period(year)) is not NumberColumn column || !column.Has(row)) return null;
        var scaled = column.Scaled[row];
        var value = scaled != NumberColumn.Escape ? scaled / 10_000.0 : column.Exact[row].TryToDecimal(out var exact) ? (double)exact : 0;
        return value > 0 ? Math.Log(value) : null;
    }
}
