namespace Funeng.Modules.Schemes.Decide;

/// <summary>One chunk of subjects is decided at a time in this process, from reading its facts to storing its verdicts.</summary>
internal sealed class DecidingGate : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);

    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        return new Turn(gate);
    }

    public void Dispose() => gate.Dispose();

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
