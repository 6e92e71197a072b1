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
    public async Task Thousands_of_hits_are_found_by_whatever_a_few_are_found_by(DatabaseKind kind)
    {
        const int many = 2_100;
        await using var city = await StartAsync(kind);
        await using (var unit = city.As())
        {
            await unit.Get<OrganizationLoader>().WriteAsync(
                Enumerable.Range(10, many).Select(id => Enterprise(id, $"91370399FN{id:00000000}", $"淄博第{id}机械厂", "370303009", null, "3411", 1_000_000m)), CancellationToken.None);
        }

        // As an older release wrote them; once they are filled in, much is found by initials in the database itself.
        await city.ExecuteAsync("update organization set name_initials = null where id % 2 = 0");
        await city.Services.GetRequiredService<KeepInitials>().RunAsync(CancellationToken.None);
        foreach (var most in (int[])[20_000, 100])
        {
            await using var unit = city.As();
            var browse = unit.Get<BrowseEnterprises>();
            browse.MostIds = most;
            foreach (var text in (string[])["91370399", "ZB", "zbd", "淄博 机械", "９１３７０３９９", "机械厂"])
            {
                var list = await browse.RunAsync(new EnterpriseQuery { Text = text }, CancellationToken.None);
                Assert.True(list.Total >= many && list.Revenue >= many * 1_000_000m, $"“{text}” finds {list.Total}.");
            }

            Assert.Equal(0, await browse.CountAsync(new EnterpriseQuery { Text = "淄博 机械", County = "370305" }, CancellationToken.None));
        }
    }

    [Theory, OnBothDatabases]
    public async Task An_export_holds_everybody_once_though_figures_change_on_the_way(DatabaseKind kind)
    {
        await using var city = await StartAsync(kind);
        await using var unit = city.As();
        await unit.Get<OrganizationLoader>().WriteAsync(
            Enumerable.Range(10, 1_100).Select(id => Enterprise(id, $"91370399FN{id:00000000}", $"淄博第{id}机械厂", "370303009", null, "3411", id)), CancellationToken.None);
        var codes = new List<string>();
        await foreach (var part in unit.Get<BrowseEnterprises>().AllAsync(new EnterpriseQuery(), CancellationToken.None))
        {
            codes.AddRange(part.Rows.Select(row => row.Code));
            await city.ExecuteAsync("update organization set revenue_fen = 99999999999 where id between 10 and 19");
        }

        Assert.Equal(1_103, codes.Count);
        Assert.Equal(1_103, codes.Distinct().Count());
        Assert.Equal("91370303FN0000011B", codes[0]);
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
