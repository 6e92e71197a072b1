using System.Text.RegularExpressions;

namespace Funeng.Modules.Facts;

/// <summary>The versions of one title, as notices have renewed its standard: 专精特新中小企业 of 2022 and of 2026.</summary>
/// <param name="Family">The id of the schemes without the year.</param>
/// <param name="All">Id and first day of each version, the oldest first.</param>
internal sealed partial record TitleVersions(string Family, IReadOnlyList<(string Scheme, DateOnly From)> All)
{
    /// <summary>The version in force on a day; the oldest known one before all of them.</summary>
    public string On(DateOnly day) => All.LastOrDefault(version => version.From <= day).Scheme ?? All[0].Scheme;

    /// <summary>The id of a scheme without the year of its notice.</summary>
    public static string FamilyOf(string scheme) => YearOfId().Replace(scheme, "");

    [GeneratedRegex(@"-(?:19|20)[0-9]{2}$")]
    private static partial Regex YearOfId();
}
