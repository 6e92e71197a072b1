using System.Reflection;
using System.Text;

namespace Funeng.Feel.Tests;

/// <summary>What users of the library can see. A change of it is a decision, so it shows up as a change of the approved text.</summary>
public sealed class PublicSurfaceTests
{
    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        var approved = Path.Combine(SourceFolder(), "PublicSurface.approved.txt");
        var surface = Describe(typeof(FeelExpression).Assembly);
        if (Environment.GetEnvironmentVariable("FUNENG_ACCEPT") == "1")
        {
            File.WriteAllText(approved, surface);
        }

        Assert.Equal(File.ReadAllText(approved), surface);
    }

    [Fact]
    public void The_library_needs_nothing_but_the_base_library() => Assert.All(
        typeof(FeelExpression).Assembly.GetReferencedAssemblies(),
        assembly => Assert.StartsWith("System.", assembly.Name, StringComparison.Ordinal));

    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(type.FullName).Append('\n');
            var members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(IsWritten).Select(member => $"    {member}").Order(StringComparer.Ordinal);
            foreach (var member in members)
            {
                text.Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    // Accessors and what the compiler adds to records say nothing new.
    private static bool IsWritten(MemberInfo member) => member is not Type && !member.Name.Contains('<', StringComparison.Ordinal)
        && (member is not MethodInfo method || !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && member.Name is not ("Deconstruct" or "PrintMembers" or "GetHashCode" or "ToString" or "Equals" or "op_Equality" or "op_Inequality");

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
