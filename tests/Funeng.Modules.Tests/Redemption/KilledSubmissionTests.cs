using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>The real program is killed (SIGKILL) inside the transaction that takes an application in, and just after it; then the enterprise hands in again.</summary>
public sealed class KilledSubmissionTests
{
    private const string Password = "shenbao-huizhi-2026";

    [Theory, OnBothDatabases]
    public async Task A_program_killed_in_the_middle_of_a_submission_loses_nothing_and_doubles_nothing(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        city.Time.Now = TimeProvider.System.GetUtcNow().AddMinutes(-5);
        var firm = await city.FirmAsync("A", "370303001", ("standardsLedCount", 1));
        await using (var unit = city.As())
            Assert.IsType<CreateUserResult.Created>(await unit.Get<CreateUser>().RunAsync(new NewUser("kuaiji", "会计", Role.Enterprise, Scope.OfOrganization(firm), Password, "测试"), Cancellation));
        var id = await city.FilledAsync(firm, "zb-standard-award/award");

        // Everything is written and nothing committed: nothing of it is left, and what was filled in is there.
        await KilledAsync(city, "TransactionCommitting", id);
        Assert.Equal(0, await StateAsync(city));
        Assert.NotEqual(0, await CountAsync(city, "select count(*) from application_field"));
        // Committed and not answered: everything is there.
        await KilledAsync(city, "TransactionCommitted", id);
        Assert.Equal(1, await StateAsync(city));
        var number = await city.ScalarAsync("select number from application_submission");
        // The enterprise hands in again and has the same receipt.
        Assert.Equal(number, (await city.SubmitAsync(firm, id)).Number);
        Assert.Equal(1, await StateAsync(city));
    }

    /// <summary>It is handed in, the program held at the moment, looked at from outside, and killed.</summary>
    private static async Task KilledAsync(TestInstallation city, string moment, long id)
    {
        using var program = RunningProgram.Start(city, "application_submission", moment);
        using var visitor = new Visitor(program.Address);
        var sending = await HandInAsync(visitor, id);
        await program.HeldAsync(Cancellation);
        Assert.False(sending.IsCompleted);
        Assert.Equal(moment == "TransactionCommitted" ? 1 : 0, await StateAsync(city));
        await program.KillAsync(Cancellation);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => sending);
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

    /// <summary>Signs in, opens the form and hands it in, as a browser does.</summary>
    private static async Task<Task<HttpResponseMessage>> HandInAsync(Visitor visitor, long id)
    {
        var signIn = await visitor.OpenAsync("/sign-in");
        using var answer = await visitor.SubmitAsync(signIn.QuerySelector<IHtmlFormElement>("form.signin-form")!, ("user", "kuaiji"), ("password", Password));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var page = await visitor.OpenAsync($"/applications/{id}");
        var form = page.QuerySelector<IHtmlFormElement>("fn-draft form")!;
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input[name]").Select(input => KeyValuePair.Create(input.Name!, input.Value)).Append(KeyValuePair.Create("go", "submit"));
        return visitor.Http.PostAsync($"/applications/{id}", new FormUrlEncodedContent(fields), Cancellation);
    }
}
