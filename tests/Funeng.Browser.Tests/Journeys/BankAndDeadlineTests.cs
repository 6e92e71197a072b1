using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Library;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Funeng.Browser.Tests.Journeys;

/// <summary>What a bank has paid, from its file; and what an enterprise sees when the last day to apply is over.</summary>
public sealed class BankAndDeadlineTests(SiteInBrowser site)
{
    private const string Interest = "sd-renovation-loan/interest", Late = "late-training", LateBenefit = Late + "/training";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_file_of_a_bank_is_refused_with_its_row_and_taken_when_it_is_right()
    {
        var (code, name) = await BorrowerAsync();
        await using var open = await site.OpenAsync("officer");
        var page = open.Page;
        await open.GoAsync("/redemption/bank");
        await page.SelectOptionAsync("select[name=benefit]", Interest);
        await page.ArrivesAsync("benefit=");
        var day = Day(-3);

        await UploadAsync(page, $"{code},HT-9,,不是钱,{day[..4]},{day}");
        await Expect(page.Locator(".errsum")).ToContainTextAsync("第 2 行：贴息金额“不是钱”不是金额");
        await UploadAsync(page, $"{code},HT-9,,1000,{day[..4]},{day}");

        await Expect(page.Locator("main .note.ok")).ToContainTextAsync("已登记 1 家企业的银行兑付");
        await Expect(page.Locator("table tr", new() { HasText = name })).ToContainTextAsync("已到账");
        Assert.DoesNotContain(open.Complaints, complaint => !complaint.Contains("422", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_begun_and_not_handed_in_in_time_stands_apart_and_cannot_be_handed_in()
    {
        var (code, application) = await TooLateAsync();
        await using var phone = await site.OpenAsync("enterprise", Look.Phone);

        await phone.GoAsync($"/enterprises/{code}/policies");
        var card = phone.Page.Locator(".card", new() { HasText = "本期申报已截止" });
        await Expect(card).ToContainTextAsync("截止以前没有交");
        await Expect(card).ToContainTextAsync(Day(-1));
        await card.Locator($"a[href='/applications/{application}']").First.ClickAsync();
        await phone.Page.ArrivesAsync($"/applications/{application}$");

        await Expect(phone.Page.Locator("button:has-text('提交申报')")).ToBeDisabledAsync();
        await Expect(phone.Page.Locator("#over")).ToContainTextAsync("这一份不能再交");
        await Expect(phone.Page.Locator("button:has-text('保存，以后再填')")).ToBeEnabledAsync();
        Assert.Equal(0, await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
    }

    private static async Task UploadAsync(IPage page, string row)
    {
        var content = "统一社会信用代码,贷款合同号,合同金额,贴息金额,所属期,到账日期\n" + row + "\n";
        await page.SetInputFilesAsync("#f-File", new FilePayload { Name = "银行兑付.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(content) });
        await page.ClickAsync("button:has-text('核对并登记')");
    }

    /// <summary>An enterprise of the city that borrowed for its renovation.</summary>
    private async Task<(string Code, string Name)> BorrowerAsync()
    {
        await using var unit = site.Services.CreateAsyncScope();
        var services = unit.ServiceProvider;
        services.GetRequiredService<CurrentUser>().ActAsSystem();
        var firm = await services.GetRequiredService<FunengDb>().Set<Organization>().AsNoTracking().Where(row => row.Kind == OrganizationKind.Enterprise && row.Region != null).OrderByDescending(row => row.Code).Skip(3).FirstAsync(Cancellation);
        await FileAsync(services, firm.Id, ("renovationLoan", FeelValue.From(100_000_000L)), ("renovationLoanDays", FeelValue.From(365L)), ("isInRenovationGuidance", FeelValue.True), ("notOnDishonestyList", FeelValue.True));
        return (firm.Code, firm.Name);
    }

    /// <summary>A policy whose last day to apply was yesterday, and a draft of the demo's own enterprise that was not handed in.</summary>
    private async Task<(string Code, long Application)> TooLateAsync()
    {
        await using var unit = site.Services.CreateAsyncScope();
        var services = unit.ServiceProvider;
        services.GetRequiredService<CurrentUser>().ActAsSystem();
        var (db, now) = (services.GetRequiredService<FunengDb>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var text = (await File.ReadAllTextAsync(Path.Combine(services.GetRequiredService<Installation>().RulesFolder, "policies", "zb-skill-training", "policy.yaml"), Cancellation))
            .Replace("id: zb-skill-training", $"id: {Late}", StringComparison.Ordinal).Replace("    mode: application\n", $"    mode: application\n    deadline: '{Day(-1)}'\n", StringComparison.Ordinal);
        db.Add(new LibraryPolicy { Policy = Late, Version = 1, Content = text, Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), Step = LibraryStep.Admitted, Who = "测试", At = now, Reason = "" });
        await db.SaveChangesAsync(Cancellation);
        await services.GetRequiredService<ReadLibrary>().RefreshAsync(Cancellation);
        Assert.NotNull(services.GetRequiredService<PolicyBook>().FindBenefit(LateBenefit));
        var own = (await db.Accounts.AsNoTracking().SingleAsync(account => account.UserName == "enterprise", Cancellation)).Organization!.Value;
        await FileAsync(services, own, ("trainedWorkers", FeelValue.From(12L)));
        var application = new Application { Id = services.GetRequiredService<IdSource>().Next(), Benefit = LateBenefit, Subject = own, Period = Day(0)[..4], Round = 1, State = ApplicationState.Draft, Version = 1, CreatedAt = now, CreatedBy = "会计", ChangedAt = now };
        db.Add(application);
        await db.SaveChangesAsync(Cancellation);
        return (await db.Set<Subject>().Where(row => row.Id == own).Select(row => row.Code).SingleAsync(Cancellation), application.Id);
    }

    private async Task FileAsync(IServiceProvider services, long subject, params (string Key, FeelValue Value)[] facts)
    {
        var (store, catalogue) = (services.GetRequiredService<FactStore>(), services.GetRequiredService<FactCatalogue>());
        var year = Today().Year - 1;
        foreach (var period in facts.GroupBy(fact => catalogue.Get(fact.Key).IsPerYear ? new Period(year) : Period.State))
            await store.RecordAsync(new NewFiling(subject, period.Key, "authority", [.. period.Select(fact => new FiledValue(fact.Key, fact.Value))]), Cancellation);
        await store.PublishAsync(Cancellation);
    }

    private DateOnly Today() => site.Services.GetRequiredService<CityProfile>().Today(site.Services.GetRequiredService<TimeProvider>());

    private string Day(int days) => Today().AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
