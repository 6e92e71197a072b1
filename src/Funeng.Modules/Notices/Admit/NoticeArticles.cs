using System.Text.RegularExpressions;

namespace Funeng.Modules.Notices.Admit;

/// <summary>Which sentence of a notice speaks of which of its awards: its own sentence, and the article (第二条, 三、) it stands in where that gives only one thing.</summary>
internal static partial class NoticeArticles
{
    /// <param name="sentences">All of the notice, in order.</param>
    /// <param name="awards">Where its awards stand.</param>
    /// <returns>For a sentence the number of its award, from 1; a sentence that concerns all, or nobody knows which, is not in it.</returns>
    public static IReadOnlyDictionary<int, int> Awards(IReadOnlyList<string> sentences, IReadOnlyList<int> awards)
    {
        var article = 0;
        var articles = sentences.Select(sentence => Article().IsMatch(sentence) ? ++article : article).ToList();
        var found = new Dictionary<int, int>();
        for (var at = 0; at < sentences.Count; at++)
        {
            List<int> here = [.. awards.Where(award => award == at || articles[at] > 0 && articles[award] == articles[at])];
            if (awards.Contains(at)) found[at] = Number(at);
            else if (here is [var only]) found[at] = Number(only);
        }

        return found;

        int Number(int award) => awards.ToList().IndexOf(award) + 1;
    }

    [GeneratedRegex("^\\s*(?:第[一二三四五六七八九十百0-9]{1,4}条|[一二三四五六七八九十]{1,3}、)")]
    private static partial Regex Article();
}
