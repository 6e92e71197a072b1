using Funeng.Feel.Values;

namespace Funeng.Engines.Facts;

/// <summary>Fills a fact table filing by filing. A later value of the same row, fact and period replaces the earlier one, so the caller feeds
/// the filings of a subject from the least to the most trusted. Used by one thread; <see cref="Beside"/> gives another thread its own.</summary>
public sealed class FactTableBuilder
{
    /// <summary>Two threads may fill a table when no group of so many rows, counted from row 0, is filled by both.</summary>
    public const int RowsTogether = 64;

    private const int FirstYear = 1900;
    private const int LastYear = 2200;

    private readonly FactCatalogue catalogue;
    private readonly long[] subjects;
    private readonly Dictionary<long, int> rowOf;
    private readonly FactColumn?[]?[] byYear;
    private readonly Dictionary<long, List<TitleGrant>> titles;
    private FactColumn?[] current = [];
    private int year = -1;
    private int row = -1;

    /// <summary>Starts a table.</summary>
    /// <param name="catalogue">The catalogue whose numbers the values come under.</param>
    /// <param name="subjects">Ids of the subjects in the order of the rows; no id twice.</param>
    public FactTableBuilder(FactCatalogue catalogue, IReadOnlyList<long> subjects)
    {
        this.catalogue = catalogue;
        this.subjects = [.. subjects];
        rowOf = new Dictionary<long, int>(subjects.Count);
        for (var i = 0; i < subjects.Count; i++) rowOf.Add(subjects[i], i);
        byYear = new FactColumn?[]?[LastYear - FirstYear + 2];
        titles = [];
    }

    private FactTableBuilder(FactTableBuilder other)
    {
        catalogue = other.catalogue;
        subjects = other.subjects;
        rowOf = other.rowOf;
        byYear = other.byYear;
        titles = other.titles;
    }

    /// <summary>A second builder of the same table for another thread, which fills other rows (see <see cref="RowsTogether"/>).</summary>
    /// <returns>The builder; the table is built when every thread is done, by any of them.</returns>
    public FactTableBuilder Beside() => new(this);

    /// <summary>Goes to a filing: the following values are of this subject and period. Quickest in the order of the rows.</summary>
    /// <param name="subject">Id of the subject.</param>
    /// <param name="period">The period.</param>
    /// <returns>False when the table does not hold the subject; its values are then not to be set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The period is a year before 1900 or after 2200.</exception>
    public bool Begin(long subject, Period period)
    {
        if (row < 0 || subjects[row] != subject)
        {
            if (row + 1 < subjects.Length && subjects[row + 1] == subject)
            {
                row++;
            }
            else if (!rowOf.TryGetValue(subject, out row))
            {
                row = -1;
                return false;
            }
        }

        if (period.Year != year) GoTo(period);
        return true;
    }

    /// <summary>Sets a value of any type.</summary>
    /// <param name="number">Catalogue number of the fact.</param>
    /// <param name="value">The value; null makes the fact missing again.</param>
    public void Set(int number, FeelValue value)
    {
        if (value.IsNull) current[number]?.Clear(row);
        else Column(number).Write(row, value);
    }

    /// <summary>Sets a number given as significand × 10^−places, without making a value of it.</summary>
    /// <param name="number">Catalogue number of a number or integer fact.</param>
    /// <param name="significand">The digits with their sign.</param>
    /// <param name="places">Decimal places.</param>
    public void SetNumber(int number, long significand, int places) => ((NumberColumn)Column(number)).Write(row, significand, places);

    /// <summary>Sets yes or no.</summary>
    /// <param name="number">Catalogue number of a boolean fact.</param>
    /// <param name="value">Yes or no.</param>
    public void SetTruth(int number, bool value) => ((TruthColumn)Column(number)).Write(row, value);

    /// <summary>Sets a day.</summary>
    /// <param name="number">Catalogue number of a date fact.</param>
    /// <param name="day">The day.</param>
    public void SetDay(int number, DateOnly day) => ((DayColumn)Column(number)).Write(row, day.DayNumber);

    /// <summary>Sets a text without making a string of one that occurred before.</summary>
    /// <param name="number">Catalogue number of a text fact.</param>
    /// <param name="text">The text.</param>
    public void SetText(int number, ReadOnlySpan<char> text) => ((CodeColumn)Column(number)).Write(row, text);

    /// <summary>Adds a title a subject was granted.</summary>
    /// <param name="subject">Id of the subject; one the table does not hold is left out.</param>
    /// <param name="grant">The grant.</param>
    public void Add(long subject, TitleGrant grant)
    {
        if (!rowOf.ContainsKey(subject)) return;
        lock (titles)
        {
            if (!titles.TryGetValue(subject, out var granted)) titles.Add(subject, granted = []);
            granted.Add(grant);
        }
    }

    /// <summary>Finishes the table; the builder must not be used afterwards.</summary>
    /// <returns>The table.</returns>
    public FactTable Build()
    {
        var columns = new Dictionary<(int, int), FactColumn>();
        foreach (var column in byYear.Where(list => list is not null).SelectMany(list => list!).OfType<FactColumn>())
        {
            columns.Add((column.Definition.Number, column.Period.Year), column);
        }

        var granted = titles.ToDictionary(pair => pair.Key, IReadOnlyList<TitleGrant> (pair) => pair.Value);
        return new FactTable(catalogue, subjects, columns, rowOf, granted);
    }

    private void GoTo(Period period)
    {
        if (!period.IsState && (period.Year < FirstYear || period.Year > LastYear))
        {
            throw new ArgumentOutOfRangeException(nameof(period), period, $"Years {FirstYear} to {LastYear} have columns.");
        }

        year = period.Year;
        var index = period.IsState ? 0 : period.Year - FirstYear + 1;
        current = byYear[index] ?? Interlocked.CompareExchange(ref byYear[index], new FactColumn?[catalogue.All.Count], null) ?? byYear[index]!;
    }

    /// <summary>The column of a fact and period, made when it is new: for restoring whole columns.</summary>
    internal FactColumn Column(FactDefinition definition, Period period)
    {
        GoTo(period);
        return Column(definition.Number);
    }

    private FactColumn Column(int number) => current[number] ?? Create(number);

    private FactColumn Create(int number)
    {
        // Another thread may need the same column at the same moment; a column is large, so only one makes it.
        lock (byYear)
        {
            if (current[number] is { } made) return made;
            var column = FactColumn.Create(catalogue[number], new Period(year), subjects.Length);
            Volatile.Write(ref current[number], column);
            return column;
        }
    }
}
