using Funeng.Feel.Values;
using Funeng.Engines.Facts;
using System.Globalization;
using Funeng.Modules.Cultivation.Titles;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Cultivation;

/// <summary>Titles recorded, corrected and taken back on the page: whole or not at all, within the scope, audited, and deciding anew.</summary>
public sealed class KeepTitlesTests
{
    private const string Zhangdian = "91370303FN0000011B";
    private const string Linzi = "91370305FN0000022X";
    private const string Innovative = "sme-innovative-2022";

    [Theory]
    [OnBothDatabases]
    public async Task A_list_is_recorded_for_every_enterprise_and_a_second_time_for_none(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);

        Assert.Equal(new KeepTitlesResult.Kept(2, 0), await RecordAsync(city, $"{Zhangdian}\n\n临淄化工有限公司\t张三\n"));
        Assert.Equal(new KeepTitlesResult.Kept(0, 2), await RecordAsync(city, $"{Zhangdian}\n{Linzi}"));

        await using var unit = city.As();
        var (rows, total) = await unit.Get<BrowseGrants>().RunAsync(new GrantFilter(null, Innovative, null), new DateOnly(2026, 11, 22), CancellationToken.None);
        Assert.Equal(2, total);
        Assert.All(rows, row => Assert.Equal(new DateOnly(2029, 6, 30), row.To));
        Assert.Equal(2, await unit.Get<FunengDb>().Set<AuditEntry>().CountAsync(entry => entry.Action == "登记称号", CancellationToken.None));
    }

    [Theory]
    [OnBothDatabases]
    public async Task One_line_that_is_not_understood_keeps_the_whole_list_out(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);

        var refused = Assert.IsType<KeepTitlesResult.Refused>(await RecordAsync(city, $"{Zhangdian}\n没有这家公司"));

        Assert.Contains(refused.Problems, problem => problem.Field == "Enterprises" && problem.Message.Contains("第 2 行", StringComparison.Ordinal));
        Assert.Equal(0L, Convert.ToInt64(await city.ScalarAsync("select count(*) from title_grant"), CultureInfo.InvariantCulture));
    }

    [Theory]
    [OnBothDatabases]
    public async Task An_enterprise_outside_the_scope_does_not_exist(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);

        await using var district = city.As(Role.BureauOfficer, Scope.OfRegions("370303"));
        var answer = await district.Get<KeepTitles>().RecordAsync(Typed(Linzi), CancellationToken.None);

        Assert.IsType<KeepTitlesResult.Refused>(answer);
        Assert.IsType<KeepTitlesResult.Kept>(await RecordAsync(city, Linzi));
        await using var again = city.As(Role.BureauOfficer, Scope.OfRegions("370303"));
        Assert.Equal(0, (await again.Get<BrowseGrants>().RunAsync(new GrantFilter(null, null, null), new DateOnly(2026, 11, 22), CancellationToken.None)).Total);
        Assert.IsType<KeepTitlesResult.NotFound>(await again.Get<KeepTitles>().WithdrawAsync(await IdAsync(city), "不该看到", CancellationToken.None));
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_role_that_does_not_keep_libraries_records_nothing(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);

        await using var clerk = city.As(Role.TownshipClerk);

        Assert.IsType<KeepTitlesResult.NotFound>(await clerk.Get<KeepTitles>().RecordAsync(Typed(Zhangdian), CancellationToken.None));
    }

    [Theory]
    [OnBothDatabases]
    public async Task Recording_and_taking_back_decide_the_enterprise_anew(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        await RecordAsync(city, Zhangdian);
        Assert.True(await HoldsAsync(city));
        Assert.DoesNotContain("g0", await FailedAsync(city), StringComparison.Ordinal);

        await using (var unit = city.As())
            Assert.IsType<KeepTitlesResult.Kept>(await unit.Get<KeepTitles>().WithdrawAsync(await IdAsync(city), "登记错了企业", CancellationToken.None));

        // 已获科技和创新型中小企业称号: nobody says any more which titles it holds, so it is open, until somebody has checked.
        Assert.False(await HoldsAsync(city));
        Assert.DoesNotContain("g0", await FailedAsync(city), StringComparison.Ordinal);
        await city.FileAsync(Zhangdian, new NewFiling(0, Period.State, "authority", [new(SubjectFacts.TitlesChecked, FeelValue.True)]));
        Assert.Contains("g0", await FailedAsync(city), StringComparison.Ordinal);
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_correction_keeps_the_old_grant_in_the_register_and_needs_a_reason(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        await RecordAsync(city, Zhangdian);
        var id = await IdAsync(city);

        await using var unit = city.As();
        var titles = unit.Get<KeepTitles>();
        Assert.IsType<KeepTitlesResult.Refused>(await titles.CorrectAsync(id, Typed("") with { From = "2026-08-01", Reason = "" }, CancellationToken.None));
        Assert.IsType<KeepTitlesResult.Kept>(await titles.CorrectAsync(id, Typed("") with { From = "2026-08-01", Reason = "公告更正" }, CancellationToken.None));

        var rows = (await unit.Get<BrowseGrants>().RunAsync(new GrantFilter(null, null, null), new DateOnly(2026, 11, 22), CancellationToken.None)).Rows;
        Assert.Equal([GrantStanding.InForce, GrantStanding.Withdrawn], rows.Select(row => row.StandingOn(new DateOnly(2026, 11, 22))));
        Assert.Equal("更正：公告更正", rows[1].Reason);
        Assert.IsType<KeepTitlesResult.NotFound>(await titles.WithdrawAsync(id, "再撤一次", CancellationToken.None));
    }

    [Theory]
    [OnBothDatabases]
    public async Task Of_two_who_correct_one_title_at_once_one_is_told_that_the_other_was_first(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        await RecordAsync(city, Zhangdian);
        for (var round = 0; round < 3; round++)
        {
            var id = await IdAsync(city);
            var answers = await Task.WhenAll(CorrectAsync(city, id, $"2030-0{round + 1}-01"), CorrectAsync(city, id, $"2030-0{round + 1}-15"));

            Assert.Single(answers, answer => answer is KeepTitlesResult.Kept);
            Assert.Equal(1, await city.CountAsync("select count(*) from title_grant where withdrawn_at is null"));
        }
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_title_taken_back_since_it_was_read_cannot_be_replaced_once_more(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        await RecordAsync(city, Zhangdian);
        var (id, subject) = (await IdAsync(city), await city.CountAsync("select subject from title_grant"));
        await using var slow = city.As(name: "甲");
        Assert.True(await slow.Get<FactStore>().TakeBackAsync(id, subject, "甲的理由", CancellationToken.None));
        slow.Get<FactStore>().Record(new NewTitleGrant(subject, Innovative, "", new DateOnly(2026, 7, 1), null, "authority"));
        Assert.IsType<KeepTitlesResult.Kept>(await CorrectAsync(city, id, "2028-12-31"));

        var problem = await Record.ExceptionAsync(() => slow.Get<FactStore>().PublishAsync(CancellationToken.None));

        Assert.True(problem is not null && WriteCollision.Is(problem));
        Assert.Equal(1, await city.CountAsync("select count(*) from title_grant where withdrawn_at is null"));
        Assert.Equal("更正：公告更正", await city.ScalarAsync($"select reason from title_grant where id = {id}"));
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_list_recorded_twice_at_once_is_there_once(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        for (var round = 1; round <= 2; round++)
        {
            var typed = Typed($"{Zhangdian}\n{Linzi}") with { Award = $"第{round}批" };
            var answers = await Task.WhenAll(RecordAsync(city, typed), RecordAsync(city, typed));

            Assert.Equal([new KeepTitlesResult.Kept(0, 2), new KeepTitlesResult.Kept(2, 0)], answers.Cast<KeepTitlesResult.Kept>().OrderBy(answer => answer.Count));
        }
    }

    [Theory]
    [OnBothDatabases]
    public async Task A_filing_withdrawn_twice_at_once_is_withdrawn_once(DatabaseKind kind)
    {
        await using var city = await CityAsync(kind);
        for (var round = 1; round <= 2; round++)
        {
            await city.FileAsync(Zhangdian, new NewFiling(0, new Period(2025), "import", [new("revenue", FeelValue.From(round))]));
            var filing = await city.CountAsync("select max(id) from filing");

            var answers = await Task.WhenAll(WithdrawAsync(), WithdrawAsync());

            Assert.Single(answers, answer => answer is WithdrawFilingResult.Withdrawn);

            async Task<WithdrawFilingResult> WithdrawAsync()
            {
                await using var unit = city.As();
                return await unit.Get<WithdrawFiling>().RunAsync(Subject.Enterprise, Zhangdian, filing, "错报", CancellationToken.None);
            }
        }
    }

    private static async Task<KeepTitlesResult> CorrectAsync(TestInstallation city, long id, string to)
    {
        await using var unit = city.As();
        return await unit.Get<KeepTitles>().CorrectAsync(id, Typed("") with { To = to, Reason = "公告更正" }, CancellationToken.None);
    }

    private static async Task<TestInstallation> CityAsync(DatabaseKind kind)
    {
        var city = await TestInstallation.StartAsync(kind);
        city.Time.Now = new DateTimeOffset(2026, 11, 22, 1, 0, 0, TimeSpan.Zero);
        await using var unit = city.As();
        var subjects = unit.Get<SubjectDirectory>();
        await subjects.EnsureAsync(new NewSubject(Subject.Enterprise, Zhangdian, "张店电子有限公司", "370303001"), CancellationToken.None);
        await subjects.EnsureAsync(new NewSubject(Subject.Enterprise, Linzi, "临淄化工有限公司", "370305001"), CancellationToken.None);
        await unit.Get<FunengDb>().SaveChangesAsync(CancellationToken.None);
        return city;
    }

    private static TypedGrant Typed(string enterprises) => new(enterprises, Innovative, "2026 年第二批", "2026-07-01", "", "公告附件");

    private static Task<KeepTitlesResult> RecordAsync(TestInstallation city, string enterprises) => RecordAsync(city, Typed(enterprises));

    private static async Task<KeepTitlesResult> RecordAsync(TestInstallation city, TypedGrant typed)
    {
        await using var unit = city.As();
        return await unit.Get<KeepTitles>().RecordAsync(typed, CancellationToken.None);
    }

    private static async Task<long> IdAsync(TestInstallation city) => Convert.ToInt64(await city.ScalarAsync("select max(id) from title_grant"), CultureInfo.InvariantCulture);

    private static async Task<bool> HoldsAsync(TestInstallation city)
    {
        await using var unit = city.As();
        var subject = (await unit.Get<SubjectDirectory>().FindAsync(Scope.All, Subject.Enterprise, Zhangdian, CancellationToken.None))!;
        return (await unit.Get<FactReader>().LoadSubjectAsync(subject.Id, null, CancellationToken.None)).FindTitle(Innovative, new DateOnly(2026, 11, 22)) is not null;
    }

    private static async Task<string> FailedAsync(TestInstallation city) =>
        (string?)await city.ScalarAsync("select failed from verdict where scheme = 'sme-specialised-2026' order by subject limit 1") ?? "";
}
