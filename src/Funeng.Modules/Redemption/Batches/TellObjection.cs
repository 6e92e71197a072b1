using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Batches;

/// <summary>
/// Tells those an objection is between: the enterprise that it is objected to, whom to call, and how it ended, and never who objected; who objected,
/// how it ended. Where an official wrote it down for somebody, he is asked to pass it on.
/// </summary>
public sealed class TellObjection(FunengDb db, NotificationBox box, TellTakers takers)
{
    /// <summary>Of the first objection only: the enterprise knows that the line is held, and not by how many.</summary>
    public Task RaisedAsync(RedemptionBatch batch, Award line, CancellationToken cancellation) => takers.RunAsync(
        line, $"公示期间有人提出异议，这一条先停下核查。请把情况和依据告诉{takers.Whom(batch.Policy)}{(batch.SubmittedByName.Length > 0 ? $"，经办人 {batch.SubmittedByName}" : "")}；核查结果会通知贵单位", cancellation);

    /// <param name="closed">The objection that was decided, and those that its decision answers too.</param>
    /// <param name="open">How many against the line are still looked into.</param>
    public async Task DecidedAsync(Award line, IReadOnlyList<Objection> closed, int open, CancellationToken cancellation)
    {
        var (first, whom) = (closed[0], takers.Whom(line.Policy));
        var ending = first.IsUpheld == true ? $"异议核查后成立，不予兑付：{first.Answer}。有不同意见请联系{whom}"
            : $"异议核查后不成立：{first.Answer}。{(open > 0 ? $"还有 {open} 条异议在核查" : "公示照常进行，期满就批准")}";
        await takers.RunAsync(line, ending, cancellation);
        var ids = closed.Select(objection => objection.Account).OfType<long>().Distinct().ToList();
        var accounts = await db.Set<Account>().AsNoTracking().Where(account => ids.Contains(account.Id)).ToDictionaryAsync(account => account.Id, cancellation);
        foreach (var objection in closed.Where(one => one.Account is not null).DistinctBy(one => (one.Account, one.ByWhom, one.Contact)))
        {
            var end = $"对{line.Name}“{line.Title}”的异议，核查后{(objection.IsUpheld == true ? "成立，这一条不予兑付" : "不成立")}：{objection.Answer}";
            if (accounts.TryGetValue(objection.Account!.Value, out var account) && IsForAnother(account, objection)) box.Tell(account.Id, $"请转告 {objection.ByWhom}（{objection.Contact}）：{end}", $"/redemption/{objection.Batch}?tab=objections");
            else box.Tell(objection.Account.Value, $"您{end}", $"/redemption/public/{objection.Batch}");
        }
    }

    private static bool IsForAnother(Account account, Objection objection) => account.Role is not (Role.Public or Role.Enterprise) && account.DisplayName != objection.ByWhom;
}
