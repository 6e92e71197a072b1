using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
        LargePages.Advise((nint)address, (nuint)length * sizeof(ulong));
        start = (int)((0 - address) % BlockProgram.PlaneBytes / sizeof(ulong));
    }

    public long Planes { get; }

    public Span<ulong> Span => words.AsSpan(start, words.Length - Words);

    public ref byte FirstByte => ref Unsafe.As<ulong, byte>(ref words[start]);

    public Span<ulong> Plane(long plane) => Range(plane, 1);

    /// <summary>Copies planes past the caches: nobody reads them soon, and what is there need not be fetched first.</summary>
    public static unsafe void CopyPast(ReadOnlySpan<ulong> planes, Span<ulong> target)
    {
        fixed (ulong* from = planes, to = target)
        {
            for (var word = 0; word < planes.Length; word += Words) Vector512.StoreAlignedNonTemporal(Vector512.Load(from + word), to + word);
        }
    }

    /// <summary>Has planes brought into the cache while something else is done.</summary>
    public static unsafe void Fetch(ReadOnlySpan<ulong> planes)
    {
        if (!Sse.IsSupported) return;
        fixed (ulong* first = planes)
        {
            for (var word = 0; word < planes.Length; word += Words) Sse.Prefetch1(first + word);
        }
    }

    /// <summary>The same for values of some rows, wherever they lie.</summary>
    public static unsafe void Fetch<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> rows)
        where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        fixed (T* first = values)
        {
            foreach (var row in rows) Sse.Prefetch1(first + row);
        }
    }

    /// <summary>The same for the plane at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch(ref byte plane)
    {
        if (Sse.IsSupported) Sse.Prefetch1(Unsafe.AsPointer(ref plane));
    }

    public Span<ulong> Range(long first, int count) => words.AsSpan(start + checked((int)(first * Words)), count * Words);
}
