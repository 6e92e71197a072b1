using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace Funeng.Feel.Tests;

/// <summary>What the package says of itself, and with FUNENG_LONG what is in it. That every public member is described the compiler holds (CS1591).</summary>
public sealed class PackageTests
{
    [Theory]
    [InlineData("PackageId", "Funeng.Feel")]
    [InlineData("PackageLicenseExpression", "Apache-2.0")]
    [InlineData("PackageReadmeFile", "README.md")]
    [InlineData("IncludeSymbols", "true")]
    [InlineData("Version", null)]
    [InlineData("Description", null)]
    [InlineData("PackageTags", null)]
    [InlineData("Authors", null)]
    public void The_package_is_described(string property, string? value)
    {
        var given = Project().Descendants(property).SingleOrDefault()?.Value;

        Assert.False(string.IsNullOrWhiteSpace(given));
        Assert.True(value is null || value == given, given);
    }

    [Fact]
    public void The_package_depends_on_nothing_and_names_no_address()
    {
        var project = Project();

        Assert.Empty(project.Descendants("PackageReference").Concat(project.Descendants("ProjectReference")));
        Assert.DoesNotContain("://", project.ToString(), StringComparison.Ordinal);
        Assert.Contains(project.Descendants("None"), item => (string?)item.Attribute("Include") == "README.md" && (string?)item.Attribute("Pack") == "true");
    }

    [Fact]
    public async Task The_package_holds_library_descriptions_and_readme_and_asks_for_nothing_else()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("FUNENG_LONG") is { Length: > 0 }, "the package is made and opened: --long");
        var folder = Directory.CreateTempSubdirectory("funeng-package-");
        try
        {
            var start = new ProcessStartInfo("dotnet", ["pack", ProjectFile(), "-c", "Release", "-o", folder.FullName, "-v", "quiet", "-nologo"]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, output);

            await using var package = await ZipFile.OpenReadAsync(Assert.Single(folder.GetFiles("*.nupkg")).FullName, TestContext.Current.CancellationToken);
            await using var nuspec = await package.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).OpenAsync(TestContext.Current.CancellationToken);
            var described = XDocument.Load(nuspec);

            Assert.Equal(["README.md", "lib/net10.0/Funeng.Feel.dll", "lib/net10.0/Funeng.Feel.xml"],
                package.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("lib/", StringComparison.Ordinal) || name == "README.md").Order(StringComparer.Ordinal));
            Assert.DoesNotContain(described.Descendants(), element => element.Name.LocalName == "dependency");
            Assert.Single(folder.GetFiles("*.snupkg"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static XDocument Project() => XDocument.Load(ProjectFile());

    private static string ProjectFile([System.Runtime.CompilerServices.CallerFilePath] string file = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "src", "Funeng.Feel", "Funeng.Feel.csproj");
        Assert.SkipUnless(File.Exists(path), "the sources are not at hand");
        return path;
    }
}
