using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>Title, number, issuer and date of a notice, and which of its lines carry them.</summary>
internal sealed partial class NoticeHeading
{
    private const int HeadLines = 14;
    private const int TailLines = 12;

    private readonly NoticeText notice;
    private readonly List<string> lines;
    private readonly HashSet<int> used = [];

    private NoticeHeading(NoticeText notice)
    {
        this.notice = notice;
        lines = [.. notice.Blocks.Select(block => block.IsTableRow ? "" : block.Text.Trim())];
    }

    public string? Title { get; private set; }

    public string? Number { get; private set; }

    public string? Issuer { get; private set; }

    public DateOnly? Issued { get; private set; }

    /// <summary>Lines that are heading or signature and no sentences.</summary>
    public IReadOnlySet<int> Used => used;

    public static NoticeHeading Read(NoticeText notice)
    {
        var heading = new NoticeHeading(notice);
        heading.Number = heading.FindNumber();
        heading.Title = heading.FindTitle();
        heading.Sign();
        heading.Issuer ??= heading.FindIssuer();
        heading.Issued = heading.Printed() ?? heading.Issued ?? heading.FindDate();
        return heading;
    }

    // A number is the notice's own when it stands alone on a line near the title, in a field, or in the bracket under the title.
    private string? FindNumber()
    {
        for (var i = 0; i < Math.Min(lines.Count, HeadLines); i++)
        {
            if (lines[i].Length > 40 || NoticeNumbers.Whole(Field().Replace(lines[i], "")) is not { } number) continue;
            used.Add(i);
            return number;
        }

        if (notice.Hints.Number is { } field && NoticeNumbers.Find(field) is { } given) return given;
        for (var i = 0; i < Math.Min(lines.Count, 6); i++)
        {
            if (Proclaimed().Match(lines[i]) is { Success: true } match && NoticeNumbers.Find(match.Groups["number"].Value) is { } number) return number;
        }

        return notice.Hints.Title is { } title && TitleBracket().Match(title) is { Success: true } bracket ? NoticeNumbers.Whole(bracket.Groups["in"].Value) : null;
    }

    private string? FindTitle()
    {
        var (first, last) = TitleLines();
        var inText = first < 0 ? null : Blanks().Replace(string.Concat(lines[first..(last + 1)]), " ").Trim();
        for (var i = first; first >= 0 && i <= last; i++) used.Add(i);
        if (notice.Hints.Title is not { Length: > 3 } hint) return inText;
        var title = Blanks().Replace(TitleBracket().Replace(hint, ""), " ").Trim();
        return inText is not null && Bare(inText).Contains(Bare(title), StringComparison.Ordinal) ? inText : title;
    }

    // The first run of short lines that ends like a title, above the first line of running text.
    private (int First, int Last) TitleLines()
    {
        var first = -1;
        for (var i = 0; i < Math.Min(lines.Count, HeadLines); i++)
        {
            var line = lines[i];
            var isSkipped = line.Length == 0 || used.Contains(i) || Letterhead().IsMatch(line) || NoticeDates.Match(line) is { } date && date.Length >= line.Length - 8 || Field().IsMatch(line);
            if (isSkipped)
            {
                if (line.Length > 0 && first < 0) used.Add(i);
                if (first >= 0 && line.Length > 0) return (-1, -1);
                continue;
            }

            if (line.Length > 90 || line.EndsWith('。') || line.EndsWith('：') || line.EndsWith(':')) return first >= 0 && first == i - 1 && lines[first].Length < 60 ? (first, first) : (-1, -1);
            if (first < 0) first = i;
            if (TitleEnd().IsMatch(line)) return (first, i);
            if (i - first > 3) first = i;
        }

        return first >= 0 && lines.Count > 1 ? (first, first) : (-1, -1);
    }

    // The signature: names of bodies and a date below the text, before annexes.
    private void Sign()
    {
        for (var i = lines.Count - 1; i >= 1; i--)
        {
            if (lines[i].Length is 0 or > 40 || NoticeDates.Match(lines[i]) is not { } date || date.Length < lines[i].Length - 12 || NoticeDates.Of(date) is not { } day || Field().IsMatch(lines[i])) continue;
            var names = new List<string>();
            var above = lines[i][..date.Index].Trim();
            if (above.Length > 0 && Body().IsMatch(above)) names.Add(above);
            var from = i - 1;
            for (; from >= 0 && i - from <= TailLines && lines[from].Length is > 0 and <= 60 && Body().IsMatch(lines[from]) && !lines[from].EndsWith('。') && !lines[from].EndsWith('：'); from--) names.Insert(0, lines[from]);
            if (names.Count == 0 && i < lines.Count - 2) continue;
            Issued = day;
            if (names.Count > 0) Issuer = string.Join('、', names.SelectMany(Bodies).Distinct());
            for (var line = from + 1; line <= i; line++) used.Add(line);
            return;
        }
    }

    // 某办公室 2021年12月6日印发: the day on which it left the house, below the signature.
    private DateOnly? Printed()
    {
        for (var i = lines.Count - 1; i >= Math.Max(0, lines.Count - 200); i--)
        {
            if (lines[i].Length > 60 || !lines[i].TrimEnd('。').EndsWith("印发", StringComparison.Ordinal) || NoticeDates.Find(lines[i]) is not { } day) continue;
            used.Add(i);
            return day;
        }

        return null;
    }

    private string? FindIssuer()
    {
        if (Title is not null && Prefix().Match(Title) is { Success: true } match) return string.Join('、', Bodies(match.Groups["who"].Value));
        if (notice.Hints.Issuer is { Length: > 1 } field) return string.Join('、', Bodies(field));
        for (var i = 0; i < Math.Min(lines.Count, 6); i++)
        {
            if (Proclaimed().Match(lines[i]) is { Success: true } order && order.Groups["body"].Success) return order.Groups["body"].Value.Replace("中华人民共和国国务院", "国务院", StringComparison.Ordinal);
            if (Letterhead().Match(lines[i]) is { Success: true } head && head.Groups["who"].Value is { Length: > 1 } who) return string.Join('、', Bodies(who));
        }

        return null;
    }

    private DateOnly? FindDate()
    {
        if (notice.Hints.MadeOn is { } made) return made;
        for (var i = 0; i < Math.Min(lines.Count, HeadLines); i++)
        {
            if (Proclaimed().Match(lines[i]) is { Success: true } match && NoticeDates.Find(match.Value) is { } proclaimed) return proclaimed;
            if (lines[i].Length <= 40 && MadeField().IsMatch(lines[i]) && NoticeDates.Find(lines[i]) is { } field) return field;
            if (lines[i].Length <= 16 && NoticeDates.Match(lines[i]) is { } alone && NoticeDates.Of(alone) is { } day) return day;
        }

        return notice.Hints.PublishedOn;
    }

    private static IEnumerable<string> Bodies(string names) =>
        Separator().Split(names.Trim()).Select(name => Blanks().Replace(name, "").TrimEnd('关', '于')).Where(name => name.Length > 1);

    private static string Bare(string text) => Blanks().Replace(text, "");

    [GeneratedRegex(@"[\s　]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"[\s　、，,；;]+")]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(?:文\s*号|发文字号|发文文号|文件编号|索引号|成文日期|发布日期|发布时间|发文日期|生成日期|发布机构|发布机关|发文机关|发文单位|来源|主题分类|有效性|公开方式)\s*[:：]\s*")]
    private static partial Regex Field();

    [GeneratedRegex(@"^(?:成文日期|发文日期|印发日期|生成日期|发布日期|发布时间)\s*[:：]")]
    private static partial Regex MadeField();

    [GeneratedRegex(@"^[（(].{0,60}?[0-9]+年[0-9]+月[0-9]+日(?<who>.{0,40}?(?<number>(?<body>[\p{IsCJKUnifiedIdeographs}]{2,16}?)令第[0-9]+号|第[0-9]+号)?)[^)）]{0,30}(?:公布|发布|通过|印发)[^)）]*[）)]")]
    private static partial Regex Proclaimed();

    [GeneratedRegex(@"[（(](?<in>[^（）()]{2,14}[〔\[【（(][^）)]{4,5}[〕\]】）)][0-9]+号)[）)]$")]
    private static partial Regex TitleBracket();

    [GeneratedRegex(@"^(?<who>.{2,40}?)(?:文件|公文)$|^(?<who>.{2,30}(?:公告|令))$(?<!关于.*)")]
    private static partial Regex Letterhead();

    [GeneratedRegex(@"(?:通知|意见|办法|细则|措施|规定|条例|方案|公告|通告|决定|指南|政策|规则|规划|计划|清单|函|通报|要点|制度|标准|指引|纲要)(?:[（(][^）)]*[）)])*$")]
    private static partial Regex TitleEnd();

    [GeneratedRegex(@"(?:政府|办公厅|办公室|厅|局|委员会|委|部|院|中心|署|会|党委|法院|检察院|银行|分行|集团|公司|领导小组|管委会|组|行|总队|支队|税务局)(?:[\s　]*[（(].{1,10}[）)])?$")]
    private static partial Regex Body();

    [GeneratedRegex(@"^(?<who>.+?(?:政府|办公厅|办公室|厅|局|委员会|委|部|院|中心|署|领导小组|管委会|人民银行.{0,10}|分行|税务局|会))(?:关于|印发|转发)")]
    private static partial Regex Prefix();
}
