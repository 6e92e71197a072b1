using System.IO.Compression;

namespace Funeng.Browser.Tests;

/// <summary>What a body costs on the wire.</summary>
internal static class Brotli
{
    public static int SizeOf(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(bytes);
        return (int)target.Length;
    }
}
