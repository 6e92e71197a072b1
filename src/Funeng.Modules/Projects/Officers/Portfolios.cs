using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Officers;

/// <summary>An enterprise or a project somebody looks after.</summary>
/// <param name="Officer">The person; null for nobody.</param>
/// <param name="StandIn">Who does it while the officer is away.</param>
public sealed record Served(string Kind, string Key, string Name, string Link, string? Region, string? Zone, bool IsSynthetic, long? Officer, string OfficerName, string StandIn, DateOnly? Last, DateOnly Since, int EveryDays)
{
    public PlannedSubject Planned => new(Kind, Key, EveryDays, Last, Since);
}

/// <summary>An officer with what he has.</summary>
/// <param name="Enterprises">Of those the caller may see.</param>
/// <param name="Projects">Of those the caller may see.</param>
/// <param name="Weight">Of everything he has, also where the caller sees nothing: only so is a share fair.</param>
/// <param name="IsInOffice">Holds a post today; otherwise what he has waits for somebody else.</param>
/// <param name="AwayUntil">The last day he is away; null when he is there.</param>
public sealed record OfficerLoad(long Person, string Name, int Enterprises, int Projects, int Weight, int Late, bool IsInOffice, DateOnly? AwayUntil, string StandIn);

/// <summary>
/// Who looks after what. A service officer is a duty on an enterprise or a project, held by a person; an absence passes it to the stand-in by itself. A project
/// that was given up and an enterprise that is gone need nobody any more.
/// </summary>
public sealed class Portfolios(
    FunengDb db, OrganizationDirectory organizations, ProjectDirectory projects, FindHolders find, HolderNames names, Callers callers, OfficerRules rules, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public const string Role = "service-officer", Enterprise = "enterprise";

    /// <summary>What the signed-in officer looks after, for himself and for those he stands in for.</summary>
    public async Task<IReadOnlyList<Served>> MineAsync(CancellationToken cancellation)
    {
        var me = await callers.MeAsync(cancellation);
        var (persons, today) = (me.Persons, city.Today(clock));
        return persons.Count == 0 ? [] : await ReadAsync(Held(today).Where(duty => persons.Contains(duty.HolderId)), today, true, cancellation);
    }

    /// <summary>Everything within the caller's scope that has an officer.</summary>
    public Task<IReadOnlyList<Served>> AllAsync(CancellationToken cancellation) => ReadAsync(Held(city.Today(clock)), city.Today(clock), false, cancellation);

    /// <summary>One thing of the signed-in officer, or one within the scope of whoever manages; null otherwise.</summary>
    public async Task<Served?> FindAsync(string kind, string key, CancellationToken cancellation)
    {
        if ((await MineAsync(cancellation)).FirstOrDefault(served => served.Kind == kind && served.Key == key) is { } mine) return mine;
        if (!user.Has(Permission.ManageProjects)) return null;
        var today = city.Today(clock);
        return await ReadAsync(Held(today).Where(duty => duty.SourceKind == kind && duty.SourceKey == key), today, false, cancellation) is [var first, ..] ? first : null;
    }

    public async Task<IReadOnlyList<OfficerLoad>> LoadsAsync(IReadOnlyList<Served> served, CancellationToken cancellation)
    {
        var today = city.Today(clock);
        List<long> officers = [.. served.Select(one => one.Officer).OfType<long>().Distinct()];
        var (away, inOffice) = (await callers.AwayAsync(officers, today, cancellation), await find.InOfficeAsync(officers, cancellation));
        var weights = (await Held(today).Where(duty => officers.Contains(duty.HolderId)).GroupBy(duty => new { duty.HolderId, duty.SourceKind })
            .Select(group => new { group.Key.HolderId, group.Key.SourceKind, Count = group.Count() }).ToListAsync(cancellation)).ToLookup(row => row.HolderId, row => row.Count * rules.WeightOf(row.SourceKind));
        return [.. served.Where(one => one.Officer is not null).GroupBy(one => one.Officer!.Value).Select(group => new OfficerLoad(
            group.Key, group.First().OfficerName, group.Count(one => one.Kind == Enterprise), group.Count(one => one.Kind != Enterprise), weights[group.Key].Sum(), group.Count(one => one.Planned.DueOn < today),
            inOffice.Contains(group.Key), away.TryGetValue(group.Key, out var absence) ? absence.Until : null, absence.StandIn ?? "")).OrderByDescending(load => load.Weight).ThenBy(load => load.Name, StringComparer.Ordinal)];
    }

    /// <summary>The duties of service officers on a day, for what still is.</summary>
    internal IQueryable<Duty> Held(DateOnly day) => db.Set<Duty>().AsNoTracking()
        .Where(duty => duty.Role == Role && duty.HolderKind == HolderKind.Person && duty.FromOn <= day && (duty.ToOn == null || duty.ToOn >= day)
            && (duty.SourceKind == ProjectsModule.Subject
                ? db.Set<Project>().Any(project => project.Code == duty.SourceKey && project.Stage != LifeCycle.Ended)
                : db.Set<Organization>().Any(body => body.Code == duty.SourceKey && body.State == OrganizationState.Active)));

    private async Task<IReadOnlyList<Served>> ReadAsync(IQueryable<Duty> which, DateOnly today, bool isOwn, CancellationToken cancellation)
    {
        var duties = await which.ToListAsync(cancellation);
        if (duties.Count == 0) return [];
        var people = await names.OfAsync(duties.Select(duty => duty.Holder), today, cancellation);
        var away = await callers.AwayAsync([.. duties.Select(duty => duty.HolderId).Distinct()], today, cancellation);
        var last = (await db.Set<Visit>().AsNoTracking().GroupBy(visit => new { visit.SubjectKind, visit.SubjectKey }).Select(group => new { group.Key.SubjectKind, group.Key.SubjectKey, On = group.Max(visit => visit.OnDay) }).ToListAsync(cancellation))
            .ToDictionary(row => (row.SubjectKind, row.SubjectKey), row => row.On);
        var places = await PlacesAsync(duties, isOwn, cancellation);
        return
        [
            .. duties.Where(duty => places.ContainsKey((duty.SourceKind, duty.SourceKey))).Select(duty =>
            {
                var place = places[(duty.SourceKind, duty.SourceKey)];
                return new Served(duty.SourceKind, duty.SourceKey, place.Name, duty.SourceLink, place.Region, place.Zone, place.IsSynthetic, duty.HolderId, people.GetValueOrDefault(duty.Holder)?.Name ?? "",
                    away.TryGetValue(duty.HolderId, out var absence) ? absence.StandIn : "", last.TryGetValue((duty.SourceKind, duty.SourceKey), out var on) ? on : null, duty.FromOn, rules.DaysOf(duty.SourceKind));
            }).OrderBy(served => served.Planned.DueOn).ThenBy(served => served.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Names and places as they are today. A duty opens what it is about to whoever has it, also beyond his own district; everybody else sees within his scope.</summary>
    private async Task<Dictionary<(string, string), (string Name, string? Region, string? Zone, bool IsSynthetic)>> PlacesAsync(IReadOnlyList<Duty> duties, bool isOwn, CancellationToken cancellation)
    {
        var places = new Dictionary<(string, string), (string, string?, string?, bool)>();
        var enterprises = organizations.Within(isOwn ? Scope.All : user.EnterpriseScope);
        foreach (var chunk in duties.Where(duty => duty.SourceKind == Enterprise).Select(duty => duty.SourceKey).Distinct().Chunk(500))
        {
            foreach (var row in await enterprises.Where(one => chunk.Contains(one.Code)).Select(one => new { one.Code, one.Name, one.Region, one.Zone, one.IsSynthetic }).ToListAsync(cancellation))
                places[(Enterprise, row.Code)] = (row.Name, row.Region, row.Zone, row.IsSynthetic);
        }

        var seen = isOwn ? db.Set<Project>() : projects.Within(user);
        foreach (var chunk in duties.Where(duty => duty.SourceKind == ProjectsModule.Subject).Select(duty => duty.SourceKey).Distinct().Chunk(500))
        {
            foreach (var row in await seen.Where(one => chunk.Contains(one.Code)).Select(one => new { one.Code, one.Name, one.Region, one.Zone, one.IsSynthetic }).ToListAsync(cancellation))
                places[(ProjectsModule.Subject, row.Code)] = (row.Name, row.Region, row.Zone, row.IsSynthetic);
        }

        return places;
    }
}
