namespace Funeng.Modules.Foundation;

/// <summary>Whether the demo city is being loaded at this moment: the site answers already, and the sign-in page says what is still to come.</summary>
public sealed class CityLoad
{
    private int underWay;

    public bool IsUnderWay => Volatile.Read(ref underWay) > 0;

    public async Task RunAsync(Func<Task> load)
    {
        Interlocked.Increment(ref underWay);
        try
        {
            await load();
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }
}
