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

    private NameTable(List<Entry> entries, Dictionary<int, int[]> postings, Dictionary<string, int> byCode)
    {
        this.entries = entries;
        this.postings = postings;
        this.byCode = byCode;
    }

    public int Count => entries.Count;

    public FoundEnterprises Search(string text, Scope scope, int skip, int take)
    {
        var query = Normal(text);
        if (query.Length == 0)
        {
            return FoundEnterprises.None;
        }

        // A code outside the scope is searched on like one that nobody has: the two must answer alike.
        if (byCode.TryGetValue(query, out var exact) && Covers(scope, entries[exact]))
        {
            return new([Found(entries[exact], query)], 1);
        }

        // Blanks separate words that must all occur.
        var words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var best = new List<(int Rank, int Entry)>();
        foreach (var candidate in Candidates(words))
        {
            var entry = entries[candidate];
            if (entry.Rank(words) is { } rank && Covers(scope, entry))
            {
                best.Add((rank, candidate));
            }
        }

        // Codes have no neighbours worth offering.
        if (best.Count == 0 && words is [{ Length: > 2 } only] && only.Any(character => character > 127))
        {
            return Near(only, scope, skip, take);
        }

        return Page(best, query, skip, take);
    }

    // 淄博陶瓷 finds 淄博华光陶瓷科技: nothing holds the words as they stand, so names that hold most of their pairs are offered.
    private FoundEnterprises Near(string word, Scope scope, int skip, int take)
    {
        var counts = new Dictionary<int, int>();
        var pairs = 0;
        foreach (var key in PairKeys(word).Distinct())
        {
            pairs++;
            foreach (var candidate in postings.GetValueOrDefault(key, []).Take(MostLookedAt))
            {
                counts[candidate] = counts.GetValueOrDefault(candidate) + 1;
            }
        }

        // At least half of the pairs, and two of them.
        var least = Math.Max(2, (pairs + 1) / 2);
        var best = counts.Where(pair => pair.Value >= least && Covers(scope, entries[pair.Key]))
            .Select(pair => (Rank: -pair.Value, Entry: pair.Key)).ToList();
        return Page(best, word, skip, take);
    }

    private FoundEnterprises Page(List<(int Rank, int Entry)> found, string query, int skip, int take)
    {
        IEnumerable<(int Rank, int Entry)> order = found.Count <= 20_000
            ? found.OrderBy(hit => hit.Rank).ThenBy(hit => entries[hit.Entry].Name.Length).ThenBy(hit => hit.Entry)
            : found.OrderBy(hit => hit.Rank);
        return new([.. order.Skip(skip).Take(take).Select(hit => Found(entries[hit.Entry], query))], found.Count);
    }

    private IEnumerable<int> Candidates(string[] words)
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
        private readonly HashSet<int> keys = [];

        public void Add(long id, string code, string name, IEnumerable<string> others, string? region, string? zone)
        {
            string[] otherNames = [.. others];
            // Line breaks keep a match from running from one name into the next.
            var search = string.Join('\n', [Normal(name), .. otherNames.Select(Normal), Initials.Of(name), code]);
            var number = entries.Count;
            entries.Add(new Entry(id, code, name, search, otherNames, region, zone));
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

        public NameTable Build() => new(entries, postings.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()), byCode);
    }
}
