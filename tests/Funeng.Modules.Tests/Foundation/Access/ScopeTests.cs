using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Foundation.Access;

public sealed class ScopeTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private static readonly IReadOnlyList<Subject> Subjects =
    [
        At(1, "370303001", null), At(2, "370303002", "gaoxin"), At(3, "370302001", "gaoxin"), At(4, "370100001", null), At(5, null, null),
    ];

    [Theory, OnBothDatabases]
    public async Task Queries_and_covers_agree_on_what_a_scope_shows(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        unit.Get<FunengDb>().AddRange(Subjects);
        await unit.Get<FunengDb>().SaveChangesAsync(None);

        foreach (var (scope, expected) in Expected)
        {
            var covered = Subjects.Where(subject => scope.Covers(subject.Region, subject.Zone, subject.Id)).Select(subject => subject.Id);
            var queried = await unit.Get<SubjectDirectory>().Within(scope, "enterprise").OrderBy(subject => subject.Id).Select(subject => subject.Id).ToListAsync(None);

            Assert.Equal(expected, covered);
            Assert.Equal(expected, queried);
            Assert.Equal(expected, await BySqlAsync(city, scope));
        }
    }

    private static readonly IReadOnlyList<(Scope, long[])> Expected =
    [
        (Scope.All, [1, 2, 3, 4, 5]),
        (Scope.Nothing, []),
        // Whoever has a whole city also has what nobody has placed yet; whoever has a district has not.
        (Scope.OfRegions("3703"), [1, 2, 3, 5]),
        (Scope.OfRegions("370303002", "3701"), [2, 4, 5]),
        (Scope.OfRegions("370303"), [1, 2]),
        (Scope.OfZones("gaoxin"), [2, 3]),
        (Scope.OfOrganization(5), [5]),
        (new Scope(false, ["370302"], ["gaoxin"], 4), [2, 3, 4]),
    ];

    private static Subject At(long id, string? region, string? zone) =>
        new() { Id = id, Kind = "enterprise", Code = "C" + id, Name = "企业" + id, Region = region, Zone = zone };

    private static async Task<List<long>> BySqlAsync(TestInstallation city, Scope scope)
    {
        await using var connection = await city.Database().OpenAsync(None);
        await using var command = connection.CreateCommand();
        command.CommandText = $"select id from subject where {scope.Sql(command, "region", "zone", "id")} order by id";
        await using var reader = await command.ExecuteReaderAsync(None);
        var found = new List<long>();
        while (await reader.ReadAsync(None))
        {
            found.Add(reader.GetInt64(0));
        }

        return found;
    }
}
