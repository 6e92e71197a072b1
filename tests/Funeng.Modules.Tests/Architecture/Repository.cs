namespace Funeng.Modules.Tests.Architecture;

/// <summary>The checkout these tests were built from.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static string Folder(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Funeng.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside a checkout.");
        }

        return folder.FullName;
    }
}
