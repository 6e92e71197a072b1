using System.Security.Cryptography;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Payments;

/// <summary>
/// Reads what came back from the bank: every line of the file must match a line of the payment to the 分, or nothing of it counts. Lines may come
/// in several files; a file read twice changes nothing. Money leaves the budget, the award and the line change in one transaction.
/// </summary>
public sealed class ReadResult(
    FunengDb db, PaymentTurn turn, RedemptionSight sight, BudgetBook budgets, NotificationBox box, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    public Task<StepResult> RunAsync(long payment, string name, byte[] content, CancellationToken cancellation)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        var (read, problems) = ResultSheet.Read(content, city.Today(time));
        return turn.RunAsync(
            payment, batch => sight.MayActOn(batch, Permission.PayRedemption), [PaymentState.Sent, PaymentState.Closed],
            async found =>
            {
                if (await db.Set<ResultFile>().AnyAsync(file => file.Payment == payment && file.Sha256 == sha256, cancellation)) return new StepResult.Done(0, payment);
                if (problems.Count > 0) return new StepResult.Refused(problems);
                // Two payments of one batch are booked one after the other, so that the second sees that nothing is open any more.
                await db.Set<RedemptionBatch>().Where(row => row.Id == found.Batch).ExecuteUpdateAsync(row => row.SetProperty(known => known.Version, known => known.Version + 1), cancellation);
                var lines = await db.Set<PaymentLine>().Where(line => line.Payment == payment).ToDictionaryAsync(line => BankFile.KeyOf(found.Number, line.Place), cancellation);
                if (Compare(read, lines) is { Count: > 0 } unlike) return new StepResult.Refused(unlike);
                var news = read.Where(row => lines[row.Key].State == LineState.Waiting).Select(row => (Row: row, Line: lines[row.Key])).ToList();
                var missed = await BookAsync(found, news, cancellation);
                if (missed is not null) return StepResult.Because(missed);
                var (paid, refused) = (news.Count(one => one.Row.IsPaid), news.Count(one => !one.Row.IsPaid));
                db.Add(new ResultFile { Payment = payment, Sha256 = sha256, Name = name.Length > 100 ? name[..100] : name, Lines = read.Count, Paid = paid, Refused = refused, Who = user.Signature, At = time.GetUtcNow() });
                if (found.State == PaymentState.Sent && lines.Values.All(line => line.State != LineState.Waiting)) (found.State, found.ClosedOn) = (PaymentState.Closed, city.Today(time));
                audit.Record("银行回盘", $"payment:{payment}", "", null, new { found.Number, Lines = read.Count, Paid = paid, Refused = refused, sha256 });
                await db.SaveChangesAsync(cancellation);
                await CloseBatchAsync(found.Batch, cancellation);
                return new StepResult.Done(news.Count, payment);
            },
            cancellation);
    }

    private static List<Problem> Compare(IReadOnlyList<ResultRow> read, Dictionary<string, PaymentLine> lines)
    {
        var problems = new List<Problem>();
        foreach (var row in read)
        {
            if (!lines.TryGetValue(row.Key, out var line)) problems.Add(new("File", $"第 {row.Row} 行：业务号 {row.Key} 不在这一单里。"));
            else if (line.AmountFen != row.Fen) problems.Add(new("File", $"第 {row.Row} 行：金额 {row.Fen / 100m:0.00}，支付单上是 {line.AmountFen / 100m:0.00}。"));
            else if (line.State == LineState.Paid && !row.IsPaid) problems.Add(new("File", $"第 {row.Row} 行：此前回盘已付（{Fmt.Date(line.PaidOn)}），现在说失败。请与银行核对。"));
            else if (line.State == LineState.Refused && row.IsPaid) problems.Add(new("File", $"第 {row.Row} 行：此前回盘退回（{line.Reason}），现在说成功。请与银行核对。"));
            if (problems.Count == ResultSheet.MostProblems) break;
        }

        return problems;
    }

    private async Task<string?> BookAsync(Payment payment, List<(ResultRow Row, PaymentLine Line)> news, CancellationToken cancellation)
    {
        var ids = news.ConvertAll(one => one.Line.Award);
        var awards = await db.Set<Award>().Where(award => ids.Contains(award.Id)).ToDictionaryAsync(award => award.Id, cancellation);
        foreach (var group in news.Where(one => one.Row.IsPaid).GroupBy(one => awards[one.Line.Award].Budget!.Value).OrderBy(group => group.Key))
        {
            var parts = group.Select(one => new Money(one.Line.AmountFen, $"{payment.Number} 付 {awards[one.Line.Award].Name}") { Award = one.Line.Award, Batch = payment.Batch, Payment = payment.Id }).ToList();
            if (!await budgets.PayAsync(group.Key, parts, cancellation)) return "资金盘子里承诺的钱少于这次支付，账对不上，什么都没有记。请联系管理员。";
        }

        var accounts = await AccountsAsync([.. awards.Values.Select(award => award.Subject).Distinct()], cancellation);
        foreach (var (row, line) in news)
        {
            var award = awards[line.Award];
            (line.State, line.Reason, line.BankNumber, line.PaidOn) = row.IsPaid ? (LineState.Paid, "", row.BankNumber, (DateOnly?)row.On) : (LineState.Refused, row.Reason, row.BankNumber, (DateOnly?)null);
            (award.State, award.PaidOn, award.Reason) = row.IsPaid ? (AwardState.Paid, (DateOnly?)row.On, "") : (AwardState.Approved, (DateOnly?)null, $"银行退回：{row.Reason}");
            if (!row.IsPaid) (award.PayeeConfirmedAt, award.AskedOn, award.Reminders) = (null, city.Today(time), 0);
            award.Version++;
            foreach (var account in accounts[award.Subject])
                box.Tell(account, row.IsPaid ? $"{award.Title} {Fmt.Money(award.Amount)}已到账" : $"{award.Title} {Fmt.Money(award.Amount)}被银行退回（{row.Reason}），请核对收款账户", "/redemption/mine");
        }

        return null;
    }

    private async Task<ILookup<long, long>> AccountsAsync(List<long> subjects, CancellationToken cancellation) =>
        (await db.Set<Account>().AsNoTracking().Where(account => account.Role == Role.Enterprise && account.Organization != null && subjects.Contains(account.Organization.Value))
            .Select(account => new { account.Id, Subject = account.Organization!.Value }).ToListAsync(cancellation)).ToLookup(account => account.Subject, account => account.Id);

    /// <summary>With its last line the batch is paid, on the day of the last transfer.</summary>
    private async Task CloseBatchAsync(long batch, CancellationToken cancellation)
    {
        var open = await db.Set<Award>().AnyAsync(award => award.Batch == batch && award.State != AwardState.Paid && award.State != AwardState.Refused && award.State != AwardState.ClawedBack, cancellation);
        if (open) return;
        var last = await db.Set<Award>().Where(award => award.Batch == batch).MaxAsync(award => award.PaidOn, cancellation);
        if (last is not null)
            await db.Set<RedemptionBatch>().Where(row => row.Id == batch && row.State == BatchState.Approved)
                .ExecuteUpdateAsync(row => row.SetProperty(known => known.State, BatchState.Paid).SetProperty(known => known.PaidOn, last).SetProperty(known => known.Version, known => known.Version + 1), cancellation);
    }
}
