using Funeng.Engines.Benefits;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Schemes;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Aftercare;

/// <summary>A commitment of a paid award as it stands: what was promised, each year, and what is owed and was claimed.</summary>
/// <param name="Promised">In the unit of the fact; null while the figure it is measured by is missing.</param>
public sealed record WatchedCommitment(Award Award, CommitmentRule Rule, FactDefinition Fact, decimal? Promised, IReadOnlyList<CommitmentShare> Years, long ClaimedFen)
{
    /// <summary>Titles of awards that have counted this one as paid and gave less for it: what is claimed back here is not paid again there.</summary>
    public IReadOnlyList<string> CountedIn { get; init; } = [];

    public long OwedFen => Years.Sum(year => year.OwedFen ?? 0);

    /// <summary>Still to be claimed.</summary>
    public long OpenFen => Math.Max(0, OwedFen - ClaimedFen);
}

/// <summary>
/// Looks after what enterprises owe once they are paid (commitments of <c>rules/redemption.yaml</c>), on the facts of today; and claims back what is
/// owed, decided by the head, with the computation in the reason. A claim is noted in the ledger and frees nothing of the budget; what came of it keeps
/// <see cref="KeepClaims"/>.
/// </summary>
public sealed class WatchCommitments(
    FunengDb db, RedemptionSight sight, RedemptionRules rules, RuleBook book, FactReader facts, KeepClaims claims, AwardBook awards, WholeStep whole, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    private const int Most = 2000;

    /// <summary>The commitments of paid awards, those with most to claim first.</summary>
    /// <param name="award">Only of one; null for all.</param>
    public async Task<IReadOnlyList<WatchedCommitment>> ReadAsync(long? award, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewRedemption)) return [];
        var benefits = rules.Commitments.Select(rule => rule.Benefit).ToList();
        var paid = await sight.Awards().AsNoTracking().Where(row => benefits.Contains(row.Benefit) && row.State == AwardState.Paid && row.PaidOn != null && (award == null || row.Id == award)).OrderBy(row => row.Id).Take(Most).ToListAsync(cancellation);
        var ids = paid.ConvertAll(row => (long?)row.Id);
        var claimed = (await db.Set<BudgetEntry>().AsNoTracking().Where(entry => entry.Kind == EntryKind.ClawedBack && ids.Contains(entry.Award)).GroupBy(entry => entry.Award)
            .Select(group => new { group.Key, Fen = group.Sum(entry => entry.AmountFen) }).ToListAsync(cancellation)).ToDictionary(row => row.Key!.Value, row => row.Fen);
        var byEnterprise = paid.ToLookup(row => row.Subject);
        var subjects = byEnterprise.Select(group => group.Key).ToList();
        var counting = (await db.Set<Award>().AsNoTracking().Where(row => subjects.Contains(row.Subject) && row.CountedOf != "" && row.State != AwardState.Refused).Select(row => new { row.Title, row.CountedOf }).ToListAsync(cancellation))
            .SelectMany(row => HeldAwards.CountedOf(row.CountedOf).Select(counted => (counted, row.Title))).ToLookup(one => one.counted, one => one.Title);
        var found = new List<WatchedCommitment>();
        await foreach (var (subject, known) in facts.LoadSubjectsAsync(subjects, null, cancellation))
        {
            foreach (var row in byEnterprise[subject]) found.Add(Of(row, known, claimed.GetValueOrDefault(row.Id)) with { CountedIn = [.. counting[row.Id]] });
        }

        return [.. found.OrderByDescending(one => one.OpenFen).ThenBy(one => one.Award.Id)];
    }

    /// <summary>Claims back what is open.</summary>
    public async Task<StepResult> ClaimAsync(long award, string reason, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ApproveRedemption) || await sight.Awards().AsNoTracking().SingleOrDefaultAsync(row => row.Id == award, cancellation) is not { Batch: { } batch } seen
            || await db.Set<RedemptionBatch>().AsNoTracking().SingleAsync(row => row.Id == batch, cancellation) is var of && !sight.MayActOn(of, Permission.ApproveRedemption)) return new StepResult.NotFound();
        if (reason.Trim().Length is 0 or > 200) return StepResult.Because("请写明追缴的理由，最多 200 个字。");
        return await whole.RunAsync(() => ClaimAsync(seen, reason.Trim(), cancellation), cancellation, "保存时与他人的改动相撞，请再试一次。");
    }

    private async Task<StepResult> ClaimAsync(Award seen, string reason, CancellationToken cancellation)
    {
        var award = seen.Id;
        // Of two who claim at one moment the second waits here and then finds nothing open.
        if (await db.Set<Award>().Where(row => row.Id == award && row.State == AwardState.Paid).ExecuteUpdateAsync(row => row.SetProperty(known => known.Version, known => known.Version + 1), cancellation) == 0)
            return StepResult.Because($"这一条现在是“{seen.State.DisplayName()}”，不能追缴。");
        // What the enterprise has changes: whoever proposes another award for it at this moment collides with this.
        await awards.TouchAsync([seen.Subject], cancellation);
        if (await ReadAsync(award, cancellation) is not [{ OpenFen: > 0 } open, ..]) return StepResult.Because("按现在的事实没有要追缴的，或者已经追缴过了。");
        await claims.OpenAsync(seen, open.OpenFen, reason, Say(open), cancellation);
        if (open.ClaimedFen + open.OpenFen >= seen.AmountFen)
            await db.Set<Award>().Where(row => row.Id == award).ExecuteUpdateAsync(row => row.SetProperty(known => known.State, AwardState.ClawedBack).SetProperty(known => known.Reason, reason), cancellation);
        audit.Record("追缴", $"award:{award}", reason, null, new { open.OpenFen, Years = open.Years });
        return new StepResult.Done(1, award);
    }

    /// <summary>The computation in words.</summary>
    public static string Say(WatchedCommitment commitment) => commitment.Promised is not { } promised
        ? $"缺“{FactText.Label(commitment.Fact)}”的基数，定不了承诺"
        : string.Join("；", commitment.Years.Select(year => year.OwedFen switch
        {
            null => $"{year.Year} 年缺数据，先不算",
            0 => $"{year.Year} 年做到了",
            { } owed => $"{year.Year} 年做到 {Fmt.Percent(100 * Math.Max(0, year.Achieved!.Value) / promised)}，这一年占 {Fmt.Money(year.PartFen / 100m)}，应退 {Fmt.Money(owed / 100m)}",
        }));

    private WatchedCommitment Of(Award award, SubjectFacts known, long claimed)
    {
        var rule = rules.Commitments.First(one => one.Benefit == award.Benefit);
        var fact = book.Catalogue.Get(rule.Fact);
        var first = award.PaidOn!.Value.Year;
        var promised = rule.Promised ?? Value(known, fact, first - 1);
        var today = city.Today(time);
        var years = Enumerable.Range(first + 1, rule.Years).Select(year => new CommitmentYear(year, year < today.Year ? Value(known, fact, year) : null)).ToList();
        return new WatchedCommitment(award, rule, fact, promised, promised is > 0 ? Clawback.ProRata(award.AmountFen, promised.Value, years) : [], claimed);
    }

    private static decimal? Value(SubjectFacts known, FactDefinition fact, int year) => known.Find(fact, new Period(year)) is { } found && found.Value.Kind == Feel.Values.FeelKind.Number && found.Value.AsNumber().TryToDecimal(out var number) ? number : null;
}
