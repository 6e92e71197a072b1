namespace Funeng.Modules.Foundation.Data;

/// <summary>
/// Makes the 64-bit ids of new rows: milliseconds since 2026, then the number of this process (10 bits), then a counter (11 bits).
/// Ids rise within a process. Each start of the product claims the next process number from the database (<see cref="SchemaMigrations"/>).
/// </summary>
public sealed class IdSource(TimeProvider time)
{
    private const int ProcessBits = 10;
    private const int CounterBits = 11;
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock gate = new();
    private long process = Random.Shared.Next(1 << ProcessBits);
    private long tick;

    public void ClaimProcess(long number)
    {
        lock (gate)
        {
            process = number & ((1 << ProcessBits) - 1);
        }
    }

    public long Next()
    {
        lock (gate)
        {
            // Time and counter are one number: a clock set back, or more than 2048 ids in a millisecond, only runs ahead of the clock.
            var now = Math.Max(0, (long)(time.GetUtcNow() - Epoch).TotalMilliseconds) << CounterBits;
            tick = Math.Max(tick + 1, now);
            return (tick >> CounterBits << (ProcessBits + CounterBits)) | (process << CounterBits) | (tick & ((1 << CounterBits) - 1));
        }
    }
}
