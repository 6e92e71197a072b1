using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>Pieces of a sentence that look like conditions but stand in no draft.</summary>
internal static partial class Leftovers
{
    public static IEnumerable<string> Find(string text, List<Atom> atoms)
    {
        var start = 0;
        while (start < text.Length)
        {
            var end = text.IndexOfAny(['，', '；', '。', '：'], start);
            if (end < 0) end = text.Length;
            var piece = text[start..end];
            if (piece.Length > 1 && !atoms.Exists(atom => atom.Start < end && atom.End > start) && !Given().IsMatch(piece) && LooksLikeCondition().IsMatch(piece))
                yield return piece.Replace("□", "", StringComparison.Ordinal);
            foreach (var rest in Beside(text, start, end, atoms)) yield return rest;
            start = end + 1;
        }
    }

    // What stands in a piece beside what was read of it: one side of an "and" or "or", or a name for a kind of enterprise.
    private static IEnumerable<string> Beside(string text, int start, int end, List<Atom> atoms)
    {
        List<Atom> read = [.. atoms.Where(atom => atom.Start < end && atom.End > start)];
        if (read.Count == 0) yield break;
        int[] ends = [start, .. read.Select(atom => Math.Clamp(atom.End, start, end))];
        int[] begins = [.. read.Select(atom => Math.Clamp(atom.Start, start, end)), end];
        for (var at = 0; at < ends.Length; at++)
        {
            if (begins[at] <= ends[at]) continue;
            var rest = text[ends[at]..begins[at]];
            if (Given().IsMatch(rest)) continue;
            if (Kind().Match(rest) is { Success: true } kind) yield return kind.Value;
            else if (Share().Match(rest) is { Success: true } share) yield return share.Value;
        }
    }

    // 高新技术企业且…, …的规模以上企业, 首次升规的…
    [GeneratedRegex("(?:，|、)?或?者?(?:高新技术企业|规模以上|规上|专精特新|小巨人|单项冠军|瞪羚|独角兽|首次升规|新升规|亏损企业)[^，；。]{0,12}")]
    private static partial Regex Kind();

    // 或占销售收入的4%
    [GeneratedRegex("或者?[^，；。□■]{0,12}[0-9]+(?:%|万|亿|人|项|件)")]
    private static partial Regex Share();

    [GeneratedRegex(@"给予|予以|最高|封顶|按照?.{0,24}(?:标准|比例|%|计算|方式)|可(?:按规定)?(?:申请|享受|申报|获得)|(?:奖励|奖补|补贴|补助|资助)[0-9]|(?:[0-9]|元|%)的?(?:一次性)?(?:奖励|奖补|补贴|补助|资助|贴息)|分别(?:奖励|补助)")]
    private static partial Regex Given();

    [GeneratedRegex(@"具备|具有|拥有|符合|必须|须|应当|应|不得|未|无|取得|获得|通过|建有|设有|设立|属于|从事|担任|租赁|签订|为正|盈利|(?:正|实现|保持|有所)增长|(?:不低于|不少于|超过|达到|以上|以下|不超|高于|低于|大于|小于|≥|≤|>|<)")]
    private static partial Regex LooksLikeCondition();
}
