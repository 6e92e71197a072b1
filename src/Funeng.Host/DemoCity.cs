using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.SignIn;

namespace Funeng.Host;

/// <summary>Fills a new demo installation: accounts of every role, with the part of the city each may see.</summary>
internal static class DemoCity
{
    public static async Task LoadAsync(WebApplication site, CancellationToken cancellation)
    {
        if (site.Services.GetRequiredService<Installation>().City != CityContent.Demo)
            return;
        await using var scope = site.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsCommandLine();
        var city = scope.ServiceProvider.GetRequiredService<CityProfile>();
        await scope.ServiceProvider.GetRequiredService<MakeDemoAccounts>().RunAsync(Scopes(city), cancellation);
    }

    private static Dictionary<Role, Scope> Scopes(CityProfile city) => Enum.GetValues<Role>().ToDictionary(role => role, role => role switch
    {
        Role.TownshipClerk => Scope.OfRegions(city.RegionCode + "03"),
        Role.ZoneOfficer or Role.Enterprise or Role.Expert or Role.Bank or Role.Public => Scope.Nothing,
        _ => Scope.All,
    });
}
