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

/// <summary>What was found, and how far was looked.</summary>
/// <param name="Checked">How many lines were decided again.</param>
/// <param name="All">How many are open.</param>
public sealed record ChangedLines(IReadOnlyList<ChangedLine> Lines, int Checked, int All)
{
    public static ChangedLines None { get; } = new([], 0, 0);

    public bool IsPart => Checked < All;
}

/// <summary>
/// Looks at the lines of a batch that are not ordered yet once more: for the day they were decided for, on the facts as they are known now. What
/// was filed, corrected or taken back since, and enterprises that are no more, are said before somebody approves or pays; he decides.
/// </summary>
public sealed class ChangedSince(PolicyBook book, FactReader facts, ItemFacts items, OrganizationDirectory directory, RedemptionSight sight)
{
    public const int Most = 2000;

    private static readonly AwardState[] Open = [AwardState.Proposed, AwardState.Confirmed, AwardState.InPublicity, AwardState.Objected, AwardState.Queued, AwardState.Approved];

    /// <param name="most">How many lines are looked at: the first of the list.</param>
    public async Task<ChangedLines> RunAsync(long batch, CancellationToken cancellation, int most = Most)
    {
        var open = sight.Awards().AsNoTracking().Where(award => award.Batch == batch && Open.Contains(award.State));
        var first = await open.OrderBy(award => award.Id).Take(most).ToListAsync(cancellation);
        var lines = first.ToLookup(award => award.Subject);
        var subjects = lines.Select(group => group.Key).ToList();
        var owners = await directory.FindManyAsync(Scope.All, subjects, cancellation);
        var changed = new List<ChangedLine>();
        var known = new List<(long, SubjectFacts)>();
        await foreach (var one in facts.LoadSubjectsAsync(subjects, null, cancellation)) known.Add(one);
        foreach (var (subject, of) in known)
        {
            foreach (var line in lines[subject])
            {
                if (await WhatAsync(line, of, owners.GetValueOrDefault(subject), cancellation) is { } what) changed.Add(new ChangedLine(line, what));
            }
        }

        return new ChangedLines(changed, first.Count, first.Count < most ? first.Count : await open.CountAsync(cancellation));
    }

    private async Task<string?> WhatAsync(Award line, SubjectFacts known, Organization? owner, CancellationToken cancellation)
    {
        if (owner is { State: OrganizationState.Closed or OrganizationState.Revoked or OrganizationState.MovedAway }) return $"企业已{owner.State.DisplayName()}";
        if (book.FindBenefit(line.Benefit) is not { } rule) return null;
        var view = book.Rules.View(await items.OfAsync(rule.Benefit, line.Subject, line.Item, known, line.DecidedOn, cancellation), line.DecidedOn);
        var standing = DecideBenefits.Of(rule, view, owner?.Region ?? line.Region);
        if (standing.Outcome != Outcome.Met) return WhyNotOnList.Say(standing);
        return standing.Amount is { } amount && amount.Low * 100 < line.AmountFen && line.Origin == AwardOrigin.NoApplication ? $"按现在的事实应为 {Fmt.Money(Math.Floor(amount.Low * 100) / 100)}" : null;
    }
}
