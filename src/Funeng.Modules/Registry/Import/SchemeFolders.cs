using Funeng.Modules.Foundation;

namespace Funeng.Modules.Registry.Import;

/// <summary>The ids of the schemes an enterprise can hold the title of: the folders with a notice below <c>rules/</c>.</summary>
public sealed class SchemeFolders(Installation installation)
{
    public IReadOnlySet<string> Ids { get; } = Directory.Exists(installation.RulesFolder)
        ? Directory.EnumerateFiles(installation.RulesFolder, "notice.md", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).ToHashSet()
        : [];
}
