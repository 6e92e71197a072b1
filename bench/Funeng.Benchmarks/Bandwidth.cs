using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Funeng.Benchmarks;

/// <summary>Reads arrays once and writes others past the caches: the least that any program over them needs.</summary>
internal static class Bandwidth
{
    /// <summary>What was read comes back, so that the reading is not left out.</summary>
    public static ulong ReadAndWrite(VerdictWorkload facts, ulong[] written, int threads)
    {
        var sums = new ulong[threads];
        Parallel.For(0, threads, thread =>
        {
            var sum = Vector512<ulong>.Zero;
            foreach (var column in facts.NumberValues) sum += Sum(MemoryMarshal.Cast<double, ulong>(Part(column.AsSpan(), thread, threads)));
            foreach (var column in facts.DayNumbers) sum += Sum(MemoryMarshal.Cast<int, ulong>(Part(column.AsSpan(), thread, threads)));
            foreach (var column in facts.CategoryCodes.Concat(facts.TruthBytes)) sum += Sum(MemoryMarshal.Cast<byte, ulong>(Part(column.AsSpan(), thread, threads)));
            Fill(Part(written.AsSpan(), thread, threads));
            sums[thread] = Vector512.Sum(sum);
        });
        return sums.Aggregate((left, right) => left + right);
    }

    private static Span<T> Part<T>(Span<T> all, int thread, int threads) =>
        all[(int)((long)all.Length * thread / threads)..(int)((long)all.Length * (thread + 1) / threads)];

    private static Vector512<ulong> Sum(ReadOnlySpan<ulong> words)
    {
        var vectors = MemoryMarshal.Cast<ulong, Vector512<ulong>>(words);
        var (a, b, c, d) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        var i = 0;
        for (; i + 4 <= vectors.Length; i += 4)
        {
            a ^= vectors[i];
            b ^= vectors[i + 1];
            c ^= vectors[i + 2];
            d ^= vectors[i + 3];
        }

        return a ^ b ^ c ^ d;
    }

    private static unsafe void Fill(Span<ulong> words)
    {
        fixed (ulong* first = words)
        {
            var start = (ulong*)(((nint)first + 63) & ~63);
            for (var word = start; word + 8 <= first + words.Length; word += 8) Vector512.StoreAlignedNonTemporal(Vector512<ulong>.AllBitsSet, word);
        }
    }
}
