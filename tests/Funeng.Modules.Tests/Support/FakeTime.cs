namespace Funeng.Modules.Tests.Support;

/// <summary>A clock that stands still until a test moves it.</summary>
public sealed class FakeTime : TimeProvider
{
    private readonly Lock gate = new();

    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("city", TimeSpan.FromHours(8), "city", "city");

    /// <summary>How far it moves each time somebody looks; nothing unless a test says so.</summary>
    public TimeSpan Step { get; set; }

    public override DateTimeOffset GetUtcNow()
    {
        if (Step == TimeSpan.Zero)
            return Now;
        lock (gate)
        {
            return Now += Step;
        }
    }

    public void Advance(TimeSpan by) => Now += by;
}
