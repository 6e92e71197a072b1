using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Payments;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>The real program is killed (SIGKILL) inside the transaction that books what the bank answered, and just after it; then the file is handed in again.</summary>
public sealed class KilledPaymentTests
{
    private const string Password = "kuaile-duifu-2026";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task A_program_killed_in_the_middle_of_a_payment_loses_nothing_and_doubles_nothing(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        city.Time.Now = TimeProvider.System.GetUtcNow().AddDays(-30);
        var (payment, file) = await PaymentsTests.SentAsync(city);
        await using (var admin = city.As())
            Assert.IsType<CreateUserResult.Created>(await admin.Get<CreateUser>().RunAsync(new NewUser("caizheng", "钱文静", Role.Treasurer, Scope.All, Password, "测试"), Cancellation));

        // Everything is written and nothing committed: nothing of it is left.
        await KilledAsync(city, "TransactionCommitting", payment, file);
        Assert.Equal(0, await StateAsync(city));
        // Committed, and the bank's answer never confirmed to whoever handed it in: everything is there.
        await KilledAsync(city, "TransactionCommitted", payment, file);
        Assert.Equal(198, await StateAsync(city));
        // He hands it in again.
        city.Time.Now = TimeProvider.System.GetUtcNow();
        await using (var treasurer = city.AsTreasurer())
            Assert.Equal(0, Assert.IsType<StepResult.Done>(await treasurer.Get<ReadResult>().RunAsync(payment, "回盘.csv", file, Cancellation)).Count);
        Assert.Equal(198, await StateAsync(city));
        Assert.Equal("Closed", await city.ScalarAsync("select state from redemption_payment"));
    }

    /// <summary>The file is handed in, the program held at the moment, looked at from outside, and killed.</summary>
    private static async Task KilledAsync(TestInstallation city, string moment, long payment, byte[] file)
    {
        using var program = RunningProgram.Start(city, "redemption_entry", moment);
        using var visitor = new Visitor(program.Address);
        var sending = await HandInAsync(visitor, payment, file);
        await program.HeldAsync(Cancellation);
        Assert.False(sending.IsCompleted);
        Assert.Equal(moment == "TransactionCommitted" ? 198 : 0, await StateAsync(city));
        await program.KillAsync(Cancellation);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => sending);
    }

    /// <returns>How many lines are paid: all or none, and the money, the awards and the ledger say the same.</returns>
    private static async Task<int> StateAsync(TestInstallation city)
    {
        var paid = await city.CountAsync("select count(*) from redemption_payment_line where state = 'Paid'");
        Assert.True(paid is 0 or 198, $"{paid} lines are paid");
        Assert.Equal(paid, await city.CountAsync("select count(*) from redemption_award where state = 'Paid'"));
        Assert.Equal(paid, await city.CountAsync("select count(*) from redemption_entry where kind = 'Paid'"));
        Assert.Equal(paid == 0 ? 0 : 460_000_000, await city.CountAsync("select paid_fen from redemption_budget"));
        Assert.Equal(paid == 0 ? 460_000_000 : 0, await city.CountAsync("select committed_fen from redemption_budget"));
        Assert.Equal(paid == 0 ? 0 : 1, await city.CountAsync("select count(*) from redemption_result_file"));
        return (int)paid;
    }

    /// <summary>Signs in, opens the payment and hands the file in, as a browser does.</summary>
    private static async Task<Task<HttpResponseMessage>> HandInAsync(Visitor visitor, long payment, byte[] file)
    {
        var signIn = await visitor.OpenAsync("/sign-in");
        using var answer = await visitor.SubmitAsync(signIn.QuerySelector<IHtmlFormElement>("form.signin-form")!, ("user", "caizheng"), ("password", Password));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var page = await visitor.OpenAsync($"/redemption/payments/{payment}");
        var form = page.QuerySelector<IHtmlInputElement>("input[type=file]")!.Form!;
        var content = new MultipartFormDataContent();
        foreach (var input in form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]")) content.Add(new StringContent(input.Value), input.Name!);
        content.Add(new ByteArrayContent(file), "File", "回盘.csv");
        return visitor.Http.PostAsync($"/redemption/payments/{payment}", content, Cancellation);
    }
}
