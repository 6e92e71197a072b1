using System.Text;
using System.Text.RegularExpressions;
using Funeng.Engines.Notices;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Notices;

/// <summary>
/// Paragraphs out of the lines that <c>pdftotext -layout</c> gives: what is printed at the head and foot of the pages is left out, broken lines are joined (over
/// the end of a page too), a line set in begins a paragraph, and what stands far apart in a line becomes the cells of a row.
/// </summary>
internal static partial class PdfLayout
{
    private const int LongestNumber = 30, ShortestFull = 20, SetIn = 2, InMiddle = 8, Ragged = 8;

    public static IEnumerable<NoticeBlock> Paragraphs(string text)
    {
        var pages = Bodies(text);
        // Where no paragraph is set in, only its last line tells where one ends.
        var setsIn = pages.Sum(page => page.Count(line => line.Text.Length >= ShortestFull && line.Indent - Margin(page) is >= SetIn and < InMiddle)) >= 2;
        var (open, last, wasRow) = (new StringBuilder(), (Line?)null, false);
        foreach (var page in pages)
        {
            var (margin, right) = (Margin(page), page.Count == 0 ? 0 : page.Max(line => line.Right));
            foreach (var line in page)
            {
                if (Cells(line, wasRow) is { } row)
                {
                    if (Close() is { } before) yield return before;
                    yield return new NoticeBlock(row, IsTableRow: true);
                    wasRow = true;
                    continue;
                }

                wasRow = false;
                if (!Continues(line, last, margin, right, setsIn) && Close() is { } done) yield return done;
                open.Append(line.Text);
                last = line with { Indent = line.Indent - margin };
            }
        }

        if (Close() is { } rest) yield return rest;

        NoticeBlock? Close()
        {
            var block = open.Length > 0 ? new NoticeBlock(open.ToString()) : null;
            open.Clear();
            last = null;
            return block;
        }
    }

    private static bool Continues(Line line, Line? last, int margin, int right, bool setsIn)
    {
        if (last is null || line.IsAfterGap || line.IsNumber || last.IsNumber || Beginning().IsMatch(line.Text)) return false;
        var indent = line.Indent - margin;
        if (setsIn) return indent < SetIn && last.Indent < InMiddle && last.Right >= right - Ragged;
        return indent < InMiddle && !Ending().IsMatch(last.Text) && last.Text.Length >= ShortestFull;
    }

    // Lines of each page without its head and foot and without blank ones.
    private static List<List<Line>> Bodies(string text)
    {
        // First the pages: a form feed is a line's end, too.
        var pages = text.Split('\f').Select(page => Lines(page.ReplaceLineEndings("\n").Split('\n'))).Where(page => page.Count > 0).ToList();
        var repeated = new[] { pages.Select(page => Shape(page[0].Text)), pages.Select(page => Shape(page[^1].Text)) }
            .SelectMany(shapes => shapes.GroupBy(shape => shape).Where(group => group.Count() >= 2 && group.Count() * 2 >= pages.Count).Select(group => group.Key)).ToHashSet(StringComparer.Ordinal);
        foreach (var page in pages)
        {
            while (page.Count > 0 && IsPrinted(page[0].Text, repeated)) page.RemoveAt(0);
            while (page.Count > 0 && IsPrinted(page[^1].Text, repeated)) page.RemoveAt(page.Count - 1);
            if (page.Count > 0) page[0] = page[0] with { IsAfterGap = false };
        }

        return pages;
    }

    private static List<Line> Lines(string[] raw)
    {
        var lines = new List<Line>();
        var gaps = 0;
        for (var at = 0; at < raw.Length; at++)
        {
            var text = ChineseText.WithoutStray(raw[at]).TrimEnd();
            if (text.Trim().Length == 0) continue;
            var isAfterGap = at > 0 && raw[at - 1].Trim().Length == 0;
            if (isAfterGap) gaps++;
            lines.Add(new Line(text.Trim(), text.Length - text.TrimStart().Length, Width(text), isAfterGap));
        }

        // With wide spacing a blank line stands between any two and parts nothing.
        return gaps * 2 > lines.Count ? lines.ConvertAll(line => line with { IsAfterGap = false }) : lines;
    }

    private static bool IsPrinted(string line, HashSet<string> repeated) => PageNumber().IsMatch(line) || repeated.Contains(Shape(line));

    private static string Shape(string line) => Digits().Replace(Blanks().Replace(line, ""), "#");

    // Running text begins at the left edge of the page's longest lines.
    private static int Margin(List<Line> page) => page.Where(line => line.Text.Length >= ShortestFull).Select(line => line.Indent).DefaultIfEmpty(page.Count == 0 ? 0 : page.Min(line => line.Indent)).Min();

    private static string? Cells(Line line, bool wasRow)
    {
        var cells = Apart().Split(line.Text);
        return cells.Length >= (wasRow ? 2 : 3) ? string.Join('\t', cells) : null;
    }

    private static int Width(string text) => text.Sum(letter => letter > 0x2E80 ? 2 : 1);

    /// <param name="Right">Column in which it ends.</param>
    /// <param name="IsAfterGap">Whether a blank line stands before it.</param>
    private sealed record Line(string Text, int Indent, int Right, bool IsAfterGap)
    {
        // A document number below a title stands by itself, however long the title is.
        public bool IsNumber => Text.Length <= LongestNumber && Text.EndsWith('号') && NoticeNumbers.Find(Text) is not null;
    }

    [GeneratedRegex(@"^(?:第[一二三四五六七八九十百\d]+[条章]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d))")]
    private static partial Regex Beginning();

    [GeneratedRegex("[。：；！？]$")]
    private static partial Regex Ending();

    // - 3 -, 3/12, 第3页 共12页, and what a browser prints: its address and the moment.
    [GeneratedRegex(@"^(?:[-—–\s]*\d{1,3}[-—–\s]*|\d{1,3}\s*/\s*\d{1,3}|第\s*\d+\s*页(?:[，,\s]*共\s*\d+\s*页)?|(?:https?|file)://\S+\s+\d+/\d+|\d{1,4}/\d{1,2}/\d{1,4},?\s+\d{1,2}:\d{2}(?:\s*[AP]M)?\s.*)$")]
    private static partial Regex PageNumber();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\s{3,}")]
    private static partial Regex Apart();
}
