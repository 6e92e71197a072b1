namespace Funeng.Modules.Foundation.Ui;

/// <summary>Lets the parts of one page read one after the other, for they share the request's one connection to the database.</summary>
public sealed class ReadingTurn : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    public async Task TakeAsync(Func<Task> read)
    {
        await turn.WaitAsync();
        try
        {
            await read();
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
