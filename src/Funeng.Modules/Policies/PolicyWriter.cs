using Funeng.Engines.Facts;
using Funeng.Modules.Policies.Check;

namespace Funeng.Modules.Policies;

/// <summary>Writes a policy in the form that <see cref="PolicyReader"/> reads, so that one made here can be taken into the rules as a file.</summary>
internal static class PolicyWriter
{
    public static string Write(PolicyYaml policy) => PolicyForm.Writer().Serialize(policy);

    /// <summary>The numbers of a rule that a figure has to answer for.</summary>
    public static IReadOnlyList<decimal> Numbers(string rule, FactCatalogue catalogue) => PolicyText.Stated(rule, catalogue);

    public static PolicyYaml Read(string text) => PolicyForm.Reader().Deserialize<PolicyYaml>(text);
}
