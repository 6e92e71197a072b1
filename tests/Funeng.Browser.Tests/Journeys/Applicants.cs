using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Browser.Tests.Journeys;

/// <summary>Enterprises that may apply, each with somebody who signs in for it.</summary>
internal static class Applicants
{
    private const string Password = "Zhanwei-2026-pass";

    /// <summary>An enterprise of the clerk's township that paid for a booth and that nobody applied for yet.</summary>
    public static async Task<long> ApplicantAsync(this SiteInBrowser site, string user)
    {
        await using var unit = site.Services.CreateAsyncScope();
        var (services, cancellation) = (unit.ServiceProvider, TestContext.Current.CancellationToken);
        services.GetRequiredService<CurrentUser>().ActAsSystem();
        var db = services.GetRequiredService<FunengDb>();
        var township = (await db.Accounts.AsNoTracking().SingleAsync(row => row.UserName == "clerk", cancellation)).Scope.Regions[0];
        var taken = await db.Set<Modules.Redemption.Applications.Application>().Select(row => row.Subject).ToListAsync(cancellation);
        var owned = await db.Accounts.Where(row => row.Organization != null).Select(row => row.Organization!.Value).ToListAsync(cancellation);
        var firm = await db.Set<Organization>().AsNoTracking().Where(row => row.Kind == OrganizationKind.Enterprise && row.Region == township && !taken.Contains(row.Id) && !owned.Contains(row.Id)).OrderByDescending(row => row.Code).FirstAsync(cancellation);
        var facts = services.GetRequiredService<FactStore>();
        var year = services.GetRequiredService<Modules.Foundation.City.CityProfile>().Today(services.GetRequiredService<TimeProvider>()).Year - 1;
        await facts.RecordAsync(new NewFiling(firm.Id, new Period(year), "authority", [new("boothFee", FeelValue.From(10_000L)), new("exportValue", FeelValue.From(5_000_000L))]), cancellation);
        await facts.RecordAsync(new NewFiling(firm.Id, Period.State, "authority", [new("notOnDishonestyList", FeelValue.True)]), cancellation);
        await facts.PublishAsync(cancellation);
        Assert.IsNotType<CreateUserResult.Refused>(await services.GetRequiredService<CreateUser>().RunAsync(new NewUser(user, "展位申报人", Role.Enterprise, Scope.OfOrganization(firm.Id), Password, "测试"), cancellation));
        return firm.Id;
    }

    public static async Task<BrowserPage> OpenAsApplicantAsync(this SiteInBrowser site, string user, Look look)
    {
        var open = await site.OpenAsync(null, look);
        await open.GoAsync("/sign-in");
        await open.Page.FillAsync("#f-user", user);
        await open.Page.FillAsync("#f-password", Password);
        await open.Page.ClickAsync("button.btn-p");
        await open.Page.ArrivesAsync(Arrival.Home);
        return open;
    }
}
