using Funeng.Engines.Benefits;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Schemes;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Aftercare;

/// <summary>
/// What enterprises owe once they are paid (commitments of <c>rules/redemption.yaml</c>), on the facts of today: year by year of the enterprise, or of its own
/// project whose code is the number the award was given for.
/// </summary>
public sealed class ReadCommitments(FunengDb db, RedemptionSight sight, RedemptionRules rules, RuleBook book, FactReader facts, ProjectsOfAwards projects, CurrentUser user, CityProfile city, TimeProvider time)
{
    /// <summary>The commitments of paid awards, those with most to claim first.</summary>
    /// <param name="award">Only of one; null for all.</param>
    public async Task<IReadOnlyList<WatchedCommitment>> RunAsync(long? award, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewRedemption) || await PaidAsync(award, cancellation) is not { Count: > 0 } paid) return [];
        var (claimed, counting) = (await ClaimedAsync(award, cancellation), await CountingAsync(paid, award, cancellation));
        var found = await projects.FindAsync(paid.FindAll(row => rules.CommitmentsOf(row.Benefit).Any(rule => rule.IsOfProject)), cancellation);
        var (byEnterprise, watched) = (paid.ToLookup(row => row.Subject), new List<WatchedCommitment>());
        await foreach (var (subject, known) in facts.LoadSubjectsAsync([.. byEnterprise.Select(group => group.Key)], null, cancellation))
        {
            foreach (var row in byEnterprise[subject])
            {
                var standing = rules.CommitmentsOf(row.Benefit).Select(rule => rule.IsOfProject ? OfProject(row, rule, found[row.Id]) : Of(row, rule, known)).ToList();
                watched.Add(new WatchedCommitment(row, standing, claimed.GetValueOrDefault(row.Id)) { CountedIn = [.. counting[row.Id]] });
            }
        }

        return [.. watched.OrderByDescending(one => one.OpenFen).ThenBy(one => one.Award.Id)];
    }

    private async Task<List<Award>> PaidAsync(long? award, CancellationToken cancellation)
    {
        var benefits = rules.Commitments.Select(rule => rule.Benefit).Distinct().ToList();
        var paid = sight.Awards().AsNoTracking().Where(row => benefits.Contains(row.Benefit) && row.State == AwardState.Paid && row.PaidOn != null);
        if (award is { } one) paid = paid.Where(row => row.Id == one);
        return await paid.OrderBy(row => row.Id).ToListAsync(cancellation);
    }

    private async Task<Dictionary<long, long>> ClaimedAsync(long? award, CancellationToken cancellation)
    {
        var back = db.Set<BudgetEntry>().AsNoTracking().Where(entry => entry.Kind == EntryKind.ClawedBack && entry.Award != null);
        if (award is { } one) back = back.Where(entry => entry.Award == one);
        return await back.GroupBy(entry => entry.Award!.Value).Select(group => new { group.Key, Fen = group.Sum(entry => entry.AmountFen) }).ToDictionaryAsync(row => row.Key, row => row.Fen, cancellation);
    }

    // What counts an award as paid is an award of the same enterprise.
    private async Task<ILookup<long, string>> CountingAsync(List<Award> paid, long? award, CancellationToken cancellation)
    {
        var ids = paid.Select(row => row.Id).ToHashSet();
        var counting = db.Set<Award>().AsNoTracking().Where(row => row.CountedOf != "" && row.State != AwardState.Refused);
        if (award is not null && paid[0].Subject is var subject) counting = counting.Where(row => row.Subject == subject);
        return (await counting.Select(row => new { row.Title, row.CountedOf }).ToListAsync(cancellation))
            .SelectMany(row => HeldAwards.CountedOf(row.CountedOf).Where(ids.Contains).Select(counted => (counted, row.Title))).ToLookup(one => one.counted, one => one.Title);
    }

    private CommitmentStanding Of(Award award, CommitmentRule rule, SubjectFacts known)
    {
        var (fact, first, today) = (book.Catalogue.Get(rule.Fact), award.PaidOn!.Value.Year, city.Today(time));
        var promised = rule.Promised ?? HeldFigures.Number(known.Find(fact, new Period(first - 1))?.Value);
        var years = Enumerable.Range(first + 1, rule.Years).Select(year => new CommitmentYear(year, year < today.Year ? HeldFigures.Number(known.Find(fact, new Period(year))?.Value) : null)).ToList();
        return new CommitmentStanding(rule, fact, promised, promised is > 0 ? Clawback.ProRata(award.AmountFen, promised.Value, years) : []) { Now = today.Year };
    }

    /// <summary>A project has one day: the end of the last year.</summary>
    private CommitmentStanding OfProject(Award award, CommitmentRule rule, ProjectOfAward project)
    {
        var basis = book.Catalogue.Get(rule.PromisedFact ?? rule.Fact);
        var promised = rule.Promised ?? HeldFigures.Number(project.Facts?.FindLatest(basis)?.Value);
        var due = award.PaidOn!.Value.Year + rule.Years;
        var figure = promised is > 0 ? Counting(HeldFigures.Of(project.Said, rule.Fact, city.Local), promised.Value, due) : null;
        return new CommitmentStanding(rule, basis, promised, promised is > 0 && project.Subject is not null ? Clawback.ProRata(award.AmountFen, promised.Value, [new CommitmentYear(due, figure?.Value)]) : [])
        {
            Now = city.Today(time).Year,
            Lacking = project.Lacking,
            LearnedOn = figure is { } counted ? DateOnly.FromDateTime(city.Local(counted.LearnedAt).DateTime) : null,
            Project = project is { IsSeen: true, Subject: { } subject } ? new CommittedProject(subject.Code, subject.Name) : null,
        };
    }

    /// <summary>
    /// What was reached once is kept, whatever it falls to in a later month; a slip that was put right was never reached. What is lacking says only a figure learned after the day, and of several the best:
    /// one of before cannot know how the year ended.
    /// </summary>
    private HeldFigure? Counting(IReadOnlyList<HeldFigure> held, decimal promised, int due) =>
        held.FirstOrDefault(figure => figure.Value >= promised) ?? held.Where(figure => city.Local(figure.LearnedAt).Year > due).MaxBy(figure => figure.Value);
}
