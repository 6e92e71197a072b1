using System.Globalization;
using System.Linq.Expressions;
using Funeng.Engines.Benefits;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Review;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Budgets;

/// <summary>An award as far as the queue asks.</summary>
public sealed record QueueLine(
    long Id, string Benefit, string Title, string Name, AwardState State, long AmountFen, AwardOrigin Origin, string OriginKey, DateOnly DecidedOn, DateOnly? BeganOn, DateTimeOffset ProposedAt)
{
    internal static Expression<Func<Award, QueueLine>> Of { get; } = award => new QueueLine(
        award.Id, award.Benefit, award.Title, award.Name, award.State, award.AmountFen, award.Origin, award.OriginKey, award.DecidedOn, award.BeganOn, award.ProposedAt);

    internal string Key => Id.ToString("D20", CultureInfo.InvariantCulture);
}

/// <summary>What the money of a budget does for the lines of a batch.</summary>
/// <param name="Order">The rule of the queue.</param>
/// <param name="Lines">The lines in the order of the queue, with what each gets.</param>
/// <param name="Ahead">How many of other batches have waited in this queue since earlier approvals.</param>
public sealed record BudgetTurn(Budget Budget, QueueOrder Order, IReadOnlyList<(QueueLine Line, BudgetShare Share)> Lines, int Ahead)
{
    /// <summary>Those the money reaches.</summary>
    public IEnumerable<(QueueLine Line, BudgetShare Share)> Reached => Lines.Where(one => one.Share.Fen > 0);
}

/// <summary>What approving a batch would do, budget by budget.</summary>
/// <param name="Without">Title of a benefit without a budget; null when all have one.</param>
public sealed record ApprovalPlan(IReadOnlyList<BudgetTurn> Turns, int Year, string? Without)
{
    public int Reached => Turns.Sum(turn => turn.Reached.Count());

    public long ReachedFen => Turns.Sum(turn => turn.Reached.Sum(one => one.Share.Fen));

    public int Waiting => Turns.Sum(turn => turn.Lines.Count(one => one.Share.Fen == 0));

    public long LeftFen => Turns.Sum(turn => turn.Budget.LeftFen);

    public long AskedFen => Turns.Sum(turn => turn.Lines.Sum(one => one.Line.AmountFen));

    public int Ahead => Turns.Sum(turn => turn.Ahead);

    /// <summary>Every line gets all it asks for.</summary>
    public bool IsWhole => Without is null && Turns.All(turn => turn.Lines.All(one => one.Share.IsWhole));
}

/// <summary>Who comes when in the queue for the money of a policy: by day, by the score of the closed review round, or everybody his share.</summary>
public sealed class MoneyQueue(FunengDb db, BudgetBook budgets, ReadScores scores, RedemptionRules rules, CityProfile city)
{
    /// <summary>What approving these lines would do. Whoever waits from an earlier approval stands in the same queue, and is not jumped.</summary>
    public async Task<ApprovalPlan> PlanAsync(string policy, IReadOnlyList<QueueLine> lines, CancellationToken cancellation)
    {
        // The money is that of the year the awards were decided for, whenever the batch was made.
        var year = lines[0].DecidedOn.Year;
        var money = new Dictionary<string, Budget?>();
        foreach (var benefit in lines.Select(line => line.Benefit).Distinct()) money[benefit] = await budgets.ForAsync(policy, benefit, year, cancellation);
        if (money.FirstOrDefault(pair => pair.Value is null) is { Key: { } without }) return new ApprovalPlan([], year, lines.First(line => line.Benefit == without).Title);
        var turns = new List<BudgetTurn>();
        foreach (var group in lines.GroupBy(line => money[line.Benefit]!.Id).OrderBy(group => group.Key))
            turns.Add(await TurnAsync(money[group.First().Benefit]!, [.. group], cancellation));
        return new ApprovalPlan(turns, year, null);
    }

    /// <summary>Awards that want money of a budget and have none yet.</summary>
    public async Task<List<QueueLine>> WaitingAsync(Budget budget, CancellationToken cancellation) =>
        await (await OfAsync(budget, cancellation)).Where(award => award.State == AwardState.Proposed || award.State == AwardState.Confirmed || award.State == AwardState.InPublicity || award.State == AwardState.Objected || award.State == AwardState.Queued)
            .OrderBy(award => award.Id).Select(QueueLine.Of).ToListAsync(cancellation);

    public async Task<IReadOnlyList<BudgetClaim>> ClaimsAsync(IReadOnlyList<QueueLine> lines, CancellationToken cancellation)
    {
        var scored = await scores.OfNumbersAsync([.. lines.Where(line => line.Origin == AwardOrigin.Application).Select(line => line.OriginKey).Distinct()], cancellation);
        return [.. lines.Select(line => new BudgetClaim(line.Key, line.AmountFen, CameOf(line), scored.GetValueOrDefault(line.OriginKey)))];
    }

    private async Task<BudgetTurn> TurnAsync(Budget budget, IReadOnlyList<QueueLine> lines, CancellationToken cancellation)
    {
        var order = rules.OrderOf(budget.Policy);
        var byKey = lines.ToDictionary(line => line.Key);
        var queued = await (await OfAsync(budget, cancellation)).Where(award => award.State == AwardState.Queued).OrderBy(award => award.Id).Select(QueueLine.Of).ToListAsync(cancellation);
        var ahead = queued.FindAll(line => !byKey.ContainsKey(line.Key));
        var shares = BudgetQueue.Share(Math.Max(0, budget.LeftFen), [.. await ClaimsAsync([.. ahead, .. lines], cancellation)], order);
        return new BudgetTurn(budget, order, [.. shares.Where(share => byKey.ContainsKey(share.Claim.Id)).Select(share => (byKey[share.Claim.Id], share))], ahead.Count);
    }

    /// <summary>The awards of a budget that have no money yet; benefits with a budget of their own are not of that of the policy.</summary>
    private async Task<IQueryable<Award>> OfAsync(Budget budget, CancellationToken cancellation)
    {
        var own = budget.Benefit.Length > 0 ? [] : await db.Set<Budget>().AsNoTracking().Where(row => row.Policy == budget.Policy && row.Year == budget.Year && row.Benefit != "").Select(row => row.Benefit).ToListAsync(cancellation);
        var first = new DateOnly(budget.Year, 1, 1);
        return db.Set<Award>().AsNoTracking().Where(award => award.Policy == budget.Policy && award.Budget == null && award.DecidedOn >= first && award.DecidedOn < first.AddYears(1)
            && (budget.Benefit == "" ? !own.Contains(award.Benefit) : award.Benefit == budget.Benefit));
    }

    private DateOnly CameOf(QueueLine line) => line.BeganOn ?? DateOnly.FromDateTime(city.Local(line.ProposedAt).DateTime);
}
