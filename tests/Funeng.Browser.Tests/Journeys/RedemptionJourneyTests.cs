using System.Globalization;
using System.Text;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Funeng.Browser.Tests.Journeys;

/// <summary>Money to an enterprise: it confirms its account on the phone with one tap, the treasurer orders, two others sign, the bank answers.</summary>
public sealed class RedemptionJourneyTests(SiteInBrowser site)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_tap_on_the_phone_and_the_money_is_there()
    {
        await using (var phone = await site.OpenAsync("enterprise", Look.Phone))
        {
            await phone.GoAsync("/");
            await phone.Page.ClickAsync("main a[href='/redemption/mine']");
            await phone.Page.ClickAsync("button:has-text('账户没错，确认收款')");
            await phone.Page.WaitForSelectorAsync("text=已确认，财政付款后会通知您");
            Assert.Equal(0, await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        }

        var own = await OwnAsync();
        await using var treasurer = await site.OpenAsync("treasurer");
        await treasurer.GoAsync($"/redemption/{own.Batch}?tab=payments");
        await treasurer.Page.ClickAsync("button:has-text('做成支付单')");
        await treasurer.Page.ArrivesAsync("/redemption/payments/[^/]+$");
        var payment = new Uri(treasurer.Page.Url).AbsolutePath;
        Assert.Equal(0, await treasurer.Page.Locator("button:has-text('同意支付')").CountAsync());
        foreach (var user in new[] { "head", "leader" })
        {
            await using var signer = await site.OpenAsync(user);
            await signer.GoAsync(payment);
            if (await signer.Page.Locator("button:has-text('同意支付')").CountAsync() == 0) continue;
            await signer.Page.ClickAsync("button:has-text('同意支付')");
            await Assertions.Expect(signer.Page.Locator("button:has-text('同意支付')")).ToHaveCountAsync(0);
        }

        await treasurer.GoAsync(payment);
        await treasurer.Page.ClickAsync("button:has-text('生成银行文件')");
        await treasurer.Page.WaitForSelectorAsync("text=下载银行文件");
        await treasurer.Page.SetInputFilesAsync("#f-File", new FilePayload { Name = "回盘.csv", MimeType = "text/csv", Buffer = await AnswerAsync(long.Parse(payment.Split('/')[^1], CultureInfo.InvariantCulture)) });
        await treasurer.Page.ClickAsync("button:has-text('对账入账')");
        await treasurer.Page.WaitForSelectorAsync(".st:has-text('已对账')");

        await using var after = await site.OpenAsync("enterprise", Look.Phone);
        await after.GoAsync("/redemption/mine");
        await after.Page.WaitForSelectorAsync(".st:has-text('已到账')");
        Assert.Equal(AwardState.Paid, (await OwnAsync()).State);
    }

    [Fact]
    public async Task The_officer_computes_a_list_confirms_it_and_puts_it_to_the_public()
    {
        await using var officer = await site.OpenAsync("officer");
        await officer.GoAsync("/redemption/new");
        // Of some nobody is entitled, of others everybody has had it: the first that makes a list.
        foreach (var policy in await officer.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('select[name=policy] option')].map(o => o.value).filter(v => v)"))
        {
            await officer.GoAsync($"/redemption/new?policy={policy}");
            await officer.Page.FillAsync("#f-Period", "2025年");
            await officer.Page.ClickAsync("button:has-text('算出名单')");
            await officer.Page.WaitForSelectorAsync(".errsum, h2:has-text('下一步')");
            if (await officer.Page.Locator("h2:has-text('下一步')").CountAsync() > 0) break;
        }

        await officer.Page.ClickAsync("button:has-text('核对无误') >> nth=0");
        await officer.Page.WaitForSelectorAsync("button:has-text('开始公示')");
        await officer.Page.ClickAsync("button:has-text('开始公示')");
        await officer.Page.WaitForSelectorAsync("text=期满后由负责人批准");
        var batch = new Uri(officer.Page.Url).AbsolutePath.Split('/')[^1];

        await using var nobody = await site.OpenAsync(null, Look.Phone);
        await nobody.GoAsync($"/redemption/public/{batch}");
        Assert.Contains("公示", await nobody.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("9137", await nobody.Page.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    private async Task<(long Batch, AwardState State)> OwnAsync()
    {
        await using var unit = site.Services.CreateAsyncScope();
        var db = unit.ServiceProvider.GetRequiredService<FunengDb>();
        var own = await db.Accounts.Where(account => account.UserName == "enterprise").Select(account => account.Organization).SingleAsync(Cancellation);
        var award = await db.Set<Award>().AsNoTracking().Where(row => row.Subject == own && row.PayeeConfirmedAt != null).OrderBy(row => row.Id).FirstAsync(Cancellation);
        return (award.Batch!.Value, award.State);
    }

    private async Task<byte[]> AnswerAsync(long payment)
    {
        await using var unit = site.Services.CreateAsyncScope();
        var db = unit.ServiceProvider.GetRequiredService<FunengDb>();
        var number = await db.Set<Payment>().Where(row => row.Id == payment).Select(row => row.Number).SingleAsync(Cancellation);
        var lines = await db.Set<PaymentLine>().AsNoTracking().Where(line => line.Payment == payment).OrderBy(line => line.Place).ToListAsync(Cancellation);
        return Encoding.UTF8.GetBytes("业务号,金额,结果,日期\r\n" + string.Concat(lines.Select(line => string.Create(
            CultureInfo.InvariantCulture, $"{BankFile.KeyOf(number, line.Place)},{line.AmountFen / 100m:0.00},成功,{TimeProvider.System.GetUtcNow():yyyy-MM-dd}\r\n"))));
    }
}
