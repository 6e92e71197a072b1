namespace Funeng.Modules.Tests.Architecture;

/// <summary>
/// Who may use whom inside Funeng.Modules: the only copy of this table in code. A new arrow needs a decision record
/// (docs/decisions). The diagram in docs/architecture.md is compared with it.
/// </summary>
internal static class Arrows
{
    /// <summary>The stations of the loop, in order; they know no field.</summary>
    public static readonly IReadOnlyList<string> Loop = ["Foundation", "Facts", "Schemes", "Lists", "Tasks", "Indicators"];

    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Table = new Dictionary<string, IReadOnlyList<string>>
    {
        ["Foundation"] = [],
        ["Facts"] = [],
        ["Registry"] = ["Facts"],
        ["Schemes"] = ["Facts"],
        ["Lists"] = ["Facts", "Schemes", "Registry"],
        ["Tasks"] = ["Registry"],
        ["Indicators"] = ["Facts", "Schemes", "Lists", "Tasks", "Registry"],
        ["Cultivation"] = [],
        ["Policies"] = ["Cultivation"],
        ["Notices"] = ["Policies"],
        ["Redemption"] = ["Policies"],
        ["Projects"] = ["Chains"],
        ["Permits"] = ["Projects"],
        ["Innovation"] = ["Chains"],
        ["Chains"] = ["Cultivation"],
        ["Finance"] = ["Cultivation"],
        ["Command"] = [],
    };

    private static readonly IReadOnlySet<string> FieldModules = new HashSet<string>
    {
        "Cultivation", "Policies", "Notices", "Redemption", "Projects", "Permits", "Innovation", "Chains", "Finance", "Command",
    };

    public static IEnumerable<string> Modules => Table.Keys;

    /// <summary>The arrows written down for a module itself, without those every module has.</summary>
    public static IReadOnlyList<string> Own(string module) => Table[module];

    public static bool Allows(string from, string to) =>
        to == "Foundation"
        || Table[from].Contains(to)
        || (FieldModules.Contains(from) && (Loop.Contains(to) || to == "Registry"));
}
