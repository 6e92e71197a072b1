using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Foundation.Data;

public sealed class SchemaMigrationsTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task Starting_twice_and_at_once_applies_each_migration_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind, migrated: false);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => city.Migrations().ApplyAsync(None))));

        await using var connection = await city.Database().OpenAsync(None);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from schema_history";
        Assert.Equal(SchemaMigrations.Read(kind).Count, Convert.ToInt32(await command.ExecuteScalarAsync(None), null));
    }

    [Theory, OnBothDatabases]
    public async Task A_migration_changed_after_it_was_applied_is_refused(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.ExecuteAsync("update schema_history set checksum = 'other' where number = 1");

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => city.Migrations().ApplyAsync(None));

        Assert.Contains("0001-foundation was changed", refusal.Message, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_database_of_a_newer_version_is_refused(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.ExecuteAsync("insert into schema_history (number, name, checksum, applied_at) values (9999, '9999-later', '', 0)");

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => city.Migrations().ApplyAsync(None));

        Assert.Contains("newer version", refusal.Message, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task The_migrated_schema_is_the_model(DatabaseKind kind)
    {
        await using var migrated = await TestInstallation.StartAsync(kind);
        await using var modelled = await TestInstallation.StartAsync(kind, migrated: false);
        await using var unit = modelled.As();
        await modelled.ExecuteAsync(unit.Get<FunengDb>().Database.GenerateCreateScript());
        var tables = unit.Get<FunengDb>().Model.GetEntityTypes().Select(entity => entity.GetTableName()).OfType<string>().Distinct().Order().ToList();

        var expected = await SchemaReader.ReadAsync(modelled.Database(), tables);
        var actual = await SchemaReader.ReadAsync(migrated.Database(), tables);

        Assert.Equal(expected, actual);
    }

    [Theory, OnBothDatabases]
    public async Task Every_table_is_the_same_on_both_databases(DatabaseKind kind)
    {
        await using var here = await TestInstallation.StartAsync(kind);
        await using var sqlite = await TestInstallation.StartAsync(DatabaseKind.Sqlite);

        var expected = await SchemaReader.ReadCommonAsync(sqlite.Database());
        var actual = await SchemaReader.ReadCommonAsync(here.Database());

        Assert.Equal(expected, actual);
        Assert.Contains(actual, line => line.StartsWith("list_membership.", StringComparison.Ordinal));
    }
}
