namespace Funeng.Feel.Tests;

/// <summary>What users of the library can see. A change of it is a decision, so it shows up as a change of the approved text.</summary>
public sealed class PublicSurfaceTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        var approved = Path.Combine(SourceFolder(), "PublicSurface.approved.txt");
        var surface = SurfaceText.Of(typeof(FeelExpression).Assembly);
        if (Environment.GetEnvironmentVariable("FUNENG_ACCEPT") == "1")
        {
            File.WriteAllText(approved, surface);
        }

        Assert.Equal(File.ReadAllText(approved), surface);
    }

    [Fact]
    public void The_public_surface_fits_on_one_page() =>
        Assert.InRange(SurfaceText.Of(typeof(FeelExpression).Assembly).Count(sign => sign == '\n'), 1, 120);

    [Fact]
    public void The_library_needs_nothing_but_the_base_library() => Assert.All(
        typeof(FeelExpression).Assembly.GetReferencedAssemblies(),
        assembly => Assert.StartsWith("System.", assembly.Name, StringComparison.Ordinal));

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
