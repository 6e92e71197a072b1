using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Nightly;

/// <summary>What a night came to.</summary>
/// <param name="Untold">Entitled and not told, counted for each benefit.</param>
/// <param name="More">How many of them more than in the night before.</param>
public sealed record MatchedNight(DateOnly Day, int Benefits, int Enterprises, int Untold, int More);

/// <summary>
/// All open benefits against all enterprises, once a day: what each comes to is kept, and where more are entitled and not told than the night before, the groups of the
/// offices hear of it once. Whether an enterprise is told stays with a person: the list to tell is one click away, and tells each only once.
/// </summary>
public sealed class MatchEverybody(FunengDb db, PolicyBook book, Entitled entitled, NoticeOutbox outbox, TimeProvider time)
{
    /// <returns>Null where this day was matched before, or another process does it at this moment.</returns>
    public async Task<MatchedNight?> RunAsync(DateOnly day, CancellationToken cancellation)
    {
        if (await db.Set<PolicyNight>().AnyAsync(night => night.Day == day, cancellation)) return null;
        var enterprises = await entitled.OpenAsync(Scope.All, cancellation);
        var nights = new List<PolicyNight>();
        foreach (var rule in book.Open(day)) nights.Add(await MatchAsync(rule, enterprises, day, cancellation));
        var matched = new MatchedNight(day, nights.Count, enterprises.Rows.Count(), nights.Sum(night => night.Untold), await MoreAsync(nights, day, cancellation));
        db.AddRange(nights);
        if (matched.More > 0)
            await outbox.ToGroupsAsync(NoticeTopic.Policies, $"policy-night/{day:yyyyMMdd}", $"昨夜匹配：新增 {matched.More} 家次应享，还没有告知", $"{matched.Benefits} 个事项逐一对照 {matched.Enterprises} 家企业，共 {matched.Untold} 家次应享还没有告知。", "/policies/nights", cancellation);
        try
        {
            await db.SaveChangesAsync(cancellation);
            return matched;
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return null;
        }
    }

    private async Task<PolicyNight> MatchAsync(BenefitRule rule, Facts.PlacedTable enterprises, DateOnly day, CancellationToken cancellation)
    {
        var year = rule.Benefit.YearOn(day);
        var told = (await db.Set<Tell.PolicyTold>().AsNoTracking().Where(row => row.Benefit == rule.Benefit.Id && row.TakenBackAt == null && (year == null || row.Year == year)).Select(row => row.Subject).ToListAsync(cancellation)).ToHashSet();
        var (met, undecided, untold, cost) = (0, 0, 0, 0m);
        foreach (var (subject, answer) in await entitled.AnswersAsync(rule, enterprises, day, cancellation))
        {
            if (answer.Outcome == Engines.Criteria.Outcome.Unknown) undecided++;
            if (answer.Paid is not { } paid) continue;
            (met, cost) = (met + 1, cost + paid);
            if (!told.Contains(subject)) untold++;
        }

        return new PolicyNight { Day = day, Benefit = rule.Benefit.Id, Entitled = met, Undecided = undecided, Untold = untold, CostFen = (long)(cost * 100), MatchedAt = time.GetUtcNow() };
    }

    // Benefit by benefit, so that what became fewer in one place hides nothing new in another. Of the first night nothing is new.
    private async Task<int> MoreAsync(List<PolicyNight> nights, DateOnly day, CancellationToken cancellation)
    {
        if (await db.Set<PolicyNight>().Where(night => night.Day < day).MaxAsync(night => (DateOnly?)night.Day, cancellation) is not { } last) return 0;
        var before = await db.Set<PolicyNight>().AsNoTracking().Where(night => night.Day == last).ToDictionaryAsync(night => night.Benefit, night => night.Untold, cancellation);
        return nights.Sum(night => Math.Max(0, night.Untold - before.GetValueOrDefault(night.Benefit)));
    }
}
