using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Funeng.Modules.Registry.Place;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Registry;

/// <summary>注册地 follows the register: filed with its source, again after a move, taken back when nobody knows the place any more.</summary>
public sealed class FilePlacesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task The_register_files_the_place_and_a_move_files_the_new_one(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (placed, nowhere) = (await AddAsync(city, "A", "370303001"), await AddAsync(city, "B", null));

        Assert.Equal(1, await FileAsync(city));
        Assert.Equal(0, await FileAsync(city));
        Assert.Equal(("山东省淄博市张店区", "企业登记"), await PlaceAsync(city, placed));
        Assert.Null(await PlaceAsync(city, nowhere));

        await using (var officer = city.As(Role.BureauOfficer)) Assert.Empty(await officer.Get<PlaceEnterprises>().RunAsync(["A", "B"], "370302", "营业执照住所", Cancellation));
        Assert.Equal(2, await FileAsync(city));
        Assert.Equal(("山东省淄博市淄川区", "企业登记"), await PlaceAsync(city, placed));
        Assert.Equal(("山东省淄博市淄川区", "企业登记"), await PlaceAsync(city, nowhere));

        // Within the district nothing is filed that stands there already.
        var filings = await city.ScalarAsync("select count(*) from filing");
        await city.ExecuteAsync("update organization set region = '370302001' where code = 'A'");
        await FileAsync(city);
        Assert.Equal(filings, await city.ScalarAsync("select count(*) from filing"));

        await city.ExecuteAsync("update organization set region = null where code = 'B'");
        await FileAsync(city);
        Assert.Null(await PlaceAsync(city, nowhere));
    }

    [Theory, OnBothDatabases]
    public async Task What_an_office_says_goes_before_the_register(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await AddAsync(city, "A", "370303001");
        await using (var unit = city.As())
        {
            await unit.Get<FactStore>().RecordAsync(new NewFiling(own, Period.State, "authority", [new FiledValue(FilePlaces.Fact, "山东省济南市历下区")]), Cancellation);
            await unit.Get<FactStore>().PublishAsync(Cancellation);
        }

        await FileAsync(city);

        Assert.Equal("山东省济南市历下区", (await PlaceAsync(city, own))!.Value.Place);
    }

    private static async Task<long> AddAsync(TestInstallation city, string code, string? region)
    {
        await using var unit = city.As();
        var subject = await unit.Get<SubjectDirectory>().EnsureAsync(new NewSubject(Subject.Enterprise, code, code + "公司", region), Cancellation);
        unit.Get<FunengDb>().Add(new Organization { Id = subject.Id, Kind = OrganizationKind.Enterprise, Code = code, Name = code + "公司", Region = region, CreatedAt = city.Time.Now, ChangedAt = city.Time.Now });
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        return subject.Id;
    }

    private static async Task<int> FileAsync(TestInstallation city)
    {
        await using var unit = city.As();
        return await unit.Get<FilePlaces>().RunAsync(Cancellation);
    }

    private static async Task<(string Place, string Source)?> PlaceAsync(TestInstallation city, long subject)
    {
        await using var unit = city.As();
        var facts = await unit.Get<FactReader>().LoadSubjectAsync(subject, null, Cancellation);
        return facts.FindLatest(unit.Get<FactCatalogue>().Get(FilePlaces.Fact)) is { } fact ? (fact.Value.AsString(), fact.Filing.Source) : null;
    }
}
