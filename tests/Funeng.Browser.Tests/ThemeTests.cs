namespace Funeng.Browser.Tests;

/// <summary>Every page of <see cref="PageList"/> in the dark and in the large version: each on one width, with FUNENG_LONG on both.</summary>
public sealed class ThemeTests(SiteInBrowser site)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("FUNENG_LONG") is { Length: > 0 };

    public static TheoryData<string, string?> Pages => PageList.Pages;

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Is_clean_in_the_dark(string path, string? user) =>
        PageCheck.IsCleanAsync(site, path, user, IsLong ? [Look.DarkDesktop, Look.DarkPhone] : [Look.DarkDesktop]);

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Is_clean_in_the_large_version(string path, string? user) =>
        PageCheck.IsCleanAsync(site, path, user, IsLong ? [Look.ElderDesktop, Look.ElderPhone] : [Look.ElderPhone]);
}
