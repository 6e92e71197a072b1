using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Claims;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Registry;
using Funeng.Modules.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>
/// The last ten minutes before a deadline as the site sees them: each enterprise opens its form and posts it twice at once, with its own session, its own anti-forgery token and
/// everything that stands in the form. With FUNENG_LONG 10,000 of them on their times, 17 a second; otherwise a few, all at once.
/// </summary>
public sealed class ManyApplicantsOverHttpTests
{
    private const string Benefit = "zb-skill-training/training", Paper = "培训计划", Password = "Peixun-2026-zheng";
    private const double PerSecond = 10_000 / 600.0;

    // So many sign in with name and password before the clock starts. The others carry a session as signing in makes it: hashing 10,000 passwords would take longer than the ten minutes.
    private const int ByPassword = 24;

    // A site that falls behind is measured, and not hung up on.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("FUNENG_LONG") == "1";

    private static readonly int Applicants = int.TryParse(Environment.GetEnvironmentVariable("FUNENG_APPLICANTS"), CultureInfo.InvariantCulture, out var chosen) ? chosen : IsLong ? 10_000 : 40;

    [Theory, OnBothDatabases]
    public async Task All_who_hand_in_over_the_wire_are_there_once_each(DatabaseKind kind)
    {
        Assert.SkipWhen(IsLong && kind == DatabaseKind.Sqlite, "The ten minutes are run on PostgreSQL.");
        await using var site = await TestSite.StartAsync(kind);
        var applicants = await PrepareAsync(site);
        var before = await CountAsync(site);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = site.Address, Timeout = Longest };
        var (opened, answered, lost, clock) = (new ConcurrentBag<double>(), new ConcurrentBag<double>(), new ConcurrentBag<string>(), Stopwatch.StartNew());

        await Task.WhenAll(applicants.Select((one, at) => Task.Run(async () =>
        {
            var due = TimeSpan.FromSeconds(IsLong ? at / PerSecond : 0);
            if (due > clock.Elapsed) await Task.Delay(due - clock.Elapsed, Cancellation);
            var form = await OpenAsync(browser, one);
            opened.Add((clock.Elapsed - due).TotalSeconds);
            var sent = clock.Elapsed;
            foreach (var answer in await Task.WhenAll(SendAsync(browser, one, form), SendAsync(browser, one, form)))
                if (answer != $"SeeOther /applications/{one.Id}/receipt") lost.Add(answer);
            answered.Add((clock.Elapsed - sent).TotalSeconds);
        })));

        Assert.Empty(lost);
        var after = await CountAsync(site);
        Assert.Equal((Applicants, Applicants, Applicants, Applicants), (after.Submissions - before.Submissions, after.Begun - before.Begun, after.InReview - before.InReview, after.Numbers - before.Numbers));
        // ./test shows the lines that begin so.
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Measured: {Applicants} applications over HTTP on {kind} in {clock.Elapsed.TotalSeconds:0} s, each form posted twice at once: form p50 {Within(opened, 0.5):0.000} s, p99 {Within(opened, 0.99):0.000} s; receipt p50 {Within(answered, 0.5):0.000} s, p99 {Within(answered, 0.99):0.000} s, all {Within(answered, 1):0.000} s"));
        if (IsLong) Assert.True(Within(answered, 0.99) < 2, $"99 of 100 within {Within(answered, 0.99):0.00} s");
    }

    private static double Within(ConcurrentBag<double> waits, double share) => waits.Order().ElementAt((int)Math.Ceiling(waits.Count * share) - 1);

    /// <summary>The form as the page gives it out, with the cookies it is posted with.</summary>
    private static async Task<Form> OpenAsync(HttpClient browser, Applicant one)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/applications/{one.Id}");
        request.Headers.Add("Cookie", one.Session);
        using var page = await browser.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var own = page.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(cookie => cookie.Split(';')[0]) : [];
        var form = (await Visitor.ReadAsync(page)).QuerySelector("fn-draft form") as IHtmlFormElement ?? throw new InvalidOperationException("The page has no form to hand in.");
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input[name]").Select(input => KeyValuePair.Create(input.Name!, input is { Value.Length: 0 } && input.Name!.StartsWith("f.ask.", StringComparison.Ordinal) ? input.Name.EndsWith("phone", StringComparison.Ordinal) ? "05331234567" : "张会计" : input.Value)).Append(new("go", "submit"));
        return new Form([.. fields], string.Join("; ", own.Prepend(one.Session)));
    }

    private static async Task<string> SendAsync(HttpClient browser, Applicant one, Form form)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/applications/{one.Id}") { Content = new FormUrlEncodedContent(form.Fields) };
            request.Headers.Add("Cookie", form.Cookies);
            using var answer = await browser.SendAsync(request, Cancellation);
            // 409 says that two changes met: the browser sends again.
            if (answer.StatusCode == HttpStatusCode.UnprocessableEntity) return (await Visitor.ReadAsync(answer)).QuerySelector(".errors, [role=alert]")?.TextContent ?? "Refused without a word.";
            if (answer.StatusCode != HttpStatusCode.Conflict) return $"{answer.StatusCode} {answer.Headers.Location?.OriginalString}";
        }
    }

    /// <summary>So many enterprises whose people passed their examinations, each with an account, its form filled in and its paper kept.</summary>
    private static async Task<IReadOnlyList<Applicant>> PrepareAsync(TestSite site)
    {
        var made = new List<(Account Account, long Application)>();
        await using var unit = site.Services.CreateAsyncScope();
        unit.Get<CurrentUser>().ActAs(null, "测试", Role.Administrator, Scope.All);
        var (db, ids, now) = (unit.Get<FunengDb>(), unit.Get<IdSource>(), unit.Get<TimeProvider>().GetUtcNow());
        var year = unit.Get<CityProfile>().Today(unit.Get<TimeProvider>()).Year;
        await using var batch = await unit.Get<FactStore>().BeginBatchAsync(new NewBatch("申报企业", "authority"), Cancellation);
        foreach (var chunk in Enumerable.Range(0, Applicants).Select(at => string.Create(CultureInfo.InvariantCulture, $"H{at:00000}")).Chunk(1000))
        {
            foreach (var (code, firm) in await batch.SubjectsAsync([.. chunk.Select(code => new NewSubject(Subject.Enterprise, code, code + "公司", "370303001"))], Cancellation))
            {
                await batch.WriteAsync(new NewFiling(firm, new Period(year - 1), "authority", [new("trainedWorkers", FeelValue.From(12L))]), Cancellation);
                var account = new Account { Id = ids.Next(), UserName = code, NormalizedUserName = code, DisplayName = "会计", Role = Role.Enterprise, Organization = firm, CreatedAt = now, SecurityStamp = Guid.NewGuid().ToString("N") };
                var application = new Application { Id = ids.Next(), Benefit = Benefit, Subject = firm, Period = year.ToString(CultureInfo.InvariantCulture), Round = 1, State = ApplicationState.Draft, Version = 1, CreatedAt = now, CreatedBy = "会计", ChangedAt = now };
                db.AddRange(
                    new Organization { Id = firm, Kind = OrganizationKind.Enterprise, Code = code, Name = code + "公司", Region = "370303001", CreatedAt = now, ChangedAt = now }, account, application,
                    new HeldFile { Id = ids.Next(), Subject = firm, Kind = Paper, FileName = Paper + ".pdf", MediaType = "application/pdf", Size = Pdf.Length, Sha256 = code + Paper, Who = "会计", At = now });
                made.Add((account, application.Id));
            }

            await db.SaveChangesAsync(Cancellation);
            db.ChangeTracker.Clear();
        }

        await batch.PublishAsync(Cancellation);
        var applicants = new List<Applicant>(made.Count);
        foreach (var (account, application) in made)
            applicants.Add(new Applicant(application, applicants.Count < ByPassword ? await SignInAsync(site, unit, account) : await SessionAsync(unit, account)));
        return applicants;
    }

    private static async Task<string> SignInAsync(TestSite site, AsyncServiceScope unit, Account account)
    {
        var accounts = unit.Get<UserManager<Account>>();
        Assert.True((await accounts.AddPasswordAsync((await accounts.FindByNameAsync(account.UserName!))!, Password)).Succeeded);
        using var visitor = new Visitor(site.Address);
        var page = await visitor.OpenAsync("/sign-in");
        using var answer = await visitor.SubmitAsync(page.QuerySelector<IHtmlFormElement>("form.signin-form")!, ("user", account.UserName!), ("password", Password));
        return answer.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]).Single(cookie => cookie.StartsWith("funeng=", StringComparison.Ordinal));
    }

    /// <summary>The cookie signing in would give.</summary>
    private static async Task<string> SessionAsync(AsyncServiceScope unit, Account account)
    {
        ClaimsPrincipal own = await unit.Get<IUserClaimsPrincipalFactory<Account>>().CreateAsync(account);
        var cookies = unit.Get<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var now = unit.Get<TimeProvider>().GetUtcNow();
        var ticket = new AuthenticationTicket(own, new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(2) }, IdentityConstants.ApplicationScheme);
        return $"{cookies.Cookie.Name}={cookies.TicketDataFormat.Protect(ticket)}";
    }

    private static async Task<Counts> CountAsync(TestSite site)
    {
        await using var unit = site.Services.CreateAsyncScope();
        var db = unit.Get<FunengDb>();
        var own = db.Set<Application>().Where(one => one.Benefit == Benefit && one.State == ApplicationState.InReview && one.Number != null);
        return new Counts(
            await db.Set<ApplicationSubmission>().CountAsync(Cancellation), await db.Set<Modules.Redemption.Review.ReviewAct>().CountAsync(act => act.Kind == Modules.Redemption.Review.ReviewActKind.Submitted, Cancellation),
            await own.CountAsync(Cancellation), await own.Select(one => one.Number).Distinct().CountAsync(Cancellation));
    }

    /// <param name="Session">Its cookie.</param>
    private sealed record Applicant(long Id, string Session);

    private sealed record Form(IReadOnlyList<KeyValuePair<string, string>> Fields, string Cookies);

    private sealed record Counts(int Submissions, int Begun, int InReview, int Numbers);
}
