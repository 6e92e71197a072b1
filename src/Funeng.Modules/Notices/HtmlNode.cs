using System.Net;
using System.Text.RegularExpressions;

namespace Funeng.Modules.Notices;

/// <summary>An element of a page, or a piece of its text. The reader is made for pages as they are: open tags, stray tags, comments, scripts.</summary>
internal sealed partial class HtmlNode(string name, string text, IReadOnlyDictionary<string, string> attributes)
{
    // A picture may be written into its tag; what is longer is no tag.
    private const int MaxDepth = 200, MaxTag = 1 << 18;

    private static readonly Dictionary<string, string> NoAttributes = [];

    // What holds no text of the notice; the content of the first four is not even markup.
    private static readonly HashSet<string> Skipped = ["script", "style", "textarea", "noscript", "template", "svg", "select", "button", "iframe", "object", "video", "audio", "canvas"];
    private static readonly HashSet<string> Void = ["br", "img", "meta", "link", "input", "hr", "area", "base", "col", "embed", "source", "track", "wbr", "param"];
    private static readonly HashSet<string> ClosesItself = ["p", "li", "tr", "td", "th", "option", "dd", "dt"];

    /// <summary>Lower-case name of the element; empty for text.</summary>
    public string Name { get; } = name;

    public string Text { get; } = text;

    public List<HtmlNode> Children { get; } = [];

    public string this[string attribute] => attributes.GetValueOrDefault(attribute, "");

    public IEnumerable<HtmlNode> All()
    {
        var open = new Stack<HtmlNode>([this]);
        while (open.TryPop(out var node))
        {
            yield return node;
            for (var i = node.Children.Count - 1; i >= 0; i--) open.Push(node.Children[i]);
        }
    }

    public static HtmlNode Parse(string html)
    {
        var root = new HtmlNode("#root", "", NoAttributes);
        var open = new List<HtmlNode> { root };
        var position = 0;
        while (position < html.Length)
        {
            var tag = html.IndexOf('<', position);
            if (tag < 0) tag = html.Length;
            if (tag > position) open[^1].Children.Add(new HtmlNode("", WebUtility.HtmlDecode(html[position..tag]), NoAttributes));
            position = tag < html.Length ? ReadTag(html, tag, open) : tag;
        }

        return root;
    }

    private static int ReadTag(string html, int start, List<HtmlNode> open)
    {
        if (html.AsSpan(start).StartsWith("<!--"))
            return html.IndexOf("-->", start + 4, StringComparison.Ordinal) is >= 0 and var endOfComment ? endOfComment + 3 : html.Length;
        var match = Tag().Match(html, start, Math.Min(MaxTag, html.Length - start));
        if (!match.Success)
        {
            // A lone sign, a doctype or a processing instruction.
            if (start + 1 < html.Length && html[start + 1] is '!' or '?') return html.IndexOf('>', start) is >= 0 and var end ? end + 1 : html.Length;
            open[^1].Children.Add(new HtmlNode("", "<", NoAttributes));
            return start + 1;
        }

        var name = match.Groups["name"].Value.ToLowerInvariant();
        var next = start + match.Length;
        if (match.Groups["close"].Length > 0) Close(open, name);
        else if (Skipped.Contains(name)) return match.Groups["self"].Length > 0 ? next : EndOf(html, name, next);
        else Open(open, name, match.Groups["attributes"].Value, match.Groups["self"].Length > 0);
        return next;
    }

    private static void Open(List<HtmlNode> open, string name, string attributes, bool isClosed)
    {
        if (ClosesItself.Contains(name) && open[^1].Name == name) open.RemoveAt(open.Count - 1);
        var node = new HtmlNode(name, "", Read(attributes));
        open[^1].Children.Add(node);
        if (!isClosed && !Void.Contains(name) && open.Count < MaxDepth) open.Add(node);
    }

    private static void Close(List<HtmlNode> open, string name)
    {
        var index = open.FindLastIndex(node => node.Name == name);
        if (index > 0) open.RemoveRange(index, open.Count - index);
    }

    private static int EndOf(string html, string name, int from)
    {
        var end = html.IndexOf("</" + name, from, StringComparison.OrdinalIgnoreCase);
        if (end < 0) return html.Length;
        var close = html.IndexOf('>', end);
        return close < 0 ? html.Length : close + 1;
    }

    private static Dictionary<string, string> Read(string attributes)
    {
        var read = new Dictionary<string, string>();
        foreach (Match match in Attribute().Matches(attributes))
        {
            var value = match.Groups["double"].Success ? match.Groups["double"] : match.Groups["single"].Success ? match.Groups["single"] : match.Groups["bare"];
            read.TryAdd(match.Groups["name"].Value.ToLowerInvariant(), WebUtility.HtmlDecode(value.Value));
        }

        return read;
    }

    // Outside quotes a sign that opens ends the try: it is not looked for across all further tags.
    [GeneratedRegex(@"\G<(?<close>/?)(?<name>[A-Za-z][A-Za-z0-9:_-]*)(?<attributes>(?>[^""'<>/]+|""[^""]*""|'[^']*'|/(?!>)|[""'])*)(?<self>/?)>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"(?<name>[A-Za-z_:][-A-Za-z0-9_:.]*)\s*(?:=\s*(?:""(?<double>[^""]*)""|'(?<single>[^']*)'|(?<bare>[^\s""'>]+)))?")]
    private static partial Regex Attribute();
}
