using System.Text.RegularExpressions;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>
/// Which posts are leaders': to them a case can be taken (顶格). A title counts by its last word, whatever stands before it of the kind 副, 常务 or 党组; a title with a
/// section in it (中小企业科科长, 办公室主任) is no leader's.
/// </summary>
public sealed partial class LeaderTitles(ClinicTerms terms)
{
    private readonly HashSet<string> words = [.. terms.Leaders];

    public bool Has(string? title) => title is { Length: > 0 } && title.Split('、', '，', ',', '兼').Any(part => words.Contains(Before().Replace(part.Trim(), "")));

    [GeneratedRegex("^(?:市委|区委|县委|镇委|党工委|党委|党组|管委会|市政府|区政府|县政府|分管|常委|常务|副)+")]
    private static partial Regex Before();
}
