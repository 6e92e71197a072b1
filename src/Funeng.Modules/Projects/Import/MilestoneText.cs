using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Modules.Foundation.Spreadsheets;

namespace Funeng.Modules.Projects.Import;

/// <summary>Nodes as ledgers write them into one cell: 2026年3月底取得施工许可；6月30日主体封顶. Of a month without a day its last day is meant, of 上旬 the tenth.</summary>
internal static partial class MilestoneText
{
    private static readonly char[] Between = ['；', ';', '\n', '\r'];

    public static IReadOnlyList<LedgerMilestone> Read(string text, int year, List<string> problems)
    {
        var nodes = new List<LedgerMilestone>();
        foreach (var part in ChineseText.HalfWidth(text).Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var match = Dated().Match(part);
            var name = match.Success ? part[match.Length..].Trim(' ', ':', '：', ',', '，', '。') : "";
            if (name.Length == 0 || Day(match, year) is not { } day)
                problems.Add($"重要节点“{(part.Length > 20 ? part[..20] + "…" : part)}”看不出日期和名称。请写成“2026年6月30日主体封顶”，几个节点用分号隔开。");
            else
                nodes.Add(new LedgerMilestone(name, day, null));
        }

        return nodes;
    }

    private static DateOnly? Day(Match match, int year)
    {
        var of = match.Groups["y"].Success ? Number(match, "y") : year;
        var month = Number(match, "m");
        if (of is < 2000 or > 2100 || month is < 1 or > 12) return null;
        var last = DateTime.DaysInMonth(of, month);
        var day = match.Groups["d"].Success ? Number(match, "d") : match.Groups["part"].Value switch { "上旬" or "初" => 10, "中旬" => 20, _ => last };
        return day >= 1 && day <= last ? new DateOnly(of, month, day) : null;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*(?:(?<y>\d{4})\s*[年./-]\s*)?(?<m>\d{1,2})\s*(?:月份?(?:(?<d>\d{1,2})[日号])?|[./-](?<d>\d{1,2})日?)\s*(?<part>上旬|中旬|下旬|初|底|末)?(?:前|之前|以前)?")]
    private static partial Regex Dated();
}
