namespace Funeng.Engines.Benefits;

/// <summary>Who is paid when money is short.</summary>
public enum QueueOrder
{
    /// <summary>先到先得: in the order they came, until the money does not reach for the next.</summary>
    FirstCome,

    /// <summary>按得分: the highest score first, of equal scores who came first.</summary>
    Score,

    /// <summary>按比例: everybody the same share of what he claims.</summary>
    ProRata,
}

/// <summary>Somebody who wants money of a budget.</summary>
/// <param name="Id">The claim.</param>
/// <param name="Fen">What it asks for, in 分; more than nothing.</param>
/// <param name="Came">The day it came.</param>
/// <param name="Score">Its score; 0 where none is given.</param>
public sealed record BudgetClaim(string Id, long Fen, DateOnly Came, decimal Score = 0);

/// <summary>What a claim gets.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Place">Its place in the queue, from 1.</param>
/// <param name="Fen">What it gets, in 分.</param>
public sealed record BudgetShare(BudgetClaim Claim, int Place, long Fen)
{
    /// <summary>Whether it gets all it asks for.</summary>
    public bool IsWhole => Fen == Claim.Fen;
}

/// <summary>
/// Shares out money that may not reach for everybody. Whole claims are paid in the order of the queue and nobody is jumped: the first the
/// money does not reach for ends it, even where it would reach for a smaller one behind. Pro rata gives everybody the same share, cut to
/// whole 分, and the 分 left over to the largest remainders.
/// </summary>
public static class BudgetQueue
{
    /// <summary>Shares out a sum.</summary>
    /// <param name="leftFen">What there is, in 分; nothing or more.</param>
    /// <param name="claims">Who wants it; ids are unique.</param>
    /// <param name="order">The rule of the queue.</param>
    /// <returns>Every claim with what it gets, in the order of the queue; never more together than there is.</returns>
    public static IReadOnlyList<BudgetShare> Share(long leftFen, IReadOnlyCollection<BudgetClaim> claims, QueueOrder order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leftFen);
        var queue = (order == QueueOrder.Score ? claims.OrderByDescending(claim => claim.Score).ThenBy(claim => claim.Came) : claims.OrderBy(claim => claim.Came))
            .ThenBy(claim => claim.Id, StringComparer.Ordinal).ToList();
        return order == QueueOrder.ProRata ? ByRate(leftFen, queue) : InTurn(leftFen, queue);
    }

    private static List<BudgetShare> InTurn(long left, List<BudgetClaim> queue)
    {
        var shares = new List<BudgetShare>(queue.Count);
        var isOver = false;
        foreach (var claim in queue)
        {
            isOver |= claim.Fen > left;
            shares.Add(new BudgetShare(claim, shares.Count + 1, isOver ? 0 : claim.Fen));
            if (!isOver) left -= claim.Fen;
        }

        return shares;
    }

    private static List<BudgetShare> ByRate(long left, List<BudgetClaim> queue)
    {
        var all = queue.Aggregate(Int128.Zero, (sum, claim) => sum + claim.Fen);
        if (all <= left) return [.. queue.Select((claim, at) => new BudgetShare(claim, at + 1, claim.Fen))];
        var cut = queue.ConvertAll(claim => (Claim: claim, Fen: (long)((Int128)claim.Fen * left / all), Over: (Int128)claim.Fen * left % all));
        var over = left - cut.Sum(one => one.Fen);
        var lucky = cut.Select((one, at) => (one.Over, at)).OrderByDescending(one => one.Over).ThenBy(one => one.at).Take((int)over).Select(one => one.at).ToHashSet();
        return [.. cut.Select((one, at) => new BudgetShare(one.Claim, at + 1, one.Fen + (lucky.Contains(at) ? 1 : 0)))];
    }
}
