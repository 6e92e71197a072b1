using System.Globalization;
using Funeng.Engines.Benefits;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Batches;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Budgets;

/// <summary>A budget with its forecast, and what wants money of it and has none yet.</summary>
/// <param name="ClaimedFen">Claimed back of what was paid.</param>
/// <param name="RecoveredFen">What came of it; it went to the treasury and is not left to spend.</param>
public sealed record BudgetRow(Budget Budget, string Title, RunOut RunOut, int Waiting, long WaitingFen, long ClaimedFen, long RecoveredFen);

/// <summary>A policy whose awards want money of a year for which nobody has set any: nothing of it can be approved.</summary>
public sealed record Unfunded(PolicyDocument Policy, int Year, int Waiting, long WaitingFen);

/// <summary>A total as typed.</summary>
/// <param name="Total">Yuan, as people write it.</param>
public sealed record TypedBudget(string Policy, string Year, string Total, string Source);

/// <summary>Sets the money of policies, and says how long it lasts and who would be paid when it does not reach.</summary>
public sealed class KeepBudgets(FunengDb db, BudgetBook budgets, MoneyQueue queue, PolicyBook book, RedemptionSight sight, WholeStep whole, CurrentUser user, CityProfile city, TimeProvider time)
{
    private const int LongestSource = 100;

    public async Task<IReadOnlyList<BudgetRow>> ReadAsync(CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewRedemption)) return [];
        var today = city.Today(time);
        var rows = new List<BudgetRow>();
        foreach (var budget in await db.Set<Budget>().AsNoTracking().OrderByDescending(budget => budget.Year).ThenBy(budget => budget.Policy).ToListAsync(cancellation))
        {
            if (book.Find(budget.Policy) is not { } policy || !sight.ActsFor(CollectAwards.RegionOf(policy))) continue;
            var waiting = await queue.WaitingAsync(budget, cancellation);
            var draws = await DrawsAsync(budget.Id, cancellation);
            var back = await db.Set<BudgetEntry>().Where(entry => entry.Budget == budget.Id && (entry.Kind == EntryKind.ClawedBack || entry.Kind == EntryKind.Recovered)).GroupBy(entry => entry.Kind)
                .Select(group => new { group.Key, Fen = group.Sum(entry => entry.AmountFen) }).ToDictionaryAsync(group => group.Key, group => group.Fen, cancellation);
            rows.Add(new BudgetRow(
                budget, BudgetWords.Title(budget, book),
                BudgetForecast.Of(budget.LeftFen, draws, today, new DateOnly(budget.Year, 12, 31)), waiting.Count, waiting.Sum(award => award.AmountFen),
                back.GetValueOrDefault(EntryKind.ClawedBack), back.GetValueOrDefault(EntryKind.Recovered)));
        }

        return rows;
    }

    /// <summary>Whether others have money set of which the user sees nothing: that of regions that are not his.</summary>
    public async Task<bool> HasOthersAsync(CancellationToken cancellation) =>
        (await db.Set<Budget>().AsNoTracking().Select(budget => budget.Policy).Distinct().ToListAsync(cancellation)).Any(policy => book.Find(policy) is { } known && !sight.ActsFor(CollectAwards.RegionOf(known)));

    /// <summary>What waits for money that nobody has set, within what the user has under him; the most first.</summary>
    public async Task<IReadOnlyList<Unfunded>> UnfundedAsync(CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewRedemption)) return [];
        var funded = (await db.Set<Budget>().AsNoTracking().Select(budget => new { budget.Policy, budget.Benefit, budget.Year }).ToListAsync(cancellation)).Select(budget => (budget.Policy, budget.Benefit, budget.Year)).ToHashSet();
        var waiting = await sight.Awards().Where(award => award.Budget == null && (award.State == AwardState.Proposed || award.State == AwardState.Confirmed || award.State == AwardState.InPublicity || award.State == AwardState.Objected))
            .GroupBy(award => new { award.Policy, award.Benefit, award.DecidedOn }).Select(group => new { group.Key, Count = group.Count(), Fen = group.Sum(award => award.AmountFen) }).ToListAsync(cancellation);
        return [.. waiting.Where(group => !funded.Contains((group.Key.Policy, "", group.Key.DecidedOn.Year)) && !funded.Contains((group.Key.Policy, group.Key.Benefit, group.Key.DecidedOn.Year)))
            .GroupBy(group => (group.Key.Policy, group.Key.DecidedOn.Year)).Where(group => book.Find(group.Key.Policy) is { } policy && sight.ActsFor(CollectAwards.RegionOf(policy)))
            .Select(group => new Unfunded(book.Find(group.Key.Policy)!, group.Key.Year, group.Sum(one => one.Count), group.Sum(one => one.Fen))).OrderByDescending(one => one.WaitingFen)];
    }

    /// <summary>Who of those waiting would be paid from what is left, by a rule of the queue.</summary>
    public async Task<IReadOnlyList<(BudgetShare Share, string Name, string Title)>> QueueAsync(Budget budget, QueueOrder order, CancellationToken cancellation)
    {
        var waiting = await queue.WaitingAsync(budget, cancellation);
        var names = waiting.ToDictionary(line => line.Key, line => (line.Name, line.Title));
        return [.. BudgetQueue.Share(Math.Max(0, budget.LeftFen), [.. await queue.ClaimsAsync(waiting, cancellation)], order).Select(share => (share, names[share.Claim.Id].Name, names[share.Claim.Id].Title))];
    }

    public async Task<StepResult> SetAsync(TypedBudget typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.PayRedemption) || book.Find(typed.Policy) is not { } policy || !sight.ActsFor(CollectAwards.RegionOf(policy))) return new StepResult.NotFound();
        var problems = new List<Problem>();
        var today = city.Today(time);
        if (!int.TryParse(typed.Year, NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year < today.Year - 10 || year > today.Year + 2) problems.Add(new("Year", $"年度应在 {today.Year - 10} 到 {today.Year + 2} 之间。"));
        if (!decimal.TryParse(typed.Total.Replace(",", "", StringComparison.Ordinal).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var wan) || wan < 0 || wan > 10_000_000m || decimal.Truncate(wan * 1_000_000) != wan * 1_000_000)
            problems.Add(new("Total", $"“{typed.Total}”不是金额，按万元填，如 460，最多到分。"));
        if (typed.Source.Trim().Length is 0 or > LongestSource) problems.Add(new("Source", $"请写依据的文件，最多 {LongestSource} 个字。"));
        if (problems.Count > 0) return new StepResult.Refused(problems);
        return await whole.RunAsync(
            async () => await budgets.SetAsync(policy.Id, "", year, (long)(wan * 1_000_000), typed.Source.Trim(), false, cancellation) is { } id
                ? new StepResult.Done(1, id) : await TooLittleAsync(policy.Id, year, (long)(wan * 1_000_000), cancellation),
            cancellation, "同时有人在改这个额度，请看一眼现状再试。");
    }

    /// <summary>Why a total was not taken: with the sums, so that nobody has to look them up.</summary>
    private async Task<StepResult> TooLittleAsync(string policy, int year, long fen, CancellationToken cancellation)
    {
        var now = await db.Set<Budget>().AsNoTracking().SingleAsync(budget => budget.Policy == policy && budget.Benefit == "" && budget.Year == year, cancellation);
        var promised = now.CommittedFen + now.PaidFen;
        return fen >= promised ? StepResult.Because("同时有人在改这个额度，请看一眼现状再试。")
            : StepResult.Because($"新的额度 {Wan(fen)} 万元，少于已承诺 {Wan(now.CommittedFen)} 万元和已支付 {Wan(now.PaidFen)} 万元的合计 {Wan(promised)} 万元，没有改。最少填 {Wan(promised)}。", "Total");
    }

    // To the fen: what is said is what may be typed.
    private static string Wan(long fen) => (fen / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture);

    private async Task<List<BudgetDraw>> DrawsAsync(long budget, CancellationToken cancellation) =>
        (await db.Set<BudgetEntry>().AsNoTracking().Where(entry => entry.Budget == budget && entry.Kind == EntryKind.Committed).Select(entry => new { entry.At, entry.AmountFen }).ToListAsync(cancellation))
            .GroupBy(entry => DateOnly.FromDateTime(city.Local(entry.At).DateTime)).Select(day => new BudgetDraw(day.Key, day.Sum(entry => entry.AmountFen))).ToList();
}
