using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Jobs;
using Microsoft.Extensions.Logging;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>Decides how large everybody is before somebody asks: after the start, after midnight, and after what was filed since. In a whole city that takes seconds.</summary>
internal sealed class WarmSizes(PlacedFacts facts, EnterpriseSizes sizes, CityProfile city, TimeProvider time, ILogger<WarmSizes> log) : ClockWork(TimeSpan.FromMinutes(10), atStart: true, time, log)
{
    protected override async Task RoundAsync(CancellationToken cancellation) =>
        await sizes.OfAllAsync((await facts.OpenAsync(Scope.All, Subject.Enterprise, cancellation)).Table, city.Today(Time), cancellation);
}
