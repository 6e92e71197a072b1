using System.Text.RegularExpressions;

namespace Funeng.Modules.Notices;

/// <summary>
/// The notice inside a page of an authority: the smallest element that holds most of the page's running text, without navigation, shares and
/// footers. What stands around it (fields such as 文号 and 成文日期) becomes hints.
/// </summary>
internal static partial class HtmlNotice
{
    // One paragraph counts up to this, so that a second copy of the whole text in one line outweighs nothing.
    private const int CountedLetters = 300;
    private const double Share = 0.6;

    public static bool IsHtml(string text) => Start().IsMatch(text[..Math.Min(text.Length, 3000)]);

    public static NoticeFileReading Read(string html)
    {
        var page = HtmlNode.Parse(html);
        var main = Main(page);
        var blocks = HtmlBlocks.Of(main).Where(block => !Furniture().IsMatch(block.Text)).ToList();
        return NoticeFile.Bound(blocks, PageHints.Of(page));
    }

    private static HtmlNode Main(HtmlNode page)
    {
        var scores = new Dictionary<HtmlNode, int>(ReferenceEqualityComparer.Instance);
        Score(page, scores);
        var current = page;
        while (current.Children.Where(child => scores.GetValueOrDefault(child) > 0).MaxBy(child => scores[child]) is { } best
            && scores[best] >= Share * scores[current] && best.Name is not ("p" or "span" or "td" or "tr" or "tbody" or "li" or "font" or "strong"))
            current = best;
        // A single cell lays the page out as a div does.
        return current;
    }

    private static int Score(HtmlNode node, Dictionary<HtmlNode, int> scores)
    {
        if (HtmlBlocks.IsHidden(node) || node.Name is "nav" or "footer" or "a") return 0;
        var own = Running(string.Concat(node.Children.Where(child => child.Name is "" or "span" or "font" or "strong" or "b").SelectMany(child => child.All()).Select(child => child.Text)));
        var score = own + node.Children.Where(child => child.Name is not ("" or "span" or "font" or "strong" or "b")).Sum(child => Score(child, scores));
        scores[node] = score;
        return score;
    }

    private static int Running(string text)
    {
        var letters = Math.Min(CountedLetters, text.AsSpan().Trim().Length);
        return letters >= 12 && Marks().IsMatch(text) ? letters : 0;
    }

    [GeneratedRegex(@"<(?:!doctype\s+html|html|head|body|meta|div|p|table)[\s>]", RegexOptions.IgnoreCase)]
    private static partial Regex Start();

    [GeneratedRegex("[，。；：]")]
    private static partial Regex Marks();

    [GeneratedRegex(@"^(?:【?(?:打印|关闭|返回顶部|收藏|纠错)】?|分享到?.{0,20}|.{0,4}字体.{0,12}|【?字号?.{0,12}|扫一扫.{0,20}|浏览(?:次数|量).{0,10}|上一[篇条].*|下一[篇条].*|相关(?:附件|新闻|链接|解读|稿件)[:：]?|当前位置.*|您(?:现在)?的?位置.*|(?:微信|微博|QQ|新浪|关注).{0,12}|(?:信息)?来源[:：].{0,30}|(?:发布|更新)?(?:日期|时间)[:：].{0,60}|政府信息公开|责任编辑.{0,10}|标签[:：]?|[-–—\d\s]{1,4}|次)$")]
    private static partial Regex Furniture();
}
