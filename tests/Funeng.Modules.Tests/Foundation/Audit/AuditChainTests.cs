using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Foundation.Audit;

public sealed class AuditChainTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task What_was_recorded_is_chained_and_found_intact(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await RecordAsync(city, 2500);

        var intact = Assert.IsType<AuditVerification.Intact>(await SealAndVerifyAsync(city));

        Assert.Equal(2500, intact.Entries);
        Assert.Equal(64, intact.Hash.Length);
    }

    [Theory, OnBothDatabases]
    public async Task An_empty_audit_is_intact(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);

        Assert.Equal(0, Assert.IsType<AuditVerification.Intact>(await SealAndVerifyAsync(city)).Entries);
    }

    [Theory, OnBothDatabases]
    public async Task An_entry_changed_later_is_the_first_break(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await RecordAsync(city, 5);
        await SealAndVerifyAsync(city);

        await LiftGuardAsync(city, kind);

        await city.ExecuteAsync("update audit set reason = '另一理由' where position = 3");

        var broken = Assert.IsType<AuditVerification.Broken>(await SealAndVerifyAsync(city));
        Assert.Equal(3, broken.Position);
        Assert.Contains("was changed", broken.What, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task An_entry_removed_from_the_middle_or_the_end_is_missed(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await RecordAsync(city, 5);
        await SealAndVerifyAsync(city);

        await LiftGuardAsync(city, kind);

        await city.ExecuteAsync("delete from audit where position = 5");
        var end = Assert.IsType<AuditVerification.Broken>(await SealAndVerifyAsync(city));
        await city.ExecuteAsync("delete from audit where position = 2");
        var middle = Assert.IsType<AuditVerification.Broken>(await SealAndVerifyAsync(city));

        Assert.Equal((5, 2), (end.Position, middle.Position));
    }

    [Theory, OnBothDatabases]
    public async Task The_database_itself_refuses_to_change_or_delete_an_entry_chained_or_not(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await RecordAsync(city, 3);
        await SealAndVerifyAsync(city);
        await RecordAsync(city, 1);
        string[] meddling =
        [
            "update audit set reason = '另一理由'", "update audit set who = '别人' where position is null", "update audit set hash = 'x' where position = 1",
            "update audit set position = 9, hash = 'x', action = '别的' where position is null", "delete from audit where position = 3",
            "delete from audit where position is null", "delete from audit_head", "update audit_head set position = 1",
        ];

        foreach (var sql in kind == DatabaseKind.PostgreSql ? [.. meddling, "truncate audit", "truncate audit_head"] : meddling)
        {
            var refusal = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => city.ExecuteAsync(sql));
            Assert.Contains("audit", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(4, Assert.IsType<AuditVerification.Intact>(await SealAndVerifyAsync(city)).Entries);
    }

    [Theory, OnBothDatabases]
    public async Task The_row_commits_with_the_change_or_not_at_all(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        await using (var transaction = await unit.Get<FunengDb>().Database.BeginTransactionAsync(None))
        {
            unit.Get<AuditTrail>().Record("修改", "enterprise:1", "试");
            await unit.Get<FunengDb>().SaveChangesAsync(None);
        }

        Assert.Equal(0, Assert.IsType<AuditVerification.Intact>(await SealAndVerifyAsync(city)).Entries);
    }

    [Theory, OnBothDatabases]
    public async Task Several_sealers_and_writers_at_once_make_one_chain(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);

        await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(_ => new[]
        {
            Task.Run(() => RecordAsync(city, 50)),
            Task.Run(() => city.Service<AuditChain>().SealAsync(None)),
        }));

        Assert.Equal(200, Assert.IsType<AuditVerification.Intact>(await SealAndVerifyAsync(city)).Entries);
    }

    [Theory, OnBothDatabases]
    public async Task The_audit_is_searched_by_text_action_and_time(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await RecordAsync(city, 3);
        city.Time.Advance(TimeSpan.FromDays(1));
        await RecordAsync(city, 1);
        await using var unit = city.As();

        async Task<long> CountAsync(AuditSearch search) => (await unit.Get<BrowseAudit>().RunAsync(search, None)).Total;

        Assert.Equal(4, await CountAsync(new(null, null, null, null, 1, 20)));
        Assert.Equal(2, await CountAsync(new("enterprise:0", null, null, null, 1, 20)));
        Assert.Equal(0, await CountAsync(new(null, "没有的动作", null, null, 1, 20)));
        Assert.Equal(1, await CountAsync(new(null, null, city.Time.Now, null, 1, 20)));
        Assert.Equal(3, await CountAsync(new(null, "修改", null, city.Time.Now, 1, 20)));
    }

    private static async Task RecordAsync(TestInstallation city, int rows)
    {
        await using var unit = city.As();
        for (var index = 0; index < rows; index++)
        {
            unit.Get<AuditTrail>().Record("修改", $"enterprise:{index}", "核实", new { Name = "旧" }, new { Name = "新" });
        }

        await unit.Get<FunengDb>().SaveChangesAsync(None);
    }

    /// <summary>What whoever owns the database can do; the chain must still tell.</summary>
    private static async Task LiftGuardAsync(TestInstallation city, DatabaseKind kind)
    {
        foreach (var trigger in new[] { "audit_unchanged", "audit_kept" })
        {
            await city.ExecuteAsync($"drop trigger {trigger}" + (kind == DatabaseKind.PostgreSql ? " on audit" : ""));
        }
    }

    private static async Task<AuditVerification> SealAndVerifyAsync(TestInstallation city)
    {
        await city.Service<AuditChain>().SealAsync(None);
        return await city.Service<AuditChain>().VerifyAsync(None);
    }
}
