using Funeng.Modules.Facts;

namespace Funeng.Modules.Registry.Import;

/// <summary>The sources a sheet may be imported under: those of <c>rules/sources.yaml</c> that people report from.</summary>
public static class ImportSources
{
    /// <summary>Used when nobody says where a sheet comes from.</summary>
    public const string Default = "import";

    private static readonly string[] NotByHand = ["review", "article", FactSources.Synthetic];

    public static IReadOnlyList<FactSource> Of(FactSources sources) => [.. sources.All.Where(source => !NotByHand.Contains(source.Id))];
}
