using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Funeng.Modules.Registry.Browse;
using Funeng.Modules.Registry.Place;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Registry.Place;

public sealed class PlaceEnterprisesTests
{
    private const string Nowhere = "91370303FN0000011B", Elsewhere = "91370304FN0000011R";
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task Whoever_has_the_city_sees_what_has_no_place_and_places_it(DatabaseKind kind)
    {
        await using var city = await StartAsync(kind);
        await using var officer = city.As(Role.BureauOfficer, Scope.OfRegions("3703"));
        var unplaced = new EnterpriseQuery { View = "unplaced" };
        Assert.Equal([Nowhere], (await officer.Get<BrowseEnterprises>().RunAsync(unplaced, None)).Rows.Select(row => row.Code));

        var refused = await officer.Get<PlaceEnterprises>().RunAsync([Nowhere], "3703", "", None);
        Assert.Empty(await officer.Get<PlaceEnterprises>().RunAsync([Nowhere], "370306001", "营业执照住所", None));

        Assert.Equal(["Region", "Reason"], refused.Select(problem => problem.Field));
        Assert.Equal(0, (await officer.Get<BrowseEnterprises>().RunAsync(unplaced, None)).Total);
        await using var clerk = city.As(Role.TownshipClerk, Scope.OfRegions("370306001"));
        Assert.Equal("370306001", (await clerk.Get<OrganizationDirectory>().FindAsync(Scope.OfRegions("370306001"), Nowhere, None))!.Region);
        Assert.Equal(1L, Convert.ToInt64(await city.ScalarAsync("select count(*) from audit where action = '指定企业所在地'"), null));
    }

    [Theory, OnBothDatabases]
    public async Task A_clerk_neither_sees_what_has_no_place_nor_takes_what_is_elsewhere(DatabaseKind kind)
    {
        await using var city = await StartAsync(kind);
        await using var clerk = city.As(Role.TownshipClerk, Scope.OfRegions("370306001"));

        var problems = await clerk.Get<PlaceEnterprises>().RunAsync([Nowhere, Elsewhere], "370306001", "想要", None);

        Assert.Contains(problems, problem => problem.Message.Contains("没有选择企业", StringComparison.Ordinal));
        Assert.Empty(await clerk.Get<PlaceEnterprises>().FindAsync([Nowhere, Elsewhere], None));
    }

    private static async Task<TestInstallation> StartAsync(DatabaseKind kind)
    {
        var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        await unit.Get<OrganizationLoader>().WriteAsync(
            [
                new(1, OrganizationKind.Enterprise, Nowhere, "淄博甲陶瓷有限公司", null, null, null, null),
                new(2, OrganizationKind.Enterprise, Elsewhere, "淄博乙材料有限公司", "370304004", null, null, null),
            ],
            None);
        return city;
    }
}
