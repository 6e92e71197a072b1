using Funeng.Host;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Microsoft.Data.Sqlite;

namespace Funeng.Modules.Tests.Support;

/// <summary>
/// One installation of the product for one test: the real modules on a fresh database of the kind asked for, a clock that stands still.
/// <code>await using var city = await TestInstallation.StartAsync(kind);</code>
/// </summary>
public sealed class TestInstallation : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly Installation installation;
    private bool isNext;

    private TestInstallation(Installation installation, FakeTime time, Action<IServiceCollection>? more)
    {
        this.installation = installation;
        Time = time;
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton(installation);
        collection.AddSingleton<TimeProvider>(time);
        collection.AddModules();
        if (installation.RulesFolder == ShippedRules.Folder) ShippedRules.AddTo(collection);
        more?.Invoke(collection);
        services = collection.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    public FakeTime Time { get; }

    public IServiceProvider Services => services;

    public string DataFolder => installation.DataFolder;

    /// <param name="kind">The database.</param>
    /// <param name="migrated">False for an empty database.</param>
    /// <param name="more">Services of the test, added last.</param>
    public static async Task<TestInstallation> StartAsync(DatabaseKind kind, bool migrated = true, Action<IServiceCollection>? more = null)
    {
        var folder = Directory.CreateTempSubdirectory("funeng-test-").FullName;
        var postgres = kind == DatabaseKind.PostgreSql ? await TestServer.CreateAsync(migrated) : null;
        if (postgres is null && migrated) await TestFile.CopyToAsync(folder);
        var installation = new Installation(folder, ShippedRules.Folder, postgres, CityContent.Empty);
        var city = new TestInstallation(installation, new FakeTime(), more);
        if (migrated)
        {
            await city.StartAgainAsync();
        }

        return city;
    }

    /// <summary>The next process on the same database, as after a kill; it is disposed first.</summary>
    public TestInstallation Next(string? rules = null) => new(installation with { RulesFolder = rules ?? installation.RulesFolder }, Time, null) { isNext = true };

    /// <summary>What happens at every start of the product.</summary>
    public Task StartAgainAsync() => services.GetRequiredService<InstallationStart>().RunAsync(CancellationToken.None);

    /// <summary>A unit of work in which somebody acts; an administrator who sees everything unless said otherwise.</summary>
    public AsyncServiceScope As(Role role = Role.Administrator, Scope? scope = null, long? id = 1, string name = "测试员")
    {
        var unit = services.CreateAsyncScope();
        unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(id, name, role, scope ?? Scope.All);
        return unit;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (isNext)
        {
            return;
        }

        if (installation.Database is { } connection)
        {
            await TestServer.GiveBackAsync(connection);
        }
        else
        {
            // Only its own: clearing all would close the connections of the tests that run beside this one.
            await using var own = (SqliteConnection)await FunengDatabase.Of(installation).OpenAsync(CancellationToken.None);
            SqliteConnection.ClearPool(own);
        }

        Directory.Delete(installation.DataFolder, recursive: true);
    }
}

public static class UnitOfWork
{
    /// <summary>A service of this unit of work.</summary>
    public static T Get<T>(this AsyncServiceScope unit)
        where T : notnull => unit.ServiceProvider.GetRequiredService<T>();
}

/// <summary>The database under an installation, for tests that look or meddle below the use cases.</summary>
public static class BelowTheUseCases
{
    /// <summary>A service that is not bound to a unit of work.</summary>
    public static T Service<T>(this TestInstallation city)
        where T : notnull => city.Services.GetRequiredService<T>();

    public static SchemaMigrations Migrations(this TestInstallation city) => city.Services.GetRequiredService<SchemaMigrations>();

    public static FunengDatabase Database(this TestInstallation city) => city.Services.GetRequiredService<FunengDatabase>();

    public static async Task<int> ExecuteAsync(this TestInstallation city, string sql)
    {
        await using var connection = await city.Database().OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    public static async Task<object?> ScalarAsync(this TestInstallation city, string sql)
    {
        await using var connection = await city.Database().OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
