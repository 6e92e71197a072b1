using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Planes one after another, each on a cache line of its own. The array is pinned, so that it stays where it was aligned.</summary>
internal sealed class PlaneMemory
{
    /// <summary>Words of a plane.</summary>
    public const int Words = ColumnSet.BlockRows / 64;

    private readonly ulong[] words;
    private readonly int start;

    public PlaneMemory(long planes)
    {
        Planes = planes;
        words = GC.AllocateArray<ulong>(checked((int)(planes * Words + Words)), pinned: true);
        var address = (ulong)Marshal.UnsafeAddrOfPinnedArrayElement(words, 0);
        start = (int)((0 - address) % BlockProgram.PlaneBytes / sizeof(ulong));
    }

    public long Planes { get; }

    public Span<ulong> Span => words.AsSpan(start, words.Length - Words);

    public ref byte FirstByte => ref Unsafe.As<ulong, byte>(ref words[start]);

    public Span<ulong> Plane(long plane) => Range(plane, 1);

    public Span<ulong> Range(long first, int count) => words.AsSpan(start + checked((int)(first * Words)), count * Words);
}
