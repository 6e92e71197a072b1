using Funeng.Modules.Foundation.Data;
using System.Text.RegularExpressions;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Architecture;

/// <summary>Whoever reads the audit reads words, not keys.</summary>
public sealed partial class AuditNamesTests
{
    [Theory, OnBothDatabases]
    public async Task Every_kind_of_object_that_is_recorded_has_a_name_in_the_audit(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await using var unit = city.As();
        var known = unit.Get<AuditObjects>().Kinds.Select(found => found.Kind).ToHashSet();

        var recorded = Directory.EnumerateFiles(Repository.Folder("src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Recorded().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.NotEmpty(recorded);
        Assert.Empty(recorded.Except(known));
    }

    [GeneratedRegex("""[Aa]udit\.Record\([^;]*?\$?"([a-z-]+):""")]
    private static partial Regex Recorded();
}
