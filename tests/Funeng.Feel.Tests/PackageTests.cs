using System.Xml.Linq;

namespace Funeng.Feel.Tests;

/// <summary>What the package says of itself, and that every public member is described.</summary>
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

    private static XDocument Project([System.Runtime.CompilerServices.CallerFilePath] string file = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "src", "Funeng.Feel", "Funeng.Feel.csproj");
        Assert.SkipUnless(File.Exists(path), "the sources are not at hand");
        return XDocument.Load(path);
    }
}
