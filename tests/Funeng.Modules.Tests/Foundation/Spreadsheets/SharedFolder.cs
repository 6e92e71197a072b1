namespace Funeng.Modules.Tests.Foundation.Spreadsheets;

/// <summary>Finds test data that may lie in a folder <c>shared</c> beside the repository; it is never part of it.</summary>
internal static class SharedFolder
{
    public static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", path);
            if (Path.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
