using Funeng.Engines.Benefits;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Schemes;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Aftercare;

/// <summary>
/// What enterprises owe once they are paid (commitments of <c>rules/redemption.yaml</c>), on the facts of today: year by year of the enterprise, or of the project
/// whose code is the number the award was given for.
/// </summary>
public sealed class ReadCommitments(FunengDb db, RedemptionSight sight, RedemptionRules rules, RuleBook book, FactReader facts, CurrentUser user, CityProfile city, TimeProvider time)
{
    private const string Project = "project";

    /// <summary>The commitments of paid awards, those with most to claim first.</summary>
    /// <param name="award">Only of one; null for all.</param>
    public async Task<IReadOnlyList<WatchedCommitment>> RunAsync(long? award, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewRedemption)) return [];
        var benefits = rules.Commitments.Select(rule => rule.Benefit).Distinct().ToList();
        var paid = await sight.Awards().AsNoTracking().Where(row => benefits.Contains(row.Benefit) && row.State == AwardState.Paid && row.PaidOn != null && (award == null || row.Id == award)).OrderBy(row => row.Id).ToListAsync(cancellation);
        var (claimed, counting, projects) = (await ClaimedAsync(award, cancellation), await CountingAsync(paid, cancellation), await ProjectsAsync(paid, cancellation));
        var (byEnterprise, found) = (paid.ToLookup(row => row.Subject), new List<WatchedCommitment>());
        await foreach (var (subject, known) in facts.LoadSubjectsAsync([.. byEnterprise.Select(group => group.Key)], null, cancellation))
        {
            foreach (var row in byEnterprise[subject])
            {
                var standing = rules.CommitmentsOf(row.Benefit).Select(rule => rule.IsOfProject ? OfProject(row, rule, projects) : Of(row, rule, known)).ToList();
                found.Add(new WatchedCommitment(row, standing, claimed.GetValueOrDefault(row.Id)) { CountedIn = [.. counting[row.Id]] });
            }
        }

        return [.. found.OrderByDescending(one => one.OpenFen).ThenBy(one => one.Award.Id)];
    }

    private async Task<Dictionary<long, long>> ClaimedAsync(long? award, CancellationToken cancellation) =>
        (await db.Set<BudgetEntry>().AsNoTracking().Where(entry => entry.Kind == EntryKind.ClawedBack && entry.Award != null && (award == null || entry.Award == award)).GroupBy(entry => entry.Award!.Value)
            .Select(group => new { group.Key, Fen = group.Sum(entry => entry.AmountFen) }).ToListAsync(cancellation)).ToDictionary(row => row.Key, row => row.Fen);

    private async Task<ILookup<long, string>> CountingAsync(List<Award> paid, CancellationToken cancellation)
    {
        var ids = paid.Select(row => row.Id).ToHashSet();
        return (await db.Set<Award>().AsNoTracking().Where(row => row.CountedOf != "" && row.State != AwardState.Refused).Select(row => new { row.Title, row.CountedOf }).ToListAsync(cancellation))
            .SelectMany(row => HeldAwards.CountedOf(row.CountedOf).Where(ids.Contains).Select(counted => (counted, row.Title))).ToLookup(one => one.counted, one => one.Title);
    }

    /// <summary>The projects the awards were given for, by their code in the form numbers are stored in.</summary>
    private async Task<Dictionary<string, (Subject Subject, SubjectFacts Facts)>> ProjectsAsync(List<Award> paid, CancellationToken cancellation)
    {
        var codes = paid.Where(row => rules.CommitmentsOf(row.Benefit).Any(rule => rule.IsOfProject)).Select(row => row.Item).Where(item => item.Length > 0).ToHashSet();
        if (codes.Count == 0) return [];
        // A city has some hundreds: the one form of a code is made here, not in the query.
        var known = (await db.Set<Subject>().AsNoTracking().Where(subject => subject.Kind == Project).ToListAsync(cancellation)).FindAll(subject => codes.Contains(PolicyItem.Canonical(subject.Code) ?? "")).ToDictionary(subject => subject.Id);
        var found = new Dictionary<string, (Subject, SubjectFacts)>();
        await foreach (var (subject, of) in facts.LoadSubjectsAsync(known.Keys, null, cancellation)) found[PolicyItem.Canonical(known[subject].Code) ?? ""] = (known[subject], of);
        return found;
    }

    private CommitmentStanding Of(Award award, CommitmentRule rule, SubjectFacts known)
    {
        var (fact, first, today) = (book.Catalogue.Get(rule.Fact), award.PaidOn!.Value.Year, city.Today(time));
        var promised = rule.Promised ?? Value(known.Find(fact, new Period(first - 1)));
        var years = Enumerable.Range(first + 1, rule.Years).Select(year => new CommitmentYear(year, year < today.Year ? Value(known.Find(fact, new Period(year))) : null)).ToList();
        return new CommitmentStanding(rule, fact, promised, promised is > 0 ? Clawback.ProRata(award.AmountFen, promised.Value, years) : [], null) { Now = today.Year };
    }

    /// <summary>
    /// A project has one day: the end of the last year. It is kept as soon as its figure is there; before that day nothing is lacking, and after it only a
    /// figure that was learned since that year began says what is.
    /// </summary>
    private CommitmentStanding OfProject(Award award, CommitmentRule rule, Dictionary<string, (Subject Subject, SubjectFacts Facts)> projects)
    {
        var fact = book.Catalogue.Get(rule.Fact);
        if (!projects.TryGetValue(award.Item, out var project)) return new CommitmentStanding(rule, fact, rule.Promised, [], null) { Now = city.Today(time).Year };
        var promised = rule.Promised ?? Value(project.Facts.FindLatest(book.Catalogue.Get(rule.PromisedFact!)));
        var due = award.PaidOn!.Value.Year + rule.Years;
        var latest = project.Facts.FindLatest(fact);
        var counts = Value(latest) >= promised || (due < city.Today(time).Year && latest is { } known && city.Local(known.LearnedAt).Year >= due);
        return new CommitmentStanding(
            rule, fact, promised, promised is > 0 ? Clawback.ProRata(award.AmountFen, promised.Value, [new CommitmentYear(due, counts ? Value(latest) : null)]) : [], new CommittedProject(project.Subject.Code, project.Subject.Name)) { Now = city.Today(time).Year };
    }

    private static decimal? Value(Fact? fact) => fact is { Value.Kind: Feel.Values.FeelKind.Number } known && known.Value.AsNumber().TryToDecimal(out var number) ? number : null;
}
