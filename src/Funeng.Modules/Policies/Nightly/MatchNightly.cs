using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Policies.Nightly;

/// <summary>
/// Matches everything in the first round after midnight; later rounds of the day find it done. What was decided then is also what the lists of the day are read from, so
/// that nobody waits for them in the morning.
/// </summary>
internal sealed partial class MatchNightly(IServiceScopeFactory scopes, CityProfile city, TimeProvider time, ILogger<MatchNightly> log) : ClockWork(TimeSpan.FromMinutes(30), atStart: false, time, log)
{
    public const string Actor = "夜间匹配";

    protected override Task RoundAsync(CancellationToken cancellation) => RunOnceADayAsync(cancellation);

    /// <returns>What was matched; null where this day was matched before.</returns>
    internal async Task<MatchedNight?> RunOnceADayAsync(CancellationToken cancellation)
    {
        await using var unit = scopes.CreateAsyncScope();
        unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(null, Actor, Role.Administrator, Scope.All);
        var begun = Time.GetTimestamp();
        var matched = await unit.ServiceProvider.GetRequiredService<MatchEverybody>().RunAsync(city.Today(Time), cancellation);
        if (matched is not null) Matched(log, matched.Day, matched.Benefits, matched.Enterprises, matched.Untold, matched.More, (long)Time.GetElapsedTime(begun).TotalMilliseconds);
        return matched;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Matched {Benefits} benefits with {Enterprises} enterprises for {Day}: {Untold} entitled and not told, {More} more than the night before, in {Milliseconds} ms")]
    private static partial void Matched(ILogger log, DateOnly day, int benefits, int enterprises, int untold, int more, long milliseconds);
}
