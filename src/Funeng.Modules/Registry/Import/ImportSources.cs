namespace Funeng.Modules.Registry.Import;

/// <summary>The source a sheet is filed under; which ones somebody may name is said by role in <c>rules/sources.yaml</c>.</summary>
public static class ImportSources
{
    /// <summary>Used when nobody says where a sheet comes from.</summary>
    public const string Default = "import";
}
