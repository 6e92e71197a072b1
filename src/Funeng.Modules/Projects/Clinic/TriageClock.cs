using Funeng.Engines.Planning;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Tasks;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>
/// By when a case is to be triaged: the first stage of its clock, from where the course began. It runs also where no office drives the project and nobody has an
/// item that would say so.
/// </summary>
public sealed class TriageClock(ClockBook clocks, OfficialCalendar official, CityProfile city, TimeProvider time)
{
    /// <summary>Null once it is triaged.</summary>
    public DateOnly? DueOn(ClinicCase it)
    {
        if (it.State != ClinicState.Reported || clocks.Get("clinic").Stages is not [var first, ..]) return null;
        return new Clock(city.Local(it.BegunAt).DateTime, first.Within, []).Read(official.Calendar, city.Local(time.GetUtcNow()).DateTime).DueOn;
    }
}
