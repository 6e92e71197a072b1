using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Policies;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>What the user's own enterprise has applied for, and what it can apply for today.</summary>
public sealed class ListApplications(ReadApplication read, IBenefitApplications applications, PolicyBook policies, FactReader facts, SubjectDirectory subjects, CurrentUser user, CityProfile city, TimeProvider clock)
{
    /// <returns>Null for an account that speaks for no enterprise.</returns>
    public async Task<OwnApplications?> RunAsync(CancellationToken cancellation)
    {
        if (!user.Has(Permission.ApplyForBenefits) || user.Scope.Organization is not { } own
            || await subjects.Within(user.Scope, Subject.Enterprise).AsNoTracking().SingleOrDefaultAsync(subject => subject.Id == own, cancellation) is not { } enterprise)
            return null;
        var rows = await read.Visible().AsNoTracking().OrderByDescending(row => row.ChangedAt).ToListAsync(cancellation);
        var today = city.Today(clock);
        var view = policies.Rules.View(await facts.LoadSubjectAsync(own, null, cancellation), today);
        // What was approved for another year is under way no longer.
        var begun = (await applications.OfAsync(own, cancellation)).Select(one => one.Benefit).ToHashSet();
        var open = policies.InForce(today).Where(rule => (rule.Benefit.Item?.By == ItemBy.Number || !begun.Contains(rule.Benefit.Id)) && StartApplication.Closed(rule, today) is null)
            .Select(rule => DecideBenefits.Of(rule, view, enterprise.Region)).ToList();
        return new OwnApplications(
            enterprise, today, [.. rows.Select(row => new OwnApplication(row, policies.FindBenefit(row.Benefit)))],
            [.. open.Where(standing => standing.Outcome == Outcome.Met).OrderByDescending(standing => standing.Sure)],
            [.. open.Where(standing => standing.Outcome == Outcome.Unknown).OrderBy(standing => standing.Verdict.Missing.Count).ThenBy(standing => standing.Rule.Benefit.Id, StringComparer.Ordinal)]);
    }
}

/// <param name="Open">Benefits it is entitled to and has not applied for.</param>
/// <param name="Undecided">Benefits a few more facts would decide.</param>
public sealed record OwnApplications(
    Subject Enterprise, DateOnly Today, IReadOnlyList<OwnApplication> Rows, IReadOnlyList<BenefitStanding> Open, IReadOnlyList<BenefitStanding> Undecided);

/// <param name="Rule">Null when the policy was taken out of the library.</param>
public sealed record OwnApplication(Application Application, BenefitRule? Rule);
