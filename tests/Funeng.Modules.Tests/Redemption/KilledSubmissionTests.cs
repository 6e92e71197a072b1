using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Architecture;
using Funeng.Modules.Tests.Support;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>The real program is killed (SIGKILL) while an application is handed in; then it is started again and the enterprise hands in again.</summary>
public sealed class KilledSubmissionTests
{
    private const string Password = "shenbao-huizhi-2026";

    private static int Kills => Environment.GetEnvironmentVariable("FUNENG_LONG") == "1" ? 15 : 1;

    [Fact]
    public async Task A_program_killed_in_the_middle_of_a_submission_loses_nothing_and_doubles_nothing()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        city.Time.Now = TimeProvider.System.GetUtcNow().AddMinutes(-5);
        var firm = await city.FirmAsync("A", "370303001", ("standardsLedCount", 1));
        await using (var unit = city.As())
            Assert.IsType<CreateUserResult.Created>(await unit.Get<CreateUser>().RunAsync(new NewUser("kuaiji", "会计", Role.Enterprise, Scope.OfOrganization(firm), Password, "测试"), Cancellation));
        var id = await city.FilledAsync(firm, "zb-standard-award/award");
        for (var kill = 0; kill < Kills && await StateAsync(city) == 0; kill++)
        {
            using var program = Start(city.DataFolder, out var address);
            using var visitor = new Visitor(address);
            var sending = await HandInAsync(visitor, id);
            // Somewhere between the first byte and the answer; another moment each time.
            await Task.WhenAny(sending, Task.Delay(3 + (kill * 7), Cancellation));
            program.Kill();
            await program.WaitForExitAsync(Cancellation);
        }

        using var last = Start(city.DataFolder, out var where);
        using (var visitor = new Visitor(where))
        {
            using var answer = await await HandInAsync(visitor, id);
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.SeeOther, HttpStatusCode.OK });
            using var again = await visitor.GetAsync($"/applications/{id}/receipt");
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        }

        last.Kill();
        await last.WaitForExitAsync(Cancellation);
        Assert.Equal(1, await StateAsync(city));
    }

    /// <returns>1 when it is handed in, else 0; submission, history and state say the same.</returns>
    private static async Task<int> StateAsync(TestInstallation city)
    {
        var submitted = await CountAsync(city, "select count(*) from application_submission");
        Assert.Equal(submitted, await CountAsync(city, "select count(*) from review_act"));
        Assert.Equal(submitted, await CountAsync(city, "select count(*) from application where state = 'InReview' and number is not null and due_on is not null"));
        return submitted;
    }

    private static async Task<int> CountAsync(TestInstallation city, string sql) => Convert.ToInt32(await city.ScalarAsync(sql), CultureInfo.InvariantCulture);

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
        _ = program.StandardError.ReadToEndAsync(Cancellation);
        var said = "";
        while (program.StandardOutput.ReadLine() is { } line && line != "ready") said += line + "\n";
        Assert.False(program.HasExited, said);
        // A full pipe would stop the program.
        _ = program.StandardOutput.ReadToEndAsync(Cancellation);
        return program;
    }

    /// <summary>Signs in, opens the form and hands it in, as a browser does.</summary>
    private static async Task<Task<HttpResponseMessage>> HandInAsync(Visitor visitor, long id)
    {
        var signIn = await visitor.OpenAsync("/sign-in");
        using var answer = await visitor.SubmitAsync(signIn.QuerySelector<IHtmlFormElement>("form.signin-form")!, ("user", "kuaiji"), ("password", Password));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var page = await visitor.OpenAsync($"/applications/{id}");
        if (page.QuerySelector("fn-draft form") is not IHtmlFormElement form) return visitor.GetAsync($"/applications/{id}");
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input[name]").Select(input => KeyValuePair.Create(input.Name!, input.Value)).Append(KeyValuePair.Create("go", "submit"));
        return visitor.Http.PostAsync($"/applications/{id}", new FormUrlEncodedContent(fields), Cancellation);
    }
}
