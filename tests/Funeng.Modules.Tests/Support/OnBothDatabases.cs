using System.Reflection;
using Funeng.Modules.Foundation.Data;
using Xunit.Sdk;
using Xunit.v3;

namespace Funeng.Modules.Tests.Support;

/// <summary>
/// Runs a theory with one parameter, the <see cref="DatabaseKind"/>, on SQLite and on a real PostgreSQL server
/// (<c>FUNENG_TEST_POSTGRES</c>, set by ./test). Without a server the second run is skipped, in CI it fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnBothDatabasesAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var postgres = new TheoryDataRow<DatabaseKind>(DatabaseKind.PostgreSql);
        if (TestServer.ConnectionString is null && Environment.GetEnvironmentVariable("CI") != "true")
        {
            postgres.Skip = "No PostgreSQL server: FUNENG_TEST_POSTGRES is not set (./test starts one)";
        }

        return new([new TheoryDataRow<DatabaseKind>(DatabaseKind.Sqlite), postgres]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
