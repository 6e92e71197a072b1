using System.Text.RegularExpressions;
using Funeng.Engines.Notices;

namespace Funeng.Modules.Notices;

/// <summary>What a page says about its notice outside the text: the meta elements of government sites and fields such as 文号：.</summary>
internal static partial class PageHints
{
    public static NoticeHints Of(HtmlNode page)
    {
        var meta = page.All().Where(node => node.Name == "meta" && node["name"].Length > 0)
            .GroupBy(node => node["name"].ToLowerInvariant()).ToDictionary(group => group.Key, group => group.First()["content"].Trim());
        var fields = Fields([.. HtmlBlocks.Of(page).SelectMany(block => block.Text.Split('\t'))]);
        return new NoticeHints
        {
            Title = First(meta.GetValueOrDefault("articletitle"), Heading(page), PageTitle(page)),
            Number = fields.GetValueOrDefault("number"),
            Issuer = First(fields.GetValueOrDefault("issuer"), Source(meta.GetValueOrDefault("contentsource"))),
            MadeOn = NoticeDates.Find(fields.GetValueOrDefault("made") ?? ""),
            PublishedOn = NoticeDates.Find(First(fields.GetValueOrDefault("published"), meta.GetValueOrDefault("pubdate")) ?? ""),
        };
    }

    private static Dictionary<string, string> Fields(List<string> lines)
    {
        var found = new Dictionary<string, string>();
        for (var i = 0; i < lines.Count; i++)
        {
            var match = Field().Match(Blanks().Replace(lines[i], ""));
            if (!match.Success) continue;
            var value = match.Groups["value"].Value;
            if (value.Length == 0 && i + 1 < lines.Count && !Label().IsMatch(lines[i + 1])) value = lines[i + 1];
            var kind = match.Groups["number"].Success ? "number" : match.Groups["issuer"].Success ? "issuer" : match.Groups["made"].Success ? "made" : "published";
            if (value.Length is > 1 and <= 60) found.TryAdd(kind, value);
        }

        return found;
    }

    private static string? Heading(HtmlNode page) =>
        page.All().Where(node => node.Name == "h1" && !HtmlBlocks.IsHidden(node)).Select(node => string.Concat(HtmlBlocks.Of(node).Select(block => block.Text))).FirstOrDefault(text => text.Length > 4);

    // Sites put their name before or behind the title, after a hyphen or an underscore.
    private static string? PageTitle(HtmlNode page)
    {
        var title = page.All().Where(node => node.Name == "title").Select(node => string.Concat(node.All().Select(child => child.Text)).Trim()).FirstOrDefault();
        return title is null ? null : Dashes().Split(title).MaxBy(part => Notice().IsMatch(part) ? part.Length + 100 : part.Length)?.Trim();
    }

    private static string? Source(string? source) => source is { Length: > 3 } && Body().Match(source) is { Success: true } match ? match.Value : null;

    private static string? First(params string?[] values) => values.FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));

    [GeneratedRegex(@"^(?:(?<number>文号|发文字号|发文号|文件编号|公文文号|文件号)|(?<issuer>发布机关|发布机构|发文机关|发文机构|发文单位|制发机关|公开责任部门|发布单位)|(?<made>成文日期|成文时间|发文日期|生成日期|印发日期|签发日期)|(?<published>发布日期|发布时间|公开日期))[:：](?<value>.*)$")]
    private static partial Regex Field();

    [GeneratedRegex(@"^[^:：]{2,12}[:：]\s*$")]
    private static partial Regex Label();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\s*(?:[-_|–—]|>>)+\s*")]
    private static partial Regex Dashes();

    [GeneratedRegex("通知|意见|办法|细则|规定|条例|方案|公告|措施|决定")]
    private static partial Regex Notice();

    [GeneratedRegex(@"^.{2,30}?(?:政府办公厅|政府办公室|人民政府|厅|局|委员会|管委会|委|办公室)")]
    private static partial Regex Body();
}
