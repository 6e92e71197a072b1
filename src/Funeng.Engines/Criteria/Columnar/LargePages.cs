using System.Runtime.InteropServices;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// Asks the system to give long stretches of memory in pages of 2 MB where it would give 4 KB: fetching each page anew costs more than filling it, and
/// so does finding it. Advice only: where it is not heeded everything works as before.
/// </summary>
internal static class LargePages
{
    private const nuint Page = 2 << 20;
    private const int HugePageAdvice = 14;

    /// <param name="start">Where the memory starts; it must not move.</param>
    /// <param name="bytes">Its length; less than a few large pages are left as they are.</param>
    public static void Advise(nint start, nuint bytes)
    {
        if (!OperatingSystem.IsLinux() || bytes < 2 * Page) return;
        var first = ((nuint)start + Page - 1) & ~(Page - 1);
        var end = ((nuint)start + bytes) & ~(Page - 1);
        if (end > first) _ = MemoryAdvice((nint)first, end - first, HugePageAdvice);
    }

    [DllImport("libc", EntryPoint = "madvise", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MemoryAdvice(nint start, nuint bytes, int advice);
}
