using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>From when to when a notice holds, until when one applies and whom to ask, where its sentences say so; null for what they do not.</summary>
/// <param name="From">First day in force: 自2026年8月1日起施行, or the day it was made where it says 自印发之日起.</param>
/// <param name="To">Last day in force: 有效期至2028年12月31日, or so many years from the first day.</param>
/// <param name="Deadline">Last day to apply: 申报截止2026年9月30日.</param>
/// <param name="Contact">Telephone: 咨询电话：0533-1234567.</param>
public sealed partial record NoticeTerms(DateOnly? From, DateOnly? To, DateOnly? Deadline, string? Contact)
{
    /// <summary>Reads the sentences of a notice.</summary>
    /// <param name="sentences">All of them, in order. Of two that say the same thing the last counts: terms stand at the end.</param>
    /// <param name="issued">The day it was made; null when unknown.</param>
    /// <returns>What was found. A range of years without a day is counted to the day before the same date.</returns>
    public static NoticeTerms Read(IEnumerable<string> sentences, DateOnly? issued)
    {
        var terms = new NoticeTerms(null, null, null, null);
        foreach (var sentence in sentences.Select(SentenceSplitter.Plain).Where(text => text.Length <= 600)) terms = terms.With(sentence, issued);
        return terms.To < terms.From ? terms with { To = null } : terms;
    }

    private NoticeTerms With(string text, DateOnly? issued)
    {
        var first = Begins().Match(text) is { Success: true } begins ? NoticeDates.Find(begins.Value) : BeginsAtOnce().IsMatch(text) ? issued : null;
        var last = Ends().Match(text) is { Success: true } ends ? NoticeDates.All(ends.Value).LastOrDefault() is { } day ? NoticeDates.Of(day) : null : null;
        if (last is null && (first ?? From) is { } start && Lasts().Match(text) is { Success: true } lasts && ChineseNumber.Parse(lasts.Groups["n"].Value) is > 0 and <= 30 and var years)
            last = start.AddYears((int)years).AddDays(-1);
        var deadline = Closes().Match(text) is { Success: true } closes && NoticeDates.All(closes.Value).LastOrDefault() is { } end ? NoticeDates.Of(end) : null;
        var contact = Asked().Match(text) is { Success: true } asked ? asked.Groups["number"].Value.Trim() : null;
        return new NoticeTerms(first ?? From, last ?? To, deadline ?? Deadline, contact ?? Contact);
    }

    private const string Day = @"(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日";

    // 自2026年8月1日起施行, also with its end: 自2026年12月1日起至2028年12月31日.
    [GeneratedRegex("(?:本(?:办法|措施|政策|细则|意见|通知|规定|方案)[^。；]{0,6})?自" + Day + "起?(?:正式)?(?:施行|实施|执行|生效|有效|，?(?:有效期|至))")]
    private static partial Regex Begins();

    [GeneratedRegex("自(?:印发|发布|公布|发文)之日起(?:正式)?(?:施行|实施|执行|生效)")]
    private static partial Regex BeginsAtOnce();

    [GeneratedRegex("(?:有效期|执行期|施行期|实施期|期限)[^。；，]{0,16}至" + Day + "|自" + Day + "起?(?:施行|实施|执行)?，?至" + Day + "|有效期(?:截至|截止到?)" + Day)]
    private static partial Regex Ends();

    [GeneratedRegex("(?:有效期|执行期|施行期|实施期|试行期|执行期限|试行)(?:限|为|是|共)*(?<n>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})年")]
    private static partial Regex Lasts();

    [GeneratedRegex("(?:申报|申请|受理|报送|提交|报名)[^。；]{0,16}(?:截止|截至|至|于|到)[^。；，]{0,12}?" + Day + "(?:前|之前|止|截止|(?=[，。；(]|$))|" + Day + "(?:前|之前)(?:[^。；，]{0,20})(?:报送|提交|申报|报至|上报|截止)")]
    private static partial Regex Closes();

    [GeneratedRegex(@"(?:咨询|联系|服务|业务)(?:电话|方式|热线)(?:为|是)?[：:]?(?<number>[0-9]{3,4}[-—－]?[0-9]{7,8}(?:[、,，/][0-9]{3,4}[-—－]?[0-9]{7,8}|[、,，/][0-9]{7,8})*|1[0-9]{10}|[0-9]{7,8})")]
    private static partial Regex Asked();
}
