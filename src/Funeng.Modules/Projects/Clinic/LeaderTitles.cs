using System.Text.RegularExpressions;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>
/// Which posts are leaders': to them a case can be taken (顶格). A title counts by its last word, whatever body or rank stands before it (市人民政府副市长, 局长（主持工作）),
/// unless that is a section of an office or a body of residents (中小企业科科长, 办公室主任, 村委会主任).
/// </summary>
public sealed partial class LeaderTitles(ClinicTerms terms)
{
    public bool Has(string? title) => title is { Length: > 0 } && Brackets().Replace(title, "").Split('、', '，', ',', '兼').Any(part => IsLeaders(part.Trim()));

    private bool IsLeaders(string part) => terms.Leaders.Any(word => part.EndsWith(word, StringComparison.Ordinal) && Body(part[..^word.Length]) is var body && !terms.Sections.Any(section => body.EndsWith(section, StringComparison.Ordinal)));

    // 办公室副主任 is of the 办公室, 社区党委书记 of the 社区.
    private static string Body(string before) => Ranks().Replace(before, "");

    [GeneratedRegex("（[^）]*）|\\([^)]*\\)")]
    private static partial Regex Brackets();

    [GeneratedRegex("(?:党工委|党委|党组|党|常务|副|代)+$")]
    private static partial Regex Ranks();
}
