using Funeng.Engines.Benefits;

namespace Funeng.Engines.Tests.Benefits;

public sealed class BudgetQueueTests
{
    private static readonly DateOnly First = new(2026, 1, 5);

    [Fact]
    public void First_come_pays_whole_claims_and_nobody_is_jumped()
    {
        var shares = BudgetQueue.Share(250, [Claim("a", 100, 2), Claim("b", 200, 1), Claim("c", 10, 3)], QueueOrder.FirstCome);

        Assert.Equal([("b", 200L), ("a", 0L), ("c", 0L)], shares.Select(share => (share.Claim.Id, share.Fen)));
    }

    [Fact]
    public void The_highest_score_is_first_and_of_equal_scores_who_came_first()
    {
        var shares = BudgetQueue.Share(300, [Claim("a", 100, 1, 80), Claim("b", 100, 3, 90), Claim("c", 100, 2, 90), Claim("d", 100, 0, 70)], QueueOrder.Score);

        Assert.Equal([("c", 100L), ("b", 100L), ("a", 100L), ("d", 0L)], shares.Select(share => (share.Claim.Id, share.Fen)));
    }

    [Fact]
    public void Pro_rata_spends_exactly_what_there_is_and_the_odd_fen_goes_to_the_largest_remainder()
    {
        var shares = BudgetQueue.Share(100, [Claim("a", 100, 0), Claim("b", 100, 0), Claim("c", 100, 0)], QueueOrder.ProRata);

        Assert.Equal([34L, 33L, 33L], shares.Select(share => share.Fen));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Under_every_order_never_more_is_given_than_there_is_or_was_asked_for(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var claims = Enumerable.Range(0, random.Next(0, 12)).Select(at => Claim($"{at:00}", random.NextInt64(1, 1L << random.Next(1, 55)), random.Next(5), random.Next(100))).ToList();
            var left = random.NextInt64(0, 1L << random.Next(1, 56));
            foreach (var order in Enum.GetValues<QueueOrder>())
            {
                var shares = BudgetQueue.Share(left, claims, order);
                Assert.Equal(claims.Count, shares.Count);
                Assert.All(shares, share => Assert.InRange(share.Fen, 0, share.Claim.Fen));
                var given = shares.Aggregate(Int128.Zero, (sum, share) => sum + share.Fen);
                var asked = claims.Aggregate(Int128.Zero, (sum, claim) => sum + claim.Fen);
                Assert.True(given <= left);
                if (order == QueueOrder.ProRata || asked <= left) Assert.Equal(Int128.Min(asked, left), given);
            }
        }
    }

    private static BudgetClaim Claim(string id, long fen, int day, decimal score = 0) => new(id, fen, First.AddDays(day), score);
}
