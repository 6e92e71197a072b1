using System.Collections.Concurrent;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Keeps the memory kernels work in, for all plans over the same columns: pinned memory is dear to get and to give back.</summary>
internal sealed class ArenaPool
{
    private readonly ConcurrentStack<PlaneMemory> arenas = [];

    /// <summary>Lends memory to one thread; what is in it means nothing.</summary>
    public PlaneMemory Rent(int planes) => arenas.TryPop(out var arena) && arena.Planes >= planes ? arena : new PlaneMemory(planes, isCleared: false);

    /// <summary>Takes it back.</summary>
    public void Return(PlaneMemory arena) => arenas.Push(arena);
}
