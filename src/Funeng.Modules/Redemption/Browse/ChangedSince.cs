using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Items;
using Funeng.Modules.Redemption.NoApplication;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Browse;

/// <summary>A line that would not be what it is, were it decided again on what is known now.</summary>
/// <param name="What">What has changed, in one sentence.</param>
public sealed record ChangedLine(Award Award, string What);

/// <summary>
/// Looks at the lines of a batch that are not ordered yet once more, all of them: for the day they were decided for, on the facts as they are known now.
/// What was filed, corrected or taken back since, and enterprises that are no more, are said before somebody approves or pays; he decides.
/// </summary>
public sealed class ChangedSince(PolicyBook book, FactReader facts, ItemFacts items, OrganizationDirectory directory, RedemptionSight sight)
{
    private const int AtOnce = 1000;

    private static readonly AwardState[] Open = [AwardState.Proposed, AwardState.Confirmed, AwardState.InPublicity, AwardState.Objected, AwardState.Queued, AwardState.Approved];

    /// <param name="atOnce">How many lines are read together.</param>
    public async Task<IReadOnlyList<ChangedLine>> RunAsync(long batch, CancellationToken cancellation, int atOnce = AtOnce)
    {
        var open = sight.Awards().AsNoTracking().Where(award => award.Batch == batch && Open.Contains(award.State));
        var changed = new List<ChangedLine>();
        for (var last = long.MinValue; ;)
        {
            var from = last;
            var lines = await open.Where(award => award.Id > from).OrderBy(award => award.Id).Take(atOnce).ToListAsync(cancellation);
            if (lines.Count == 0) return changed;
            changed.AddRange(await LookAsync(lines, cancellation));
            last = lines[^1].Id;
        }
    }

    private async Task<IReadOnlyList<ChangedLine>> LookAsync(List<Award> lines, CancellationToken cancellation)
    {
        var bySubject = lines.ToLookup(award => award.Subject);
        var subjects = bySubject.Select(group => group.Key).ToList();
        var owners = await directory.FindManyAsync(Scope.All, subjects, cancellation);
        var ofItems = new Dictionary<string, Func<long, string, SubjectFacts, DateOnly, SubjectFacts>>();
        foreach (var benefit in lines.Select(line => line.Benefit).Distinct())
        {
            if (book.FindBenefit(benefit) is { } rule) ofItems[benefit] = await items.OfManyAsync(rule.Benefit, subjects, cancellation);
        }

        var changed = new List<ChangedLine>();
        await foreach (var (subject, known) in facts.LoadSubjectsAsync(subjects, null, cancellation))
        {
            foreach (var line in bySubject[subject])
            {
                if (What(line, line.Item.Length > 0 && ofItems.TryGetValue(line.Benefit, out var of) ? of(subject, line.Item, known, line.DecidedOn) : known, owners.GetValueOrDefault(subject)) is { } what) changed.Add(new ChangedLine(line, what));
            }
        }

        return changed;
    }

    private string? What(Award line, SubjectFacts known, Organization? owner)
    {
        if (owner is { State: OrganizationState.Closed or OrganizationState.Revoked or OrganizationState.MovedAway }) return $"企业已{owner.State.DisplayName()}";
        if (book.FindBenefit(line.Benefit) is not { } rule) return null;
        var standing = DecideBenefits.Of(rule, book.Rules.View(known, line.DecidedOn), owner?.Region ?? line.Region);
        if (standing.Outcome != Outcome.Met) return WhyNotOnList.Say(standing);
        return standing.Amount is { } amount && amount.Low * 100 < line.AmountFen + line.CountedFen && line.Origin == AwardOrigin.NoApplication ? $"按现在的事实应为 {Fmt.Money(Math.Floor(amount.Low * 100) / 100)}" : null;
    }
}
