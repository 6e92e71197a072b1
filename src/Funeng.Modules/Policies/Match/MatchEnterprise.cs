using Funeng.Engines.Benefits;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Match;

/// <summary>
/// What an enterprise gets now, what it nearly gets and how to get there, what one more fact would decide, what it does not get and why, and
/// the bundle that pays most; what is not paid in cash is added up beside it.
/// </summary>
public sealed class MatchEnterprise(
    SubjectDirectory subjects, TierDecision decision, DecideBenefits benefits, ItemBook items, PolicyBook book, PathPlanner planner, IHeldBenefits held, IBenefitApplications applications,
    CurrentUser user, CityProfile city, TimeProvider clock)
{
    private const int MostPaths = 5, PathEffort = 400;

    /// <summary>What is said of an amount that awards have cut, to whom no award is shown.</summary>
    internal const string Neutral = "已按互斥、就高不重复和上限的规定计算";

    // The same that see awards elsewhere; what is left is counted for everybody.
    private bool MaySeeAwards => user.Has(Permission.ViewRedemption) || user.Has(Permission.ReceiveRedemption);

    /// <param name="withPaths">Whether the ways to what is nearly got are looked for, which takes most of the time.</param>
    /// <returns>Null when there is no such enterprise, or not for this user.</returns>
    public async Task<EnterpriseMatch?> RunAsync(string code, bool withPaths, CancellationToken cancellation)
    {
        if (await subjects.FindAsync(user.EnterpriseScope, Subject.Enterprise, code, cancellation) is not { } enterprise) return null;
        var view = await decision.ViewAsync(enterprise.Id, city.Today(clock), cancellation);
        var byItems = await ByItemsAsync(enterprise, view.On, cancellation);
        var holdings = await held.OfAsync(enterprise.Id, cancellation);
        var begun = await applications.OfAsync(enterprise.Id, cancellation);
        var (inTime, late) = LateBenefits.Part([.. benefits.Run(view, enterprise.Region).Select(standing => byItems.GetValueOrDefault(IdOf(standing)) ?? standing)], begun, view.On);
        return Match(enterprise, view, inTime, holdings, withPaths) with
        {
            Begun = begun, MayBegin = applications.MayBegin(enterprise.Id), All = inTime.Count + late.Count,
            Late = [.. late.Select(standing => LateOf(standing, holdings, view)).OfType<BenefitStanding>()],
        };
    }

    /// <summary>How one policy stands for the enterprise somebody signs in for.</summary>
    /// <returns>Null for whoever signs in for none.</returns>
    public async Task<OwnStanding?> OwnAsync(PolicyDocument policy, CancellationToken cancellation)
    {
        if (user.Scope.Organization is not { } own || await subjects.Within(user.EnterpriseScope, Subject.Enterprise).AsNoTracking().SingleOrDefaultAsync(subject => subject.Id == own, cancellation) is not { } enterprise) return null;
        var view = await decision.ViewAsync(enterprise.Id, city.Today(clock), cancellation);
        var byItems = await ByItemsAsync(enterprise, view.On, cancellation);
        var holdings = await held.OfAsync(own, cancellation);
        var begun = (await applications.OfAsync(own, cancellation)).ToLookup(one => one.Benefit);
        var rules = policy.Benefits.Where(benefit => benefit.IsForEnterprise).Select(benefit => book.FindBenefit(benefit.Id)).OfType<BenefitRule>();
        return new OwnStanding(enterprise, [.. rules.Select(rule => OwnOf(rule, byItems.GetValueOrDefault(rule.Benefit.Id), enterprise, view, holdings, [.. begun[rule.Benefit.Id]])).OfType<OwnBenefit>()]);
    }

    /// <returns>Null where it can neither be had nor was.</returns>
    private OwnBenefit? OwnOf(BenefitRule rule, BenefitStanding? byItems, Subject enterprise, FactView view, IHoldings holdings, IReadOnlyList<BegunBenefit> begun)
    {
        var had = MaySeeAwards ? holdings.All.Where(one => one.Benefit == rule.Benefit.Id).ToList() : [];
        if (PolicyBook.Closed(rule, view.On) is not null)
            return rule.Policy.Pattern.Length == 0 && (had.Count + begun.Count > 0 || view.On < rule.Policy.EffectiveFrom) ? new OwnBenefit(rule, null, had, BenefitWay.Of(rule, null, false, view.On, begun)) : null;
        var standing = byItems ?? DecideBenefits.Of(rule, view, enterprise.Region);
        var left = standing.Outcome == Outcome.Met ? LeftOver.Of(standing, holdings, view) : null;
        var way = BenefitWay.Of(rule, standing.Outcome, left?.IsNone == true, view.On, begun);
        return new OwnBenefit(rule, left is null ? standing : Said(left), had, applications.MayBegin(enterprise.Id) ? way : way with { CanBegin = false }) { IsHad = left?.IsHad == true };
    }

    /// <summary>Of benefits that are paid item by item, and of which the enterprise has items registered.</summary>
    private async Task<Dictionary<string, BenefitStanding>> ByItemsAsync(Subject enterprise, DateOnly on, CancellationToken cancellation)
    {
        var found = new Dictionary<string, BenefitStanding>();
        foreach (var benefit in (await items.OfAsync(enterprise.Id, null, cancellation)).Select(item => item.Benefit).Distinct())
        {
            if (book.FindBenefit(benefit) is { Benefit.Item.By: ItemBy.Number } rule)
                found[benefit] = BenefitStanding.Of(rule.Benefit, await items.DecideAsync(rule, new Dictionary<long, string?> { [enterprise.Id] = enterprise.Region }, on, null, cancellation));
        }

        return found;
    }

    private EnterpriseMatch Match(Subject enterprise, FactView view, IReadOnlyList<BenefitStanding> standings, IHoldings holdings, bool withPaths)
    {
        var met = standings.Where(standing => standing.Outcome == Outcome.Met).Select(standing => LeftOver.Of(standing, holdings, view)).ToList();
        var now = met.FindAll(one => !one.IsNone).ConvertAll(Said);
        var open = standings.Where(standing => standing.Outcome == Outcome.Unknown).OrderByDescending(AtStake).ThenBy(IdOf, StringComparer.Ordinal).ToList();
        var refused = standings.Where(standing => standing.Outcome == Outcome.NotMet).ToList();
        var (near, further) = withPaths ? Near(refused, view) : ([], 0);
        var nearIds = near.Select(one => one.Standing).ToHashSet();
        var bundle = BundleBeside.Find([.. met.SelectMany(one => one.Wanted)], holdings, book.Relations.On(view.On), view.On);
        var blocked = met.Where(one => one.IsNone).ToList();
        var blockedIds = blocked.Select(one => IdOf(one.Standing)).ToHashSet();
        // What earlier awards shut out is said beside them with the reason, and may only wait: it was not given up for others.
        bundle = bundle with { GivenUp = [.. bundle.GivenUp.Where(one => !blockedIds.Contains(one.Benefit))] };
        var against = blocked.Select(one => one.Against).ToHashSet();
        return new EnterpriseMatch(
            enterprise, view.On,
            [.. now.OrderByDescending(standing => Worth(standing, view.On)).ThenBy(IdOf, StringComparer.Ordinal)],
            near, open, Ask(open), open.Count(standing => standing.IsHere is null), [.. refused.Where(standing => !nearIds.Contains(standing)).OrderByDescending(standing => standing.IsHere ?? true).ThenBy(IdOf, StringComparer.Ordinal)],
            Part(bundle, benefit => benefit.IsCash), Part(bundle, benefit => benefit is { HasAmount: true, IsCash: false }))
        {
            Further = further, Lacking = [.. open.Select(standing => LackingBenefit.Of(standing, view, AtStake(standing)))],
            Held = !MaySeeAwards ? [] : [.. holdings.All.Where(one => one.Year == view.On.Year || one.PaidOn?.Year == view.On.Year || against.Contains(one.Id))],
            Shut = !MaySeeAwards ? [] : [.. blocked.Where(one => !one.IsHad).Select(one => one.Standing).OrderByDescending(standing => standing.Sure).ThenBy(IdOf, StringComparer.Ordinal)],
        };
    }

    // What was granted stands with what it has.
    private BenefitStanding? LateOf(BenefitStanding standing, IHoldings holdings, FactView view) =>
        standing.Outcome != Outcome.Met ? standing : LeftOver.Of(standing, holdings, view) is { IsNone: false } left ? Said(left) : null;

    private BenefitStanding Said(LeftOver left) => MaySeeAwards || left.Standing.Left.Length == 0 ? left.Standing : left.Standing with { Left = Neutral };

    // What excludes or needs what is decided over everything at once: a relief may exclude a payment. Only afterwards it is told apart.
    private Bundle Part(Bundle bundle, Func<Benefit, bool> belongs)
    {
        bool IsOf(string id) => book.FindBenefit(id) is { } rule && belongs(rule.Benefit);
        List<TakenBenefit> taken = [.. bundle.Taken.Where(one => IsOf(one.Benefit))];
        return new Bundle(taken.Sum(one => one.Paid), taken, [.. bundle.GivenUp.Where(one => IsOf(one.Benefit))]);
    }

    /// <summary>Amount × ease × deadline: what pays, is no trouble and ends soon comes first.</summary>
    internal static decimal Worth(BenefitStanding standing, DateOnly on)
    {
        var benefit = standing.Rule.Benefit;
        var ease = (6 - benefit.Effort) / 5m;
        var urgency = benefit is { IsAppliedFor: true, Deadline: { } last } && last >= on ? 1 + (1m / (1 + ((last.DayNumber - on.DayNumber) / 30m))) : 1m;
        return (standing.Sure + 1) * ease * urgency;
    }

    // Something the enterprise itself can change, in this year or one of the next, and at most two conditions away.
    private (List<NearBenefit> Near, int Further) Near(List<BenefitStanding> refused, FactView view)
    {
        var possible = refused
            .Where(standing => standing.IsHere == true && !standing.Rule.Benefit.IsOver(view.On) && standing.Verdict.Failed.Count(finding => finding.Criterion.Kind == CriterionKind.Gate) is 1 or 2)
            .Where(standing => planner.CanBeReached(standing.Rule.Scheme, null, view))
            .OrderByDescending(NearOrder.Worth).ThenBy(IdOf, StringComparer.Ordinal).ToList();
        var planned = possible.Take(MostPaths).Select(standing => new NearBenefit(standing, planner.Plan(standing.Rule.Scheme, view, planner.CostsOf(standing.Rule.Scheme), null, PathEffort)));
        return ([.. planned.Where(near => near.Plan.Search.Best is not null).Order(NearOrder.SoonestAndCheapest)], Math.Max(0, possible.Count - MostPaths));
    }

    private static IReadOnlyList<AskedFact> Ask(IReadOnlyList<BenefitStanding> open) =>
    [
        .. open.SelectMany(standing => Deciding(standing).Select(fact => (Fact: fact, Standing: standing)))
            .GroupBy(pair => pair.Fact.Key)
            .Select(group => new AskedFact(group.First().Fact, [.. group.Select(pair => pair.Standing)], group.Sum(pair => AtStake(pair.Standing))))
            .OrderByDescending(asked => asked.AtStake).ThenByDescending(asked => asked.Benefits.Count).ThenBy(asked => asked.Fact.Key, StringComparer.Ordinal),
    ];

    // What decides alone. Without a place a fact can still refuse, but never entitle: then the place is asked for first.
    private static IEnumerable<FactDefinition> Deciding(BenefitStanding standing) => standing.IsHere is null ? [] :
        standing.Verdict.Missing.Where(fact => fact.DecidesAlone).Select(fact => fact.Definition);

    private static decimal AtStake(BenefitStanding standing) => standing.Amount is { } amount ? amount.High ?? amount.Low : 0;

    private static string IdOf(BenefitStanding standing) => standing.Rule.Benefit.Id;
}
