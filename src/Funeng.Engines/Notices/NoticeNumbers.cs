using System.Text.RegularExpressions;

namespace Funeng.Engines.Notices;

/// <summary>Document numbers: 淄政办字〔2024〕12号, 工信厅企业函〔2026〕117号, 国务院令第746号, 公告2023年第7号.</summary>
public static partial class NoticeNumbers
{
    /// <summary>The number a text consists of, or carries in a bracket; in one form whatever brackets were written.</summary>
    /// <param name="text">A line, or the value of a field.</param>
    /// <returns>The number, or null.</returns>
    public static string? Find(string text) => Number().Match(Tidy(text)) is { Success: true } match ? Form(match.Value) : null;

    /// <summary>The number, where the whole line is one.</summary>
    internal static string? Whole(string line)
    {
        var tidy = Tidy(line).Trim('(', ')', '（', '）');
        return Number().Match(tidy) is { Success: true } match && match.Index == 0 && match.Length == tidy.Length ? Form(match.Value) : null;
    }

    private static string Tidy(string text) => new([.. text.Where(letter => !char.IsWhiteSpace(letter)).Select(letter => letter is >= '０' and <= '９' ? (char)(letter - 0xFEE0) : letter)]);

    private static string Form(string number) => Bracket().Replace(Nation().Replace(number, ""), match => $"〔{match.Groups["y"].Value}〕");

    [GeneratedRegex("^中华人民共和国(?=国务院|主席)")]
    private static partial Regex Nation();

    [GeneratedRegex(@"[\p{IsCJKUnifiedIdeographs}A-Za-z]{1,14}[〔\[【（(﹝［〖]\s*(?:19|20)[0-9][0-9]年?\s*[〕\]】）)﹞］〗]\s*(?:第)?[0-9]{1,5}(?:-[0-9]+)?号|(?:[\p{IsCJKUnifiedIdeographs}]{2,16}(?:令|公告))?(?:(?:19|20)[0-9][0-9]年)?第[0-9]{1,4}号(?:令|公告)?|[\p{IsCJKUnifiedIdeographs}]{2,12}令[0-9]{1,4}号")]
    private static partial Regex Number();

    [GeneratedRegex(@"[〔\[【（(﹝［〖](?<y>(?:19|20)[0-9][0-9])年?[〕\]】）)﹞］〗](?:第)?")]
    private static partial Regex Bracket();
}
