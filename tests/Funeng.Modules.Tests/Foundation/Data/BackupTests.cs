using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Funeng.Modules.Tests.Architecture;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Foundation.Data;

public sealed class BackupTests
{
    private const string Head = "统一社会信用代码,企业名称,区县,上年度营业收入(万元)\n";
    private const string Code = "91370303FN0000011B";

    [Theory, OnBothDatabases]
    public async Task A_backup_made_while_others_write_gives_the_same_facts_and_an_intact_chain(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.WriteAsync(Head + $"{Code},淄博甲制造有限公司,张店区,100\n");
        await city.Service<AuditChain>().SealAsync(CancellationToken.None);
        var (file, done) = (Path.Combine(city.DataFolder, "out", "a.backup"), false);
        var writing = Task.Run(async () =>
        {
            for (var value = 101; !Volatile.Read(ref done); value++)
            {
                await city.WriteAsync(Head + $"{Code},淄博甲制造有限公司,张店区,{value}\n");
            }
        }, CancellationToken.None);

        var made = await city.Service<Backup>().RunAsync(file, CancellationToken.None);
        Volatile.Write(ref done, true);
        await writing;

        Assert.Equal((new FileInfo(file).Length, 64), (made.Size, made.Sha256.Length));
        await using var other = await TestInstallation.StartAsync(kind, migrated: false);
        Assert.Equal(made, await other.Service<Restore>().RunAsync(file, replace: kind == DatabaseKind.Sqlite, CancellationToken.None));
        await other.StartAgainAsync();
        var enterprise = await other.EnterpriseAsync(Code);
        Assert.True(enterprise!.Revenue >= 1_000_000m);
        await other.Service<AuditChain>().SealAsync(CancellationToken.None);
        Assert.IsType<AuditVerification.Intact>(await other.Service<AuditChain>().VerifyAsync(CancellationToken.None));
        // What was there before is replaced only when that was asked for.
        var refused = await Assert.ThrowsAsync<BackupRefusedException>(() => other.Service<Restore>().RunAsync(file, false, CancellationToken.None));
        Assert.Contains("--replace", refused.Message, StringComparison.Ordinal);
        await city.WriteAsync(Head + $"{Code},淄博甲制造有限公司,张店区,9000000\n");
    }

    [Fact]
    public async Task A_backup_takes_the_place_of_what_was_written_since()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await city.WriteAsync(Head + $"{Code},淄博甲制造有限公司,张店区,100\n");
        var file = Path.Combine(city.DataFolder, "a.backup");
        await city.Service<Backup>().RunAsync(file, CancellationToken.None);
        await city.WriteAsync(Head + $"{Code},淄博甲制造有限公司,张店区,777\n");

        await city.Service<Restore>().RunAsync(file, replace: true, CancellationToken.None);

        await using var again = city.Next();
        await again.StartAgainAsync();
        await using var unit = again.As();
        Assert.Equal(1_000_000m, (await unit.Get<OrganizationDirectory>().FindAsync(Scope.All, Code, CancellationToken.None))!.Revenue);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task Damaged_foreign_and_newer_files_are_refused_and_change_nothing()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await city.WriteAsync(Head + $"{Code},淄博甲制造有限公司,张店区,100\n");
        var file = Path.Combine(city.DataFolder, "a.backup");
        await city.Service<Backup>().RunAsync(file, CancellationToken.None);

        await RefusedAsync("damaged", bytes => bytes[..(bytes.Length / 2)]);
        await RefusedAsync("damaged", bytes => [.. bytes.Select((value, index) => index == bytes.Length / 2 ? (byte)(value ^ 0x55) : value)]);
        await RefusedAsync("no backup", _ => Encoding.UTF8.GetBytes("hello"));
        await RefusedAsync("no backup", _ => Zip(("readme.txt", "x")));
        await RefusedAsync("something else", _ => Zip(("backup.json", """{"product":"other","database":"Sqlite","at":"","city":"","schema":1,"entries":[{"name":"database","size":1,"sha256":"x"}]}""")));
        await RefusedAsync("leads out", _ => Zip(("backup.json", """{"product":"funeng-backup-1","database":"Sqlite","at":"","city":"","schema":1,"entries":[{"name":"keys/../../x","size":1,"sha256":"x"}]}"""), ("keys/../../x", "1")));
        await RefusedAsync("nothing this version keeps", _ => Zip(("backup.json", """{"product":"funeng-backup-1","database":"Sqlite","at":"","city":"","schema":1,"entries":[{"name":"funeng.db","size":1,"sha256":"x"}]}"""), ("funeng.db", "1")));
        await RefusedAsync("PostgreSql", _ => Zip(Manifest("PostgreSql", 1), ("database", "1")));
        await RefusedAsync("newer version", _ => Zip(Manifest("Sqlite", 9999), ("database", "1")));
        Assert.Equal(1_000_000m, (await city.EnterpriseAsync(Code))!.Revenue);
        Assert.False(Directory.Exists(Path.Combine(city.DataFolder, ".restore")));

        async Task RefusedAsync(string because, Func<byte[], byte[]> change)
        {
            var changed = file + ".changed";
            await File.WriteAllBytesAsync(changed, change(await File.ReadAllBytesAsync(file, CancellationToken.None)), CancellationToken.None);
            var refused = await Assert.ThrowsAsync<BackupRefusedException>(() => city.Service<Restore>().RunAsync(changed, replace: true, CancellationToken.None));
            Assert.Contains(because, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_installation_that_somebody_has_open_is_not_replaced()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var file = Path.Combine(city.DataFolder, "a.backup");
        await city.Service<Backup>().RunAsync(file, CancellationToken.None);
        await using var open = await city.Database().OpenAsync(CancellationToken.None);
        await using (var command = open.CreateCommand())
        {
            command.CommandText = "select count(*) from audit";
            await command.ExecuteScalarAsync(CancellationToken.None);
        }

        var refused = await Assert.ThrowsAsync<BackupRefusedException>(() => city.Service<Restore>().RunAsync(file, replace: true, CancellationToken.None));

        Assert.Contains("running server", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_lies_beside_the_database_is_in_the_backup_and_comes_back()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var evidence = Path.Combine(city.DataFolder, "imports", "1");
        Directory.CreateDirectory(Path.GetDirectoryName(evidence)!);
        await File.WriteAllTextAsync(evidence, "before", CancellationToken.None);
        var file = Path.Combine(city.DataFolder, "a.backup");
        await city.Service<Backup>().RunAsync(file, CancellationToken.None);
        await File.WriteAllTextAsync(evidence, "after", CancellationToken.None);
        await File.WriteAllTextAsync(evidence + "2", "after", CancellationToken.None);

        await city.Service<Restore>().RunAsync(file, replace: true, CancellationToken.None);

        Assert.Equal("before", await File.ReadAllTextAsync(evidence, CancellationToken.None));
        Assert.False(File.Exists(evidence + "2"));
        Assert.False(Directory.Exists(Path.Combine(city.DataFolder, ".before-restore")));
    }

    [Fact]
    public async Task Whatever_a_module_puts_into_the_data_folder_is_kept_or_named_a_cache()
    {
        string[] caches = ["funeng.db", "facts-", ".restore", ".before-restore"];
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var kept = city.Services.GetServices<KeptData>().Select(data => data.Name).ToList();

        var named = Directory.EnumerateFiles(Repository.Folder("src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), "DataFolder,[^;]*?\"([^\"{]+)[^\"]*\"").Select(match => match.Groups[1].Value))
            .Where(name => !caches.Any(cache => name.StartsWith(cache, StringComparison.Ordinal)) && name is not ("*" or "facts-*.table*" or "funeng.db*")).Distinct();

        Assert.Contains("imports", named);
        Assert.Empty(named.Except(kept));
    }

    private static (string, string) Manifest(string database, int schema) => (
        "backup.json",
        $$"""{"product":"funeng-backup-1","database":"{{database}}","at":"","city":"","schema":{{schema}},"entries":[{"name":"database","size":1,"sha256":"6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"}]}""");

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var entry = new StreamWriter(zip.CreateEntry(name).Open());
                entry.Write(text);
            }
        }

        return content.ToArray();
    }
}
