using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Browse;

/// <summary>What came of one benefit.</summary>
/// <param name="Applied">Applications handed in.</param>
/// <param name="LastOn">The day of the latest payment.</param>
public sealed record BenefitUse(BenefitRule Rule, int Applied, int Enterprises, decimal Paid, DateOnly? LastOn)
{
    public bool IsUsed => Applied > 0 || Enterprises > 0;
}

/// <summary>Documents, articles and benefits in force, and which of them nobody ever used.</summary>
public sealed record PolicyUsage(int Documents, int Articles, IReadOnlyList<BenefitUse> Benefits)
{
    public int Unused => Benefits.Count(use => !use.IsUsed);
}

/// <summary>Counts what the policies in force led to, within what the user sees: an article nobody ever used is one that nobody knows of, or that fits nobody.</summary>
public sealed class ReadUsage(PolicyBook book, RedemptionSight sight, ReadApplication read, CurrentUser user)
{
    /// <param name="text">Part of the title of a policy; empty for all.</param>
    public async Task<PolicyUsage> RunAsync(string text, DateOnly today, CancellationToken cancellation)
    {
        var policies = book.Policies.Where(policy => policy.Pattern.Length == 0 && policy.IsInForce(today) && (text.Length == 0 || policy.Title.Contains(text, StringComparison.Ordinal))).ToList();
        var awards = (await sight.Awards().Where(award => award.State != AwardState.Refused).GroupBy(award => award.Benefit)
            .Select(group => new { group.Key, Enterprises = group.Select(award => award.Subject).Distinct().Count(), Fen = group.Sum(award => award.PaidOn != null ? award.AmountFen : 0), Last = group.Max(award => award.PaidOn) }).ToListAsync(cancellation)).ToDictionary(row => row.Key);
        var applied = user.Has(Permission.ReviewApplications)
            ? await read.Visible().Where(row => row.SubmittedAt != null).GroupBy(row => row.Benefit).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancellation) : [];
        return new PolicyUsage(policies.Count, policies.Sum(policy => policy.Clauses.Count), [.. policies.SelectMany(policy => policy.Benefits).Where(benefit => benefit.IsCash).Select(benefit =>
        {
            var got = awards.GetValueOrDefault(benefit.Id);
            return new BenefitUse(book.FindBenefit(benefit.Id)!, applied.GetValueOrDefault(benefit.Id), got?.Enterprises ?? 0, (got?.Fen ?? 0) / 100m, got?.Last);
        }).OrderBy(use => use.IsUsed).ThenBy(use => use.Rule.Policy.Title, StringComparer.Ordinal)]);
    }
}
