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

    /// <param name="planes">Number of planes.</param>
    /// <param name="isCleared">False where every plane is written before it is read: clearing is done by one thread, writing by all.</param>
    public PlaneMemory(long planes, bool isCleared = true)
    {
        Planes = planes;
        var length = checked((int)(planes * Words + Words));
        words = isCleared ? GC.AllocateArray<ulong>(length, pinned: true) : GC.AllocateUninitializedArray<ulong>(length, pinned: true);
        var address = (ulong)Marshal.UnsafeAddrOfPinnedArrayElement(words, 0);
        start = (int)((0 - address) % BlockProgram.PlaneBytes / sizeof(ulong));
    }

    public long Planes { get; }

    public Span<ulong> Span => words.AsSpan(start, words.Length - Words);

    public ref byte FirstByte => ref Unsafe.As<ulong, byte>(ref words[start]);

    public Span<ulong> Plane(long plane) => Range(plane, 1);

    public Span<ulong> Range(long first, int count) => words.AsSpan(start + checked((int)(first * Words)), count * Words);
}
