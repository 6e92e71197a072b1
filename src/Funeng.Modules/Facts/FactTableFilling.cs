using System.Text;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Modules.Facts;

/// <summary>
/// Unpacks filings into the columns of a table, subject by subject, from the least to the most trusted filing. The filings of a subject come
/// one after another; their bytes are kept in one buffer until the next subject begins, so that no filing costs memory of its own.
/// </summary>
internal sealed class FactTableFilling(StoredWords words, FactTableBuilder builder)
{
    // Packed days count from another day than DateOnly does.
    private static readonly long FirstDay = FeelDate.From(DateOnly.MinValue).DayNumber;

    private readonly List<PackedFiling> filings = [];
    private readonly Dictionary<string, int> ranks = [];
    private readonly char[] text = new char[FilingPacker.LongestText];
    private byte[] bytes = new byte[64 * 1024];
    private int used;
    private long subject = long.MinValue;

    /// <summary>Takes the filing a scan stands on; the subjects must come in one run each.</summary>
    public void Add(FilingScan scan)
    {
        if (scan.Subject != subject)
        {
            Finish();
            subject = scan.Subject;
        }

        var source = scan.Source;
        if (!ranks.TryGetValue(source, out var rank))
        {
            ranks[source] = rank = words.Sources.Get(source).Rank;
        }

        var packed = scan.Packed;
        if (used + packed.Length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, used + packed.Length));
        }

        packed.CopyTo(bytes.AsSpan(used));
        filings.Add(new PackedFiling(scan.Id, scan.Period, source, rank, scan.Learned, used, packed.Length));
        used += packed.Length;
    }

    /// <summary>Unpacks what was added about the last subject.</summary>
    public void Finish()
    {
        if (filings.Count > 0)
        {
            Fill();
        }

        filings.Clear();
        used = 0;
    }

    private void Fill()
    {
        if (filings.Count > 1)
        {
            filings.Sort(static (left, right) => left.Rank != right.Rank ? right.Rank.CompareTo(left.Rank)
                : left.Learned != right.Learned ? left.Learned.CompareTo(right.Learned) : left.Id.CompareTo(right.Id));
        }

        foreach (var filing in filings)
        {
            if (!builder.Begin(subject, new Period(filing.Period)))
            {
                return;
            }

            var result = Fill(filing, filing.Period == 0 ? Part.Everything : Part.Years);
            if (result == Filled.WithStatesLeft)
            {
                builder.Begin(subject, Period.State);
                result = Fill(filing, Part.States);
            }

            if (result == Filled.TookBack)
            {
                FillWithout();
                return;
            }
        }
    }

    private ReadOnlySpan<byte> Packed(PackedFiling filing) => bytes.AsSpan(filing.Start, filing.Length);

    private Filled Fill(PackedFiling filing, Part part)
    {
        var left = false;
        var reader = new PackedValues.Reader(Packed(filing));
        while (reader.Next())
        {
            if (reader.Kind == PackedKind.TakenBack)
            {
                return Filled.TookBack;
            }

            var number = words.Number(reader.Number);
            if (number < 0)
            {
                continue;
            }

            // In a filing of a year, its states go to the state period.
            var isState = words.IsState(reader.Number);
            if (part == Part.Everything || isState == (part == Part.States))
            {
                Set(number, words.Type(reader.Number), in reader);
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
                SetText(number, reader.Utf8);
                break;
            case PackedKind.LongNumber when type is FactType.Number or FactType.Integer:
                builder.Set(number, reader.Value());
                break;
        }
    }

    private void SetText(int number, ReadOnlySpan<byte> utf8)
    {
        var length = Encoding.UTF8.GetChars(utf8, text);
        builder.SetText(number, text.AsSpan(0, length));
    }

    /// <summary>The rare way: where a source took a value back, the word goes to the next source, so each source's last word is found first.</summary>
    private void FillWithout()
    {
        var said = new Dictionary<(int Rank, string Source, int Number, int Period), (FeelValue Value, long Learned, long Filing)>();
        foreach (var filing in filings)
        {
            var reader = new PackedValues.Reader(Packed(filing));
            while (reader.Next())
            {
                var period = words.IsState(reader.Number) ? 0 : filing.Period;
                said[(filing.Rank, filing.Source, reader.Number, period)] = (reader.Value(), filing.Learned, filing.Id);
            }
        }

        // First away with what was written until the value taken back was met.
        foreach (var word in said.Keys)
        {
            Set(word.Number, word.Period, FeelValue.Null);
        }

        foreach (var (word, last) in said.Where(pair => !pair.Value.Value.IsNull)
            .OrderByDescending(pair => pair.Key.Rank).ThenBy(pair => pair.Value.Learned).ThenBy(pair => pair.Value.Filing))
        {
            Set(word.Number, word.Period, last.Value);
        }
    }

    private void Set(int stored, int period, FeelValue value)
    {
        var number = words.Number(stored);
        if (number >= 0 && FilingPacker.Fits(words.Type(stored), value) && builder.Begin(subject, new Period(period)))
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

    private readonly record struct PackedFiling(long Id, int Period, string Source, int Rank, long Learned, int Start, int Length);
}
