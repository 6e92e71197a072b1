using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>A byte for each byte, looked up 32 at a time with registers of 256 bits: each holds sixteen entries, and those that are all 0 are left out.</summary>
internal sealed class ByteTable
{
    private const int Entries = 16;

    private readonly byte[] all = new byte[byte.MaxValue + 1];

    // Sixteen entries in each half of a register, since a half cannot see the other.
    private readonly Vector256<byte>[] parts;
    private readonly Vector256<byte>[] firsts;

    /// <param name="entries">At most 256; the rest is 0.</param>
    public ByteTable(ReadOnlySpan<byte> entries)
    {
        entries.CopyTo(all);
        int[] used = [.. Enumerable.Range(0, all.Length / Entries).Where(part => all.AsSpan(part * Entries, Entries).ContainsAnyExcept((byte)0))];
        parts = [.. used.Select(part => Vector256.Create(Vector128.Create(all.AsSpan(part * Entries, Entries))))];
        firsts = [.. used.Select(part => Vector256.Create((byte)(part * Entries)))];
    }

    /// <summary>The entries of 32 places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<byte> At(Vector256<byte> places) => Avx2.IsSupported ? Together(places) : OneByOne(places);

    /// <summary>The same where the machine lacks the instructions.</summary>
    public Vector256<byte> OneByOne(Vector256<byte> places)
    {
        Span<byte> found = stackalloc byte[Vector256<byte>.Count];
        for (var i = 0; i < found.Length; i++) found[i] = all[places[i]];
        return Vector256.Create<byte>(found);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<byte> Together(Vector256<byte> places)
    {
        var found = Vector256<byte>.Zero;
        for (var part = 0; part < parts.Length; part++)
        {
            // What lies outside these sixteen gets its highest bit set by an addition that does not wrap, and is looked up as 0.
            var within = Avx2.AddSaturate(places - firsts[part], Vector256.Create((byte)0x70));
            found |= Avx2.Shuffle(parts[part], within);
        }

        return found;
    }
}
