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
            start = end + 1;
        }
    }

    [GeneratedRegex(@"给予|予以|最高|封顶|按照?.{0,24}(?:标准|比例|%|计算|方式)|可(?:按规定)?(?:申请|享受|申报|获得)|(?:奖励|奖补|补贴|补助|资助)[0-9]|(?:[0-9]|元|%)的?(?:一次性)?(?:奖励|奖补|补贴|补助|资助|贴息)|分别(?:奖励|补助)")]
    private static partial Regex Given();

    [GeneratedRegex(@"具备|具有|拥有|符合|必须|须|应当|应|不得|未|无|取得|获得|通过|建有|设有|设立|属于|从事|担任|租赁|签订|为正|盈利|(?:正|实现|保持|有所)增长|(?:不低于|不少于|超过|达到|以上|以下|不超过)")]
    private static partial Regex LooksLikeCondition();
}
