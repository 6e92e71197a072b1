using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Funeng.Modules.Registry.Browse;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Registry.Browse;

public sealed class BrowseEnterprisesTests
{
    private static readonly LoadedOrganization[] Loaded =
    [
        Enterprise(1, "91370303FN0000011B", "淄博甲陶瓷有限公司", "370303009", "370300-GX", "3073", 200_000_000m),
        Enterprise(2, "91370304FN0000011R", "淄博乙材料有限公司", "370304004", null, "2651", 50_000_000m),
        Enterprise(3, "91370302FN0000011W", "淄博丙软件有限公司", "370302001", "370300-XC", "6513", null),
    ];

    [Theory, OnBothDatabases]
    public async Task The_result_is_sorted_paged_and_summed_over_all_of_it(DatabaseKind kind)
    {
        await using var city = await StartAsync(kind);

        var list = await BrowseAsync(city, new EnterpriseQuery());

        Assert.Equal([1, 2, 3], list.Rows.Select(row => row.Id));
        Assert.Equal((3, 250_000_000m), (list.Total, list.Revenue));
        Assert.Equal([2, 1, 3], (await BrowseAsync(city, new EnterpriseQuery { Sort = "revenue" })).Rows.Select(row => row.Id));
    }

    [Theory, OnBothDatabases]
    public async Task Conditions_narrow_the_list(DatabaseKind kind)
    {
        await using var city = await StartAsync(kind);

        Assert.Equal("1", await IdsAsync(new EnterpriseQuery { County = "370303" }));
        Assert.Equal("2", await IdsAsync(new EnterpriseQuery { Township = "370304004" }));
        Assert.Equal("1 3", await IdsAsync(new EnterpriseQuery { Zone = "370300-GX" }));
        Assert.Equal("1 2", await IdsAsync(new EnterpriseQuery { Industry = "C" }));
        Assert.Equal("1", await IdsAsync(new EnterpriseQuery { Industry = "307" }));
        Assert.Equal("2", await IdsAsync(new EnterpriseQuery { Text = "乙材" }));
        Assert.Equal("", await IdsAsync(new EnterpriseQuery { Text = "乙材", County = "370303" }));
        Assert.Equal("", await IdsAsync(new EnterpriseQuery { Title = "sme-innovative-2022" }));
        Assert.Equal("", await IdsAsync(new EnterpriseQuery { Source = "tax" }));

        async Task<string> IdsAsync(EnterpriseQuery query) => string.Join(' ', (await BrowseAsync(city, query)).Rows.Select(row => row.Id).Order());
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_sees_more_than_the_own_scope(DatabaseKind kind)
    {
        await using var city = await StartAsync(kind);

        Assert.Equal([1], (await BrowseAsync(city, new EnterpriseQuery(), Scope.OfRegions("370303"))).Rows.Select(row => row.Id));
        Assert.Equal([1], (await BrowseAsync(city, new EnterpriseQuery(), Scope.OfZones("370300-GX"))).Rows.Select(row => row.Id));
        Assert.Equal([3], (await BrowseAsync(city, new EnterpriseQuery(), Scope.OfOrganization(3))).Rows.Select(row => row.Id));
        Assert.Empty((await BrowseAsync(city, new EnterpriseQuery { Text = "淄博" }, Scope.Nothing)).Rows);
    }

    private static async Task<TestInstallation> StartAsync(DatabaseKind kind)
    {
        var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        await unit.Get<OrganizationLoader>().WriteAsync(Loaded, CancellationToken.None);
        return city;
    }

    private static async Task<EnterpriseList> BrowseAsync(TestInstallation city, EnterpriseQuery query, Scope? scope = null)
    {
        await using var unit = city.As(scope: scope);
        return await unit.Get<BrowseEnterprises>().RunAsync(query, CancellationToken.None);
    }

    private static LoadedOrganization Enterprise(long id, string code, string name, string region, string? zone, string industry, decimal? revenue) =>
        new(id, OrganizationKind.Enterprise, code, name, region, zone, industry, new DateOnly(2010, 5, 18)) { Revenue = revenue, RevenueYear = revenue is null ? null : 2025 };
}
