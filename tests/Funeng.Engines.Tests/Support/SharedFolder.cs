using System.Runtime.CompilerServices;

namespace Funeng.Engines.Tests.Support;

/// <summary>Finds the folder of published data beside the repository; tests that use it skip where it is absent.</summary>
internal static class SharedFolder
{
    public static string? Find(string relative, [CallerFilePath] string here = "")
    {
        for (var folder = Directory.GetParent(here); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "..", "shared", relative);
            if (Path.Exists(candidate)) return candidate;
        }

        return null;
    }
}
