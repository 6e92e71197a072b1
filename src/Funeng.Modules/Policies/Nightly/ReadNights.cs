using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Nightly;

/// <param name="More">How many more are not told than the night before; 0 for the first.</param>
public sealed record NightRow(PolicyNight Now, int More);

/// <param name="Before">The night it is compared with; null for the first.</param>
public sealed record ShownNight(DateOnly Day, DateOnly? Before, IReadOnlyList<NightRow> Rows);

/// <summary>The latest night beside the one before. They are sums over the whole city and name nobody.</summary>
public sealed class ReadNights(FunengDb db)
{
    /// <returns>Null before the first.</returns>
    public async Task<ShownNight?> LatestAsync(CancellationToken cancellation)
    {
        var days = await db.Set<PolicyNight>().AsNoTracking().Select(night => night.Day).Distinct().OrderByDescending(day => day).Take(2).ToListAsync(cancellation);
        if (days.Count == 0) return null;
        var (day, before) = (days[0], days.Count > 1 ? days[1] : (DateOnly?)null);
        var nights = await db.Set<PolicyNight>().AsNoTracking().Where(night => night.Day == day || night.Day == before).ToListAsync(cancellation);
        var earlier = nights.Where(night => night.Day == before).ToDictionary(night => night.Benefit, night => night.Untold);
        return new ShownNight(day, before, [.. nights.Where(night => night.Day == day)
            .Select(night => new NightRow(night, before is null ? 0 : Math.Max(0, night.Untold - earlier.GetValueOrDefault(night.Benefit))))
            .OrderByDescending(row => row.More).ThenByDescending(row => row.Now.Untold).ThenBy(row => row.Now.Benefit, StringComparer.Ordinal)]);
    }
}
