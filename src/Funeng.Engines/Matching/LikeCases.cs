namespace Funeng.Engines.Matching;

/// <summary>A case to be compared: what it is about, in words and in two classes.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Title and description, as people wrote them.</param>
/// <param name="Kind">What it is about: land, funds, procedures.</param>
/// <param name="Stage">Where it stood: the stage of the project.</param>
public sealed record ComparedCase(string Id, string Text, string Kind, string Stage);

/// <summary>A past case that is like the one asked about, with the reasons.</summary>
/// <param name="Case">The past case.</param>
/// <param name="Score">From 0 to 1; equal cases have 1.</param>
/// <param name="TextScore">How alike the words are, from 0 to 1.</param>
/// <param name="SharedWords">The longest stretches of text both have, the rarest first.</param>
/// <param name="IsSameKind">Both are of one kind.</param>
/// <param name="IsSameStage">Both stood at the same stage.</param>
public sealed record LikeCase(ComparedCase Case, double Score, double TextScore, IReadOnlyList<string> SharedWords, bool IsSameKind, bool IsSameStage);

/// <summary>Finds the past cases that are most like one: rare words weigh more than common ones, a common kind and stage add to them.</summary>
/// <remarks>
/// Cosine of weighted pairs of characters (Salton 1988; pairs do for Chinese without a dictionary). The same cases give the same answer in the same order.
/// </remarks>
public static class LikeCases
{
    private const double TextWeight = 0.7, KindWeight = 0.2, StageWeight = 0.1;

    // Below this share of the text the likeness is chance: 项目 and 办理 stand everywhere.
    private const double LeastText = 0.06;

    private const int MostWords = 4;

    /// <summary>Finds them.</summary>
    /// <param name="asked">The case asked about; left out of the past if it is there.</param>
    /// <param name="past">The past cases.</param>
    /// <param name="most">Most cases to return.</param>
    /// <returns>The cases, the most alike first.</returns>
    public static IReadOnlyList<LikeCase> Find(ComparedCase asked, IReadOnlyList<ComparedCase> past, int most = 5)
    {
        var others = past.Where(other => other.Id != asked.Id).ToList();
        var pairs = others.ConvertAll(other => PairsOf(other.Text));
        var own = PairsOf(asked.Text);
        var found = pairs.Append(own).SelectMany(each => each.Keys).GroupBy(pair => pair).ToDictionary(group => group.Key, group => group.Count());
        double Weight(string pair) => Math.Log(1 + ((others.Count + 1.0) / found[pair]));
        var length = LengthOf(own, Weight);
        return
        [
            .. others.Select((other, index) => Compare(asked, other, own, pairs[index], length, Weight))
                .Where(like => like.TextScore >= LeastText).OrderByDescending(like => like.Score).ThenBy(like => like.Case.Id, StringComparer.Ordinal).Take(most),
        ];
    }

    private static LikeCase Compare(ComparedCase asked, ComparedCase other, Dictionary<string, int> own, Dictionary<string, int> pairs, double length, Func<string, double> weight)
    {
        var shared = own.Keys.Where(pairs.ContainsKey).ToHashSet();
        var product = shared.Sum(pair => own[pair] * pairs[pair] * weight(pair) * weight(pair));
        var both = length * LengthOf(pairs, weight);
        var text = both == 0 ? 0 : Math.Min(1, product / both);
        var (isSameKind, isSameStage) = (asked.Kind.Length > 0 && asked.Kind == other.Kind, asked.Stage.Length > 0 && asked.Stage == other.Stage);
        var score = (TextWeight * text) + (isSameKind ? KindWeight : 0) + (isSameStage ? StageWeight : 0);
        return new LikeCase(other, score, text, Words(asked.Text, shared, weight), isSameKind, isSameStage);
    }

    private static double LengthOf(Dictionary<string, int> pairs, Func<string, double> weight) => Math.Sqrt(pairs.Sum(pair => Math.Pow(pair.Value * weight(pair.Key), 2)));

    /// <summary>Neighbouring letters and digits by twos; marks and spaces part them.</summary>
    private static Dictionary<string, int> PairsOf(string text)
    {
        var pairs = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index + 1 < text.Length; index++)
        {
            if (PairAt(text, index) is { } pair) pairs[pair] = pairs.GetValueOrDefault(pair) + 1;
        }

        return pairs;
    }

    private static string? PairAt(string text, int index) =>
        char.IsLetterOrDigit(text[index]) && char.IsLetterOrDigit(text[index + 1]) ? text.Substring(index, 2).ToLowerInvariant() : null;

    /// <summary>Stretches of the text whose pairs are all shared, by the weight of their pairs.</summary>
    private static List<string> Words(string text, HashSet<string> shared, Func<string, double> weight)
    {
        var words = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var index = 0; index + 1 < text.Length; index++)
        {
            var (start, sum) = (index, 0.0);
            while (index + 1 < text.Length && PairAt(text, index) is { } pair && shared.Contains(pair))
            {
                sum += weight(pair);
                index++;
            }

            if (index > start) words[text[start..(index + 1)]] = sum;
        }

        return [.. words.OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal).Select(word => word.Key).Take(MostWords)];
    }
}
