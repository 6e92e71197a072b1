using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies.Tell;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Visits;

/// <summary>A visit with the enterprise as it is called now.</summary>
public sealed record VisitRow(PolicyVisit Visit, string Code, string Name);

/// <summary>How far a clause has come in the area of the user.</summary>
/// <param name="Benefits">What the clause gives; empty where it gives nothing that can be taken.</param>
/// <param name="Visited">Enterprises it was brought to.</param>
/// <param name="Told">Enterprises that were sent word of what it gives.</param>
/// <param name="Taken">Enterprises that ever began an application, or were put on a list, for what it gives.</param>
public sealed record ClauseUse(PolicyClause Clause, IReadOnlyList<Benefit> Benefits, int Visited, int Understood, int Told, int Taken)
{
    /// <summary>Somebody could take something by it, and nobody ever has.</summary>
    public bool IsNeverUsed => Benefits.Any(ReadPolicyVisits.LeavesTrace) && Taken == 0;
}

/// <summary>A policy with its clauses and the visits, as far as the user sees enterprises.</summary>
/// <param name="Visited">Enterprises somebody went to with it.</param>
/// <param name="Read">Enterprises that opened it on the platform, or said at their door that they read it.</param>
/// <param name="Understood">The same of having understood it.</param>
public sealed record PolicyDelivery(PolicyDocument Policy, IReadOnlyList<ClauseUse> Clauses, int Visited, int Read, int Understood, int Taken)
{
    public IReadOnlyList<VisitRow> Visits { get; init; } = [];
}

/// <summary>
/// How far the policies have come: brought to whom, read, understood, taken, and which clauses nobody ever used. Only enterprises of the user's own area
/// count. Tax reliefs and services leave no trace on the platform: of them nothing is said.
/// </summary>
public sealed class ReadPolicyVisits(FunengDb db, PolicyBook book, IEnumerable<IBenefitTakers> takers, CurrentUser user)
{
    public const int MostVisits = 200;

    /// <summary>Whether taking a benefit is seen here.</summary>
    public static bool LeavesTrace(Benefit benefit) => benefit.Mode is not (RedemptionMode.Tax or RedemptionMode.Service) && benefit.IsForEnterprise;

    /// <returns>Null where there is no such policy, or not for this user.</returns>
    public async Task<PolicyDelivery?> OfAsync(string policy, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewLists) || book.Find(policy) is not { } found) return null;
        var seen = Seen();
        var rows = await (
            from visit in db.Set<PolicyVisit>().AsNoTracking() join enterprise in seen on visit.Subject equals enterprise.Id
            where visit.Policy == policy orderby visit.OnDay descending, visit.Id descending select new VisitRow(visit, enterprise.Code, enterprise.Name)).Take(MostVisits).ToListAsync(cancellation);
        return (await CountAsync([found], cancellation))[0] with { Visits = rows };
    }

    /// <summary>Every policy that holds here on a day, those with clauses nobody used first.</summary>
    public async Task<IReadOnlyList<PolicyDelivery>> AllAsync(DateOnly today, CancellationToken cancellation) => !user.Has(Permission.ViewLists) ? []
        : [.. (await CountAsync([.. book.Policies.Where(policy => policy.Pattern.Length == 0 && policy.IsInForce(today))], cancellation))
            .OrderByDescending(one => one.Clauses.Count(clause => clause.IsNeverUsed)).ThenBy(one => one.Policy.Title, StringComparer.Ordinal)];

    private async Task<IReadOnlyList<PolicyDelivery>> CountAsync(IReadOnlyList<PolicyDocument> policies, CancellationToken cancellation)
    {
        var (ids, seen) = (policies.Select(policy => policy.Id).ToList(), Seen());
        var visits = (await db.Set<PolicyVisit>().AsNoTracking().Where(visit => ids.Contains(visit.Policy) && seen.Any(one => one.Id == visit.Subject))
            .Select(visit => new { visit.Policy, visit.Clause, visit.Subject, visit.Feedback }).ToListAsync(cancellation)).ToLookup(visit => visit.Policy);
        var read = (await db.Set<PolicyRead>().AsNoTracking().Where(row => ids.Contains(row.Policy) && seen.Any(one => one.Id == row.Subject))
            .Select(row => new { row.Policy, row.Subject, IsUnderstood = row.UnderstoodAt != null }).ToListAsync(cancellation)).ToLookup(row => row.Policy);
        var benefits = policies.SelectMany(policy => policy.Benefits).Select(benefit => benefit.Id).ToList();
        var told = (await db.Set<PolicyTold>().AsNoTracking().Where(row => benefits.Contains(row.Benefit) && row.TakenBackAt == null && seen.Any(one => one.Id == row.Subject))
            .Select(row => new { row.Benefit, row.Subject }).ToListAsync(cancellation)).ToLookup(row => row.Benefit, row => row.Subject);
        var taken = await TakenAsync(cancellation);
        return [.. policies.Select(policy =>
        {
            var (here, opened) = (visits[policy.Id].ToList(), read[policy.Id].ToList());
            // Who says that he has applied has read and understood it.
            var understood = here.Where(visit => visit.Feedback is VisitFeedback.Understood or VisitFeedback.Applied).Select(visit => visit.Subject).Concat(opened.Where(row => row.IsUnderstood).Select(row => row.Subject)).ToHashSet();
            return new PolicyDelivery(
                policy,
                [.. policy.Clauses.Select(clause =>
                {
                    var (own, gives) = (here.FindAll(visit => visit.Clause == clause.Id), policy.Benefits.Where(benefit => benefit.Clause == clause.Id).ToList());
                    return new ClauseUse(
                        clause, gives, own.Select(visit => visit.Subject).Distinct().Count(), own.Where(visit => visit.Feedback is VisitFeedback.Understood or VisitFeedback.Applied).Select(visit => visit.Subject).Distinct().Count(),
                        gives.SelectMany(benefit => told[benefit.Id]).Distinct().Count(), gives.SelectMany(benefit => taken[benefit.Id]).Distinct().Count());
                })],
                here.Select(visit => visit.Subject).Distinct().Count(), here.Where(visit => visit.Feedback != VisitFeedback.Declined).Select(visit => visit.Subject).Concat(opened.Select(row => row.Subject)).Distinct().Count(),
                understood.Count, policy.Benefits.SelectMany(benefit => taken[benefit.Id]).Distinct().Count());
        })];
    }

    private async Task<ILookup<string, long>> TakenAsync(CancellationToken cancellation)
    {
        var ever = new List<(string Benefit, long Subject)>();
        foreach (var taker in takers) ever.AddRange(await taker.EverAsync(user.EnterpriseScope, cancellation));
        return ever.Distinct().ToLookup(one => one.Benefit, one => one.Subject);
    }

    private IQueryable<Subject> Seen() => user.EnterpriseScope.Filter(db.Set<Subject>().AsNoTracking(), one => one.Region, one => one.Zone, one => one.Id);
}
