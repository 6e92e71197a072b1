using System.Text.RegularExpressions;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Architecture;

/// <summary>A project goes with all that hangs on it, so whatever hangs on it must be asked before it goes.</summary>
public sealed partial class RowsOfProjectsTests
{
    // A ledger writes these itself; that they are as it left them is asked of the rows.
    private static readonly string[] OfTheLedger = ["project_target", "project_month", "project_milestone", "project_listing"];

    [Fact]
    public async Task Every_table_that_refers_to_a_project_says_whether_the_project_is_used()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await using var unit = city.As();
        var known = unit.ServiceProvider.GetServices<SubjectRows>().Where(rows => !rows.IsDerived).Select(rows => rows.Table).ToHashSet();

        var referring = Directory.EnumerateFiles(Path.Combine(Repository.Folder("src"), "Funeng.Modules", "Foundation", "Data", "Migrations"), "*.sql")
            .SelectMany(file => Table().Matches(File.ReadAllText(file))).Where(table => table.Value.Contains("references project (id)", StringComparison.Ordinal)).Select(table => table.Groups[1].Value).ToHashSet();

        Assert.Contains("clinic_case", referring);
        Assert.Empty(referring.Except(known).Except(OfTheLedger));
    }

    [GeneratedRegex(@"create table (\w+) \(.*?^\);", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Table();
}
