using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Foundation.Data;

public sealed class FormSubmissionsTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task Of_many_at_once_one_does_the_work_and_the_others_learn_where_it_went_also_after_a_restart(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var processes = new[] { city.Service<FormSubmissions>(), new FormSubmissions(city.Database(), city.Time) };

        var claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(index => Task.Run(() => processes[index % 2].ClaimAsync("7 /import key", None))));
        await processes[0].FinishAsync("7 /import key", "/import/12");
        await city.StartAgainAsync();

        Assert.Single(claims, claim => claim.IsFirst);
        Assert.Equal(new FormClaim(false, "/import/12"), await new FormSubmissions(city.Database(), city.Time).ClaimAsync("7 /import key", None));
        Assert.True((await processes[0].ClaimAsync("8 /import key", None)).IsFirst);
    }

    [Theory, OnBothDatabases]
    public async Task What_was_refused_or_cut_off_may_be_sent_again(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var forms = city.Service<FormSubmissions>();
        await forms.ClaimAsync("refused", None);
        await forms.ReleaseAsync("refused");
        await forms.ClaimAsync("cut off", None);

        Assert.True((await forms.ClaimAsync("refused", None)).IsFirst);
        Assert.Equal(new FormClaim(false, null), await forms.ClaimAsync("cut off", None));
        city.Time.Advance(FormSubmissions.LongestWork + TimeSpan.FromSeconds(1));
        Assert.True((await forms.ClaimAsync("cut off", None)).IsFirst);
        Assert.False((await forms.ClaimAsync("cut off", None)).IsFirst);
    }

    [Theory, OnBothDatabases]
    public async Task Keys_are_forgotten_after_a_day(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.Service<FormSubmissions>().ClaimAsync("old", None);
        await city.Service<FormSubmissions>().FinishAsync("old", "/");
        city.Time.Advance(TimeSpan.FromHours(25));

        await city.StartAgainAsync();

        Assert.True((await city.Service<FormSubmissions>().ClaimAsync("old", None)).IsFirst);
    }
}
