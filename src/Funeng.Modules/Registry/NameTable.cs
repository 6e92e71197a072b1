using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Registry;

/// <summary>
/// Names and codes in memory with postings of single characters and pairs of neighbours: which names hold this character, this pair.
/// A search intersects the rarest of them and looks at what is left.
/// </summary>
internal sealed class NameTable
{
    private const int MostLookedAt = 300_000;

    private readonly List<Entry> entries;
    private readonly Dictionary<int, int[]> postings;
    private readonly Dictionary<string, int> byCode;
    private readonly EntryPlaces places;

    private readonly long[] ids;

    private readonly Lazy<ILookup<string, Entry>> changedByCode;

    // What has changed since the table was made: looked at one by one, and its old entry passed over.
    private readonly Dictionary<long, Entry?> changed;

    private NameTable(
        List<Entry> entries, Dictionary<int, int[]> postings, Dictionary<string, int> byCode, EntryPlaces places, long[] ids, Dictionary<long, Entry?> changed)
    {
        this.entries = entries;
        this.postings = postings;
        this.byCode = byCode;
        this.places = places;
        this.changed = changed;
        this.ids = ids;
        changedByCode = new(() => changed.Values.OfType<Entry>().ToLookup(entry => entry.Code));
    }

    /// <summary>How many entries stand beside the table; many make searching slow.</summary>
    public int Changed => changed.Count;

    /// <summary>How many enterprises it holds.</summary>
    public int Count => ids.Length + changed.Sum(pair => (pair.Value is null ? 0 : 1) - (Array.BinarySearch(ids, pair.Key) < 0 ? 0 : 1));

    /// <summary>The same table with some entries as they are now; null for one that is gone.</summary>
    public NameTable With(IEnumerable<(long Id, Entry? Entry)> now)
    {
        var together = new Dictionary<long, Entry?>(changed);
        foreach (var (id, entry) in now)
        {
            together[id] = entry;
        }

        return new NameTable(entries, postings, byCode, places, ids, together);
    }

    /// <param name="text">What is looked for.</param>
    /// <param name="scope">Who looks.</param>
    /// <param name="skip">Hits passed over.</param>
    /// <param name="take">Hits answered.</param>
    /// <param name="enough">Stops when so many are found, for whoever does not need the exact number of all.</param>
    public FoundEnterprises Search(string text, Scope scope, int skip, int take, int enough = int.MaxValue)
    {
        var query = Normal(text);
        if (query.Length == 0)
        {
            return FoundEnterprises.None;
        }

        // A code outside the scope is searched on like one that nobody has: the two must answer alike.
        // Hyphens and quotes in a code are no part of it.
        if ((WithCode(query) ?? WithCode(UnifiedSocialCreditCode.Clean(text))) is { } exact && Covers(scope, exact))
        {
            return new([Found(exact, query)], 1);
        }

        // Blanks separate words that must all occur.
        var words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var best = new List<(int Rank, Entry Entry)>();
        foreach (var entry in places.Within(scope, Candidates(words)).Select(candidate => entries[candidate]).Where(IsCurrent).Concat(changed.Values.OfType<Entry>()))
        {
            if (Covers(scope, entry) && entry.Rank(words) is { } rank)
            {
                best.Add((rank, entry));
                if (best.Count >= enough)
                {
                    break;
                }
            }
        }

        // Whose code is nearly so, NearCodes says: it is offered as a guess, never as what was found.
        if (best.Count == 0 && words is [{ Length: > 2 } only] && only.Any(character => character > 127))
        {
            return Near(only, scope, skip, take);
        }

        return Page(best, query, skip, take);
    }

    /// <summary>The enterprises whose code was meant if one slip explains what was typed, the likeliest first; nobody outside the scope.</summary>
    public IReadOnlyList<FoundEnterprise> NearCodes(string typed, Scope scope, int take)
    {
        var code = UnifiedSocialCreditCode.Clean(typed);
        return [.. CodeSlips.Of(code).Select(WithCode).OfType<Entry>().Where(entry => Covers(scope, entry)).Take(take).Select(entry => Found(entry, code))];
    }

    /// <summary>The words of a search that find the same in names, initials and codes as they are stored: Chinese ones, letters and numbers. Null when one may be anything else.</summary>
    public static IReadOnlyList<string>? PlainWords(string text)
    {
        var words = Normal(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Array.TrueForAll(words, word => word.All(character => character > 127) || IsSpelt(word)) ? words : null;
    }

    /// <summary>Letters and digits only: such a word stands in the initials wherever it stands in the name.</summary>
    public static bool IsSpelt(string word) => word.All(char.IsAsciiLetterOrDigit);

    private bool IsCurrent(Entry entry) => changed.Count == 0 || !changed.ContainsKey(entry.Id);

    private Entry? WithCode(string code) =>
        changedByCode.Value[code].FirstOrDefault() ?? (byCode.TryGetValue(code, out var number) && IsCurrent(entries[number]) ? entries[number] : null);

    // 淄博陶瓷 finds 淄博华光陶瓷科技: nothing holds the words as they stand, so names that hold most of their pairs are offered.
    private FoundEnterprises Near(string word, Scope scope, int skip, int take)
    {
        var counts = new Dictionary<int, int>();
        var pairs = 0;
        foreach (var key in PairKeys(word).Distinct())
        {
            pairs++;
            foreach (var candidate in places.Within(scope, postings.GetValueOrDefault(key, [])).Take(MostLookedAt))
            {
                counts[candidate] = counts.GetValueOrDefault(candidate) + 1;
            }
        }

        // At least half of the pairs, and two of them.
        var least = Math.Max(2, (pairs + 1) / 2);
        var best = counts.Where(pair => pair.Value >= least && IsCurrent(entries[pair.Key]) && Covers(scope, entries[pair.Key]))
            .Select(pair => (Rank: -pair.Value, Entry: entries[pair.Key])).ToList();
        return Page(best, word, skip, take);
    }

    private static FoundEnterprises Page(List<(int Rank, Entry Entry)> found, string query, int skip, int take)
    {
        IEnumerable<(int Rank, Entry Entry)> order = found.Count <= 20_000
            ? found.OrderBy(hit => hit.Rank).ThenBy(hit => hit.Entry.Name.Length).ThenBy(hit => hit.Entry.Id)
            : found.OrderBy(hit => hit.Rank);
        return new([.. order.Skip(skip).Take(take).Select(hit => Found(hit.Entry, query))], found.Count);
    }

    private int[] Candidates(string[] words)
    {
        int[]? smallest = null;
        foreach (var word in words)
        {
            foreach (var key in word.Length == 1 ? [word[0]] : PairKeys(word))
            {
                if (!postings.TryGetValue(key, out var posting))
                {
                    return [];
                }

                smallest = smallest is null || posting.Length < smallest.Length ? posting : smallest;
            }
        }

        return smallest ?? [];
    }

    private static FoundEnterprise Found(Entry entry, string query) => new(
        entry.Id, entry.Code, entry.Name, Array.Find(entry.Others, other => Normal(other).Contains(query, StringComparison.Ordinal)));

    private static bool Covers(Scope scope, Entry entry) => scope.Everything || scope.Covers(entry.Region, entry.Zone, entry.Id);

    private static string Normal(string text) => ChineseText.HalfWidth(text).Trim().ToUpperInvariant();

    private static IEnumerable<int> PairKeys(string word)
    {
        for (var index = 0; index + 1 < word.Length; index++)
        {
            yield return (word[index] << 16) | word[index + 1];
        }
    }

    internal sealed record Entry(long Id, string Code, string Name, string Search, string[] Others, string? Region, string? Zone)
    {
        public static Entry Of(long id, string code, string name, IEnumerable<string> others, string? region, string? zone)
        {
            string[] otherNames = [.. others];
            // Line breaks keep a match from running from one name into the next.
            return new Entry(id, code, name, string.Join('\n', [Normal(name), .. otherNames.Select(Normal), Initials.Of(name), code]), otherNames, region, zone);
        }

        /// <summary>How well the words fit, the lower the better; null when one of them does not occur.</summary>
        public int? Rank(string[] words)
        {
            var rank = 0;
            foreach (var word in words)
            {
                var place = Search.IndexOf(word, StringComparison.Ordinal);
                if (place < 0)
                {
                    return null;
                }

                rank += place;
            }

            return rank;
        }
    }

    internal sealed class Builder
    {
        private readonly List<Entry> entries = [];
        private readonly Dictionary<int, List<int>> postings = [];
        private readonly Dictionary<string, int> byCode = [];
        private readonly EntryPlaces.Builder places = new();
        private readonly HashSet<int> keys = [];

        public void Add(long id, string code, string name, IEnumerable<string> others, string? region, string? zone)
        {
            var entry = Entry.Of(id, code, name, others, region, zone);
            var (search, number) = (entry.Search, entries.Count);
            entries.Add(entry);
            places.Add(region, zone);
            byCode[code] = number;
            keys.Clear();
            for (var index = 0; index < search.Length; index++)
            {
                keys.Add(search[index]);
                if (index + 1 < search.Length)
                {
                    keys.Add((search[index] << 16) | search[index + 1]);
                }
            }

            foreach (var key in keys)
            {
                if (!postings.TryGetValue(key, out var posting))
                {
                    postings[key] = posting = [];
                }

                posting.Add(number);
            }
        }

        public NameTable Build() => new(entries, postings.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()), byCode, places.Build(), [.. entries.Select(entry => entry.Id).Order()], []);
    }
}
