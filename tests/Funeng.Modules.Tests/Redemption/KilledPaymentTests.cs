using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Architecture;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>The real program is killed (SIGKILL) while it books what the bank answered; then it is started again and the file is handed in again.</summary>
public sealed class KilledPaymentTests
{
    private const string Password = "kuaile-duifu-2026";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static int Kills => Environment.GetEnvironmentVariable("FUNENG_LONG") == "1" ? 12 : 1;

    [Fact]
    public async Task A_program_killed_in_the_middle_of_a_payment_loses_nothing_and_doubles_nothing()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        city.Time.Now = TimeProvider.System.GetUtcNow().AddDays(-30);
        var (payment, file) = await PaymentsTests.SentAsync(city);
        await using (var admin = city.As())
            Assert.IsType<CreateUserResult.Created>(await admin.Get<CreateUser>().RunAsync(new NewUser("caizheng", "钱文静", Role.Treasurer, Scope.All, Password, "测试"), Cancellation));

        var booked = 0;
        for (var kill = 0; kill < Kills && booked == 0; kill++)
        {
            using var program = Start(city.DataFolder, out var address);
            using var visitor = new Visitor(address);
            var sending = await HandInAsync(visitor, payment, file);
            // Somewhere between the first byte and the answer; another moment each time.
            await Task.WhenAny(sending, Task.Delay(5 + (kill * 23), Cancellation));
            program.Kill();
            await program.WaitForExitAsync(Cancellation);
            booked = await StateAsync(city);
        }

        using var last = Start(city.DataFolder, out var where);
        using (var visitor = new Visitor(where))
        {
            using var answer = await await HandInAsync(visitor, payment, file);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        }

        last.Kill();
        await last.WaitForExitAsync(Cancellation);
        Assert.Equal(198, await StateAsync(city));
        Assert.Equal("Closed", await city.ScalarAsync("select state from redemption_payment"));
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

    private static Process Start(string data, out Uri address)
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}");
        }

        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "funeng.dll"), "serve", "--urls", address.ToString().TrimEnd('/'), "--data", data, "--city", "empty"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["FUNENG_ROOT"] = Path.GetDirectoryName(Repository.Folder("rules")) },
        };
        var program = Process.Start(start)!;
        _ = program.StandardError.ReadToEndAsync();
        // Until it says ready, or is over.
        var said = new StringBuilder();
        while (program.StandardOutput.ReadLine() is { } line && line != "ready") said.AppendLine(line);
        Assert.False(program.HasExited, said.ToString());
        // What it says later must not fill the pipe.
        _ = program.StandardOutput.ReadToEndAsync();
        return program;
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
