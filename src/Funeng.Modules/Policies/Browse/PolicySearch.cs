using Funeng.Modules.Foundation.Search;
using YamlDotNet.Serialization;

namespace Funeng.Modules.Policies.Browse;

/// <summary>
/// Finds policies by what people say: words of title, text and conditions, other words for the same (<c>synonyms.yaml</c>), and pinyin,
/// in full or by first letters. A sentence without spaces is cut at the words the library itself uses, the longest first.
/// </summary>
public sealed class PolicySearch
{
    private const int LongestWord = 10;

    private readonly PolicyBook book;
    private readonly Dictionary<string, IReadOnlyList<string>> synonyms = [];
    private volatile Index index;

    public PolicySearch(PolicyBook book)
    {
        this.book = book;
        var path = Path.Combine(book.Rules.Folder, "policies", "synonyms.yaml");
        if (File.Exists(path))
        {
            foreach (var group in new DeserializerBuilder().Build().Deserialize<List<List<string>>>(File.ReadAllText(path)) ?? [])
            {
                foreach (var word in group) synonyms[word] = [.. synonyms.GetValueOrDefault(word, []).Concat(group).Distinct()];
            }
        }

        index = Read(book.Policies);
    }

    // The library changes while the site runs: the index is of the policies it was read from.
    private Index Now => ReferenceEquals(index.Policies, book.Policies) ? index : index = Read(book.Policies);

    /// <summary>The policies a text finds, best first; all of them for an empty text.</summary>
    public IReadOnlyList<FoundPolicy> Find(string? text)
    {
        var (entries, terms) = (Now.Entries, Terms(text ?? ""));
        if (terms.Count == 0) return string.IsNullOrWhiteSpace(text) ? [.. entries.Select(entry => new FoundPolicy(entry.Policy, 0, null))] : [];
        var found = entries.Select(entry => entry.Score(terms)).ToList();
        // Of a sentence not every word need occur; the rarer ones count for more.
        var weights = terms.Select((_, at) => Math.Log(1 + (entries.Count / (1.0 + found.Count(one => one.Scores[at] > 0))))).ToList();
        return [.. found.Select(one => new FoundPolicy(one.Policy, one.Scores.Select((score, at) => score * weights[at]).Sum(), one.Clause))
            .Where(one => one.Score > 0).OrderBy(one => Nearness(one.Policy, text!.Trim())).ThenByDescending(one => one.Score).ThenBy(one => one.Policy.Id, StringComparer.Ordinal)];
    }

    // What is called 稳外贸 comes before what shares a part of it with 稳外资, however rare that part is.
    private static SearchNearness Nearness(PolicyDocument policy, string text) =>
        SearchNearnessOf.Text(policy.Title, text) != SearchNearness.Alike ? SearchNearness.Same
        : policy.Topics.Concat(policy.Benefits.Select(benefit => benefit.Title)).Any(word => SearchNearnessOf.Text(word, text) != SearchNearness.Alike) ? SearchNearness.Says
        : SearchNearness.Alike;

    /// <summary>The words of a text as they are looked for, each with the other words for it.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> Terms(string text) =>
        [.. text.Split([' ', '　', ',', '，', '。', '、', '?', '？', '!', '！', ';', '；'], StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(Cut).Distinct().Take(12).Select(Others)];

    // zhaoren is 招人, and stands for all that 招人 stands for.
    private IReadOnlyList<string> Others(string word)
    {
        var said = word.Length > 1 && word.All(char.IsAsciiLetter) ? [word, .. synonyms.Keys.Where(key => PinyinSyllables.IsWord(key, word))] : (List<string>)[word];
        return [.. said.Concat(said.SelectMany(one => synonyms.GetValueOrDefault(one, []))).Distinct()];
    }

    private Index Read(IReadOnlyList<PolicyDocument> policies) => new(
        policies, [.. policies.Select(policy => new Entry(policy))],
        [.. synonyms.Keys, .. policies.SelectMany(policy => policy.Topics), .. policies.SelectMany(policy => policy.Benefits.Select(benefit => benefit.Title).Append(policy.Title)).SelectMany(Pairs), .. book.Rules.Catalogue.All.Select(fact => fact.Name).Where(name => name.Length <= LongestWord)]);

    // Two characters that stand together in a title: 培训, 设备. What stands in many titles weighs little.
    private static IEnumerable<string> Pairs(string title) =>
        Enumerable.Range(0, Math.Max(0, title.Length - 1)).Select(at => title.Substring(at, 2)).Where(pair => pair.All(letter => letter is >= '\u4e00' and <= '\u9fff'));

    private IEnumerable<string> Cut(string part)
    {
        var words = Now.Words;
        if (part.All(char.IsAscii)) return [part.ToLowerInvariant()];
        var cut = new List<string>();
        for (var at = 0; at < part.Length;)
        {
            var length = Enumerable.Range(2, LongestWord - 1).Reverse().FirstOrDefault(length => at + length <= part.Length && words.Contains(part.Substring(at, length)));
            if (length > 0) cut.Add(part.Substring(at, length));
            at += Math.Max(1, length);
        }

        return cut.Count > 0 ? cut : [part];
    }

    private sealed record Index(IReadOnlyList<PolicyDocument> Policies, IReadOnlyList<Entry> Entries, HashSet<string> Words);

    private sealed class Entry(PolicyDocument policy)
    {
        private readonly string initials = PinyinInitials.Of(policy.Title);

        private readonly (string Text, int Weight)[] fields =
        [
            (policy.Title + policy.Number + policy.Id, 8),
            (string.Join(' ', policy.Topics) + string.Join(' ', policy.Benefits.Select(benefit => benefit.Title)), 5),
            (policy.Summary + policy.Issuer + policy.Office, 3),
            (string.Join(' ', policy.Benefits.SelectMany(benefit => benefit.Conditions).Select(condition => condition.Label + condition.Rule)), 3),
            (string.Join(' ', policy.Clauses.Select(clause => clause.Text + clause.Plain)), 2),
        ];

        private readonly (string Text, double Weight)[] spoken =
        [
            (policy.Title, 7), (string.Join(' ', policy.Topics) + " " + string.Join(' ', policy.Benefits.Select(benefit => benefit.Title)), 5), (policy.Summary + policy.Issuer + policy.Office, 2),
        ];

        public PolicyDocument Policy => policy;

        public (PolicyDocument Policy, IReadOnlyList<double> Scores, PolicyClause? Clause) Score(IReadOnlyList<IReadOnlyList<string>> terms) =>
            (policy, [.. terms.Select(Score)], policy.Clauses.FirstOrDefault(clause => terms.Any(term => term.Any(word => clause.Text.Contains(word, StringComparison.OrdinalIgnoreCase)))));

        private double Score(IReadOnlyList<string> term)
        {
            var best = 0.0;
            for (var at = 0; at < term.Count; at++)
            {
                // The word itself counts for more than another word for it.
                var nearness = term.Count > 1 && at > 0 ? 0.8 : 1;
                foreach (var (text, weight) in fields)
                {
                    if (text.Contains(term[at], StringComparison.OrdinalIgnoreCase)) best = Math.Max(best, weight * nearness);
                }

                if (term[at].Length > 1 && term[at].All(char.IsAsciiLetter) && at == 0)
                {
                    if (initials.Contains(term[at], StringComparison.Ordinal)) best = Math.Max(best, 6);
                    if (term[at].Length > 2) best = Math.Max(best, spoken.Where(field => PinyinSyllables.Says(field.Text, term[at])).Select(field => field.Weight).DefaultIfEmpty(0).Max());
                }
            }

            return best;
        }
    }
}

/// <param name="Clause">A clause that says one of the words; null when only title or conditions do.</param>
public sealed record FoundPolicy(PolicyDocument Policy, double Score, PolicyClause? Clause);
