namespace Funeng.Modules.Schemes;

/// <summary>What of the rules is checked: all of a rules folder, or only what lies in one folder below it. The rest is still read, since rules lean on each other.</summary>
/// <param name="Root">The rules folder: the one with the catalogue.</param>
/// <param name="Within">The folder asked about; the root itself for everything.</param>
public sealed record RulePart(string Root, string Within)
{
    public bool IsAll => Within == Root;

    /// <returns>Null when neither the folder nor one above it has a catalogue of facts.</returns>
    public static RulePart? Find(string folder)
    {
        var within = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        for (var root = within; root is not null; root = Path.GetDirectoryName(root))
        {
            if (File.Exists(Path.Combine(root, "facts.yaml"))) return new RulePart(root, within);
        }

        return null;
    }

    /// <param name="path">A folder of a pack or policy.</param>
    public bool Holds(string path) => IsAll || (Path.GetFullPath(path) + Path.DirectorySeparatorChar).StartsWith(Within + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Whether a pack that could not be read, known by its id only, lies within.</summary>
    internal bool HoldsFolder(string id) =>
        IsAll || Path.GetFileName(Within) == id || (Directory.Exists(Within) && Directory.EnumerateDirectories(Within, id, SearchOption.AllDirectories).Any());
}
