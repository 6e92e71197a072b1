using System.Text.RegularExpressions;
using Funeng.Engines.Facts;

namespace Funeng.Engines.Notices;

/// <summary>The day by which, or since when, an enterprise was founded: 2023年1月1日以后成立.</summary>
internal sealed partial class DateAtoms(FactCatalogue catalogue)
{
    private const string Founded = "成立日期";

    private readonly bool isKnown = catalogue.FindByName(Founded) is not null;

    public IEnumerable<Atom> Find(string text)
    {
        if (!isKnown) yield break;
        foreach (Match match in FoundedOn().Matches(text))
        {
            if (NoticeDates.Find(match.Value) is not { } day) continue;
            var sign = match.Groups["side"].Value switch
            {
                "前" or "之前" => "<",
                "以前" or "及以前" or "(含)以前" or "(含)前" or "(含)之前" => "<=",
                "后" or "之后" => ">",
                _ => ">=",
            };
            yield return new Atom(match.Index, match.Index + match.Length, new Condition.One($"{Founded} {sign} date(\"{day:yyyy-MM-dd}\")"), AtomKind.Quantity);
        }
    }

    // The word 成立 stands before or behind the day; a day without it is another date.
    [GeneratedRegex(@"(?:成立|注册|设立|登记)(?:日期|时间)?(?:在|于|为|应在|须在|晚于|早于)?20[0-9][0-9]年[0-9]{1,2}月[0-9]{1,2}日" + Side + @"|20[0-9][0-9]年[0-9]{1,2}月[0-9]{1,2}日" + Side + @"(?:新|依法|登记|在[^，。；]{2,12}?)*(?:成立|注册|设立)")]
    private static partial Regex FoundedOn();

    private const string Side = @"(?<side>\(含\)以前|\(含\)之前|\(含\)前|及以前|以前|之前|前|(?:\(含\))?(?:及?以后|之后|后|以来|起))";
}
