using System.Globalization;
using System.Runtime.InteropServices;

namespace Funeng.Benchmarks;

/// <summary>What machine a table was measured on: figures of different machines do not compare.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024d / 1024 / 1024;
        return string.Create(CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} × {processor ?? "unknown processor"}, {memory:0} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
    }
}
