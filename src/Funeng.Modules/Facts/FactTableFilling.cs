using System.Threading.Channels;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Modules.Facts;

/// <summary>Unpacks filings into the columns of a table, subject by subject, from the least to the most trusted filing.</summary>
internal sealed class FactTableFilling
{
    // Packed days count from another day than DateOnly does.
    private static readonly long FirstDay = FeelDate.From(DateOnly.MinValue).DayNumber;

    private readonly FactTableBuilder builder;
    private readonly int[] catalogueNumbers;
    private readonly FactType[] types;
    private readonly bool[] states;

    public FactTableFilling(FactCatalogue catalogue, FactSources sources, Numbering numbering, IReadOnlyList<long> subjects)
    {
        builder = new FactTableBuilder(catalogue, subjects);
        catalogueNumbers = new int[numbering.Count];
        types = new FactType[numbering.Count];
        states = new bool[numbering.Count];
        for (var number = 0; number < numbering.Count; number++)
        {
            var definition = numbering.KeyOf(number) is { } key ? catalogue.Find(key) : null;
            catalogueNumbers[number] = definition?.Number ?? -1;
            types[number] = definition?.Type ?? default;
            states[number] = FactFolding.IsState(definition);
        }
    }

    public async Task FillAsync(ChannelReader<List<PackedFiling>> groups, CancellationToken cancellation)
    {
        while (await groups.WaitToReadAsync(cancellation))
        {
            while (groups.TryRead(out var group))
            {
                Fill(group);
            }
        }
    }

    public FactTable Build() => builder.Build();

    private void Fill(List<PackedFiling> filings)
    {
        if (filings.Count > 1)
        {
            filings.Sort(static (left, right) => left.Rank != right.Rank ? right.Rank.CompareTo(left.Rank)
                : left.Learned != right.Learned ? left.Learned.CompareTo(right.Learned) : left.Id.CompareTo(right.Id));
        }

        foreach (var filing in filings)
        {
            if (!builder.Begin(filing.Subject, new Period(filing.Period)))
            {
                return;
            }

            var result = Fill(filing, filing.Period == 0 ? Part.Everything : Part.Years);
            if (result == Filled.WithStatesLeft)
            {
                builder.Begin(filing.Subject, Period.State);
                result = Fill(filing, Part.States);
            }

            if (result == Filled.TookBack)
            {
                FillWithout(filings);
                return;
            }
        }
    }

    private Filled Fill(PackedFiling filing, Part part)
    {
        var left = false;
        var reader = new PackedValues.Reader(filing.Packed);
        while (reader.Next())
        {
            if (reader.Kind == PackedKind.TakenBack)
            {
                return Filled.TookBack;
            }

            var number = reader.Number < catalogueNumbers.Length ? catalogueNumbers[reader.Number] : -1;
            if (number < 0)
            {
                continue;
            }

            // In a filing of a year, its states go to the state period.
            var isState = states[reader.Number];
            if (part == Part.Everything || isState == (part == Part.States))
            {
                Set(number, types[reader.Number], in reader);
            }

            left |= isState && part == Part.Years;
        }

        return left ? Filled.WithStatesLeft : Filled.Wholly;
    }

    private void Set(int number, FactType type, in PackedValues.Reader reader)
    {
        // A value of another type than the catalogue has today is left out: missing, never misread.
        switch (reader.Kind)
        {
            case PackedKind.Integer or PackedKind.Decimal when type is FactType.Number or FactType.Integer:
                builder.SetNumber(number, reader.Whole, reader.Scale);
                break;
            case PackedKind.True or PackedKind.False when type == FactType.Boolean:
                builder.SetTruth(number, reader.Kind == PackedKind.True);
                break;
            case PackedKind.Date when type == FactType.Date:
                builder.SetDay(number, DateOnly.FromDayNumber((int)(reader.Whole - FirstDay)));
                break;
            case PackedKind.Text when type == FactType.Text:
            case PackedKind.LongNumber when type is FactType.Number or FactType.Integer:
                builder.Set(number, reader.Value());
                break;
        }
    }

    /// <summary>The rare way: where a source took a value back, the word goes to the next source, so each source's last word is found first.</summary>
    private void FillWithout(List<PackedFiling> filings)
    {
        var words = new Dictionary<(int Rank, string Source, int Number, int Period), FeelValue>();
        foreach (var filing in filings)
        {
            var reader = new PackedValues.Reader(filing.Packed);
            while (reader.Next())
            {
                var period = reader.Number < states.Length && states[reader.Number] ? 0 : filing.Period;
                words[(filing.Rank, filing.Source, reader.Number, period)] = reader.Value();
            }
        }

        // First away with what was written until the value taken back was met.
        foreach (var word in words.Keys)
        {
            Set(filings[0].Subject, word.Number, word.Period, FeelValue.Null);
        }

        foreach (var (word, value) in words.Where(pair => !pair.Value.IsNull).OrderByDescending(pair => pair.Key.Rank))
        {
            Set(filings[0].Subject, word.Number, word.Period, value);
        }
    }

    private void Set(long subject, int stored, int period, FeelValue value)
    {
        var number = stored < catalogueNumbers.Length ? catalogueNumbers[stored] : -1;
        if (number >= 0 && FilingPacker.Fits(types[stored], value) && builder.Begin(subject, new Period(period)))
        {
            builder.Set(number, value);
        }
    }

    private enum Part
    {
        Everything,
        Years,
        States,
    }

    private enum Filled
    {
        Wholly,
        WithStatesLeft,
        TookBack,
    }
}
