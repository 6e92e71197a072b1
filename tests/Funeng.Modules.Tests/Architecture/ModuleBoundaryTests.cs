using System.Text.RegularExpressions;

namespace Funeng.Modules.Tests.Architecture;

public sealed partial class ModuleBoundaryTests
{
    private static readonly IReadOnlyList<ModuleUse> UsesAcrossModules =
        ModuleUses.Across(Path.Combine(AppContext.BaseDirectory, "Funeng.Modules.dll"));

    [Fact]
    public void A_module_uses_only_the_modules_its_arrows_allow()
    {
        var forbidden = UsesAcrossModules.Where(use => !Arrows.Allows(use.FromModule, use.ToModule)).ToList();

        Assert.Empty(forbidden);
    }

    [Fact]
    public void Another_modules_feature_folders_are_private()
    {
        // Foundation is a row of small shared parts: its subfolders are its doors.
        var reachingIn = UsesAcrossModules.Where(use => use.ToModule != "Foundation" && use.To != use.ToModule).ToList();

        Assert.Empty(reachingIn);
    }

    [Fact]
    public void Every_module_that_exists_stands_in_the_table()
    {
        var folders = Directory.GetDirectories(Repository.Folder("src", "Funeng.Modules"))
            .Select(Path.GetFileName)
            .Where(folder => folder is not ("obj" or "bin" or "Properties"));

        Assert.Empty(folders.Except(Arrows.Modules));
    }

    [Fact]
    public void The_projects_depend_one_way()
    {
        string[] expected = ["Funeng.Feel", "Funeng.Engines", "Funeng.Modules", "Funeng.Host"];

        foreach (var (project, position) in expected.Select((project, position) => (project, position)))
        {
            var text = File.ReadAllText(Repository.Folder("src", project, project + ".csproj"));
            var references = ProjectReference().Matches(text).Select(match => match.Groups[1].Value).ToList();

            Assert.Equal(position == 0 ? [] : [expected[position - 1]], references);
        }
    }

    [Fact]
    public void The_pure_projects_reference_no_package()
    {
        Assert.All(new[] { "Funeng.Feel", "Funeng.Engines" }, project =>
            Assert.DoesNotContain("PackageReference", File.ReadAllText(Repository.Folder("src", project, project + ".csproj")), StringComparison.Ordinal));
    }

    [Fact]
    public void The_diagram_in_the_architecture_page_is_the_arrows_table()
    {
        var page = File.ReadAllText(Repository.Folder("docs", "architecture.md"));

        Assert.Contains(Diagram.OfArrows(), page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [GeneratedRegex("""<ProjectReference Include="[^"]*/(Funeng\.\w+)\.csproj" />""")]
    private static partial Regex ProjectReference();
}
