using System.Text;
using System.Text.RegularExpressions;
using Funeng.Engines.Notices;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Notices;

/// <summary>The lines that an element shows: paragraphs and, for tables of data, rows.</summary>
internal sealed partial class HtmlBlocks
{
    private static readonly HashSet<string> Inline =
        ["", "span", "a", "b", "strong", "i", "em", "u", "font", "sup", "sub", "label", "small", "mark", "ins", "del", "s", "o:p", "st1:chsdate", "big", "abbr", "cite", "code", "q", "img", "wbr", "bdo"];

    private readonly List<NoticeBlock> blocks = [];
    private readonly StringBuilder line = new();

    private HtmlBlocks()
    {
    }

    public static List<NoticeBlock> Of(HtmlNode node)
    {
        var reader = new HtmlBlocks();
        reader.Walk(node);
        reader.Flush();
        return reader.blocks;
    }

    // A page whose scripts show its body later is not hidden for a reader without them.
    public static bool IsHidden(HtmlNode node) => node.Name is "head" or "title" || node.Name != "body" && IsConcealed(node);

    private static bool IsConcealed(HtmlNode node) => Hidden().IsMatch(node["style"]) || node["hidden"].Length > 0;

    private void Walk(HtmlNode node)
    {
        if (IsHidden(node)) return;
        if (node.Name == "br") { Flush(); return; }
        if (node.Name == "table" && IsData(node)) { Rows(node); return; }
        if (node.Name.Length == 0) line.Append(node.Text);
        var isInline = Inline.Contains(node.Name);
        if (!isInline) Flush();
        foreach (var child in node.Children) Walk(child);
        if (!isInline) Flush();
    }

    private void Rows(HtmlNode table)
    {
        Flush();
        foreach (var row in table.All().Where(node => node.Name == "tr"))
        {
            var cells = row.Children.Where(cell => cell.Name is "td" or "th").Select(cell => string.Concat(Of(cell).Select(block => block.Text)));
            var text = string.Join('\t', cells).Trim('\t');
            if (text.Trim().Length > 0) blocks.Add(new NoticeBlock(text, IsTableRow: true));
        }
    }

    // A table that lays out the page holds paragraphs or tables in its cells.
    private static bool IsData(HtmlNode table)
    {
        var rows = table.All().Where(node => node.Name == "tr").Take(400).ToList();
        return rows.Count > 1 && rows.Exists(row => row.Children.Count(cell => cell.Name is "td" or "th") > 1)
            && !table.Children.SelectMany(child => child.All()).Any(node => node.Name == "table")
            && rows.Average(row => row.All().Sum(node => node.Text.Length)) < 1200;
    }

    private void Flush()
    {
        var text = Blanks().Replace(ChineseText.WithoutStray(line.ToString()), " ").Trim(' ', '　', ' ');
        line.Clear();
        if (text.Length > 0) blocks.Add(new NoticeBlock(text));
    }

    [GeneratedRegex(@"display\s*:\s*none|visibility\s*:\s*hidden", RegexOptions.IgnoreCase)]
    private static partial Regex Hidden();

    [GeneratedRegex(@"[\s ​﻿]+")]
    private static partial Regex Blanks();
}
