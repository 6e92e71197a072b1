namespace Funeng.Modules.Redemption.Applications;

/// <summary>
/// How many are handed in at one moment in this process: the others wait for their turn, in the order in which they came, and hold no connection
/// while they do. In the last minutes before a deadline everybody is answered a little later instead of some being refused.
/// </summary>
public sealed class SubmissionTurns : IDisposable
{
    private readonly SemaphoreSlim places = new(Math.Clamp(Environment.ProcessorCount * 4, 4, 16));

    /// <summary>Waits for a turn; disposing it lets the next one in.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellation)
    {
        await places.WaitAsync(cancellation);
        return new Turn(places);
    }

    public void Dispose() => places.Dispose();

    private sealed class Turn(SemaphoreSlim places) : IDisposable
    {
        private SemaphoreSlim? held = places;

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Release();
    }
}
