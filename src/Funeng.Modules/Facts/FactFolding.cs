using System.Text.Json;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Modules.Facts;

/// <summary>
/// Turns the filings of one subject into its present facts: of each source its latest word, of all sources the most trusted one.
/// A source that took its value back says nothing.
/// </summary>
internal sealed class FactFolding(FactCatalogue catalogue, FactSources sources, Numbering numbering)
{
    private readonly Dictionary<string, Dictionary<string, string>> headings = [];

    /// <summary>The present view of filings that all count, given oldest first.</summary>
    public SubjectFacts Present(IReadOnlyList<StoredFiling> filings, IEnumerable<TitleGrantRow> grants)
    {
        var builder = new SubjectFacts.Builder(catalogue).TitlesAreAsFiled();
        var latest = LatestOfEachSource(filings.SelectMany(Values));
        foreach (var said in latest.Values.Where(word => !word.Value.IsNull).GroupBy(word => (word.Number, word.Period)))
        {
            var best = Best(said);
            if (numbering.KeyOf(best.Number) is { } key && catalogue.Find(key) is { } definition)
            {
                builder.Add(new Fact(definition, best.Value, new Period(best.Period), Ref(best, key), best.Filing.LearnedAt));
            }
        }

        foreach (var grant in grants)
        {
            var reference = new FilingRef(grant.Id, sources.Get(grant.Source).Name, grant.Place, grant.Reporter);
            builder.Add(new TitleGrant(grant.Scheme, grant.Award, grant.ValidFrom, grant.ValidTo, reference, grant.LearnedAt) { IsUndated = grant.Undated });
        }

        return builder.Build();
    }

    /// <summary>Everything ever said, with its standing; <paramref name="filings"/> oldest first, the result newest first.</summary>
    public IReadOnlyList<FactEntry> History(IReadOnlyList<StoredFiling> filings, string? key)
    {
        var said = filings.SelectMany(Values).Where(word => key is null || numbering.KeyOf(word.Number) == key).ToList();
        var latest = LatestOfEachSource(said.Where(word => word.Filing.WithdrawnAt is null));
        var best = latest.Values.Where(word => !word.Value.IsNull)
            .GroupBy(word => (word.Number, word.Period))
            .Select(Best)
            .ToHashSet();
        return [.. said.Select(word => Entry(word, Standing(word, latest, best))).Reverse()];
    }

    /// <summary>Where sources differ today.</summary>
    public static IReadOnlyList<FactConflict> Conflicts(IEnumerable<FactEntry> history) =>
    [
        .. history.Where(entry => entry.Standing is EntryStanding.Present or EntryStanding.Outranked)
            .GroupBy(entry => (entry.Key, entry.Period))
            .Where(group => group.Select(entry => entry.Value).Distinct().Skip(1).Any())
            .Select(group => new FactConflict(group.Key.Key, group.Key.Period, [.. group.OrderBy(entry => entry.Source.Rank)])),
    ];

    /// <summary>True when a filing uses a number that another process gave after this numbering was read: read it anew and fold again.</summary>
    public bool MetNewNumber { get; private set; }

    private Word Best(IEnumerable<Word> said) => said
        .OrderBy(word => sources.Get(word.Filing.Source).Rank)
        .ThenByDescending(word => word.Filing.LearnedAt)
        .ThenByDescending(word => word.Filing.Id)
        .First();

    private static Dictionary<(int, int, string), Word> LatestOfEachSource(IEnumerable<Word> oldestFirst)
    {
        var latest = new Dictionary<(int, int, string), Word>();
        foreach (var word in oldestFirst)
        {
            latest[(word.Number, word.Period, word.Filing.Source)] = word;
        }

        return latest;
    }

    private static EntryStanding Standing(Word word, Dictionary<(int, int, string), Word> latest, HashSet<Word> best)
    {
        if (word.Filing.WithdrawnAt is not null)
        {
            return EntryStanding.Withdrawn;
        }

        if (!ReferenceEquals(latest[(word.Number, word.Period, word.Filing.Source)], word))
        {
            return EntryStanding.Corrected;
        }

        if (word.Value.IsNull)
        {
            return EntryStanding.TakesBack;
        }

        return best.Contains(word) ? EntryStanding.Present : EntryStanding.Outranked;
    }

    private List<Word> Values(StoredFiling filing)
    {
        var words = new List<Word>();
        var reader = new PackedValues.Reader(filing.Packed);
        while (reader.Next())
        {
            MetNewNumber |= numbering.KeyOf(reader.Number) is null;
            words.Add(new Word(filing, reader.Number, IsState(reader.Number) ? 0 : filing.Period, reader.Value()));
        }

        return words;
    }

    private FactEntry Entry(Word word, EntryStanding standing)
    {
        var key = numbering.KeyOf(word.Number) ?? "";
        var filing = word.Filing;
        return new FactEntry(
            filing.Id, key, word.Value, new Period(word.Period), sources.Get(filing.Source), Place(filing, key), filing.Reporter, filing.LearnedAt, standing)
        {
            Batch = filing.Batch,
            WithdrawnAt = filing.WithdrawnAt,
            WithdrawnBy = filing.WithdrawnBy,
            WithdrawalReason = filing.WithdrawalReason,
        };
    }

    private FilingRef Ref(Word word, string key) =>
        new(word.Filing.Id, sources.Get(word.Filing.Source).Name, Place(word.Filing, key), word.Filing.Reporter);

    private string Place(StoredFiling filing, string key)
    {
        if (!headings.TryGetValue(filing.Headings, out var ofBatch))
        {
            headings[filing.Headings] = ofBatch = JsonSerializer.Deserialize<Dictionary<string, string>>(filing.Headings) ?? [];
        }

        var column = ofBatch.GetValueOrDefault(Heading(key, new Period(filing.Period)));
        return column is null ? filing.Place : $"{filing.Place} {column}".Trim();
    }

    /// <summary>How a column is named in a batch's headings.</summary>
    public static string Heading(string key, Period period) => $"{key}@{period}";

    /// <summary>A state that came in a filing of some year is still a state: its latest filing holds.</summary>
    public static bool IsState(FactDefinition? definition) => definition?.Origin is FactOrigin.Filed { PerYear: false };

    private bool IsState(int number) => numbering.KeyOf(number) is { } key && IsState(catalogue.Find(key));

    private sealed class Word(StoredFiling filing, int number, int period, FeelValue value)
    {
        public StoredFiling Filing { get; } = filing;

        public int Number { get; } = number;

        public int Period { get; } = period;

        public FeelValue Value { get; } = value;
    }
}
