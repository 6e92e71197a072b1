using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Payments;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Payees;

/// <summary>An account as typed.</summary>
public sealed record TypedAccount(string Bank, string Number);

/// <summary>What an enterprise has got, gets, and where to.</summary>
public sealed record OwnAwards(Subject Enterprise, IReadOnlyList<Award> Awards, Payee? Payee)
{
    public IReadOnlyList<Award> ToConfirm => [.. Awards.Where(award => award.State == AwardState.Approved && award.PayeeConfirmedAt is null)];
}

/// <summary>
/// The enterprise says where its money goes: one tap where its account is known, two fields where it is not. The holder is the enterprise itself
/// and cannot be typed. Tapping twice changes nothing.
/// </summary>
public sealed class ConfirmPayee(FunengDb db, RedemptionSight sight, SealedAccounts accounts, NotificationBox box, AuditTrail audit, CurrentUser user, TimeProvider time)
{
    public const int LongestBank = 60;

    public async Task<OwnAwards?> ReadAsync(CancellationToken cancellation)
    {
        if (!user.Has(Permission.ReceiveRedemption) || user.Scope.Organization is not { } own
            || await db.Set<Subject>().AsNoTracking().SingleOrDefaultAsync(subject => subject.Id == own && subject.Kind == Subject.Enterprise, cancellation) is not { } enterprise) return null;
        // What is being looked at inside the office is not promised yet.
        var awards = await sight.Awards().AsNoTracking().Where(award => award.Subject == own && award.State != AwardState.Proposed && award.State != AwardState.Confirmed)
            .OrderByDescending(award => award.Id).ToListAsync(cancellation);
        return new OwnAwards(enterprise, awards, await db.Set<Payee>().AsNoTracking().SingleOrDefaultAsync(payee => payee.Subject == own, cancellation));
    }

    /// <param name="typed">A new account; null for the one that is known.</param>
    /// <param name="seen">The version of the known one that was looked at: what somebody changed meanwhile is not confirmed unseen.</param>
    public async Task<StepResult> RunAsync(TypedAccount? typed, long? seen, CancellationToken cancellation)
    {
        if (await ReadAsync(cancellation) is not { } own) return new StepResult.NotFound();
        if (typed is null && own.Payee is { } known && known.Version != seen) return StepResult.Because("收款账户刚被改过，请看清现在的账户再确认。");
        var number = typed is null ? "" : string.Concat(ChineseText.HalfWidth(typed.Number).Where(letter => !char.IsWhiteSpace(letter) && letter != '-'));
        if (typed is not null && Check(typed, number) is { Count: > 0 } problems) return new StepResult.Refused(problems);
        if (typed is null && own.Payee is null) return StepResult.Because("还没有登记收款账户，请填写开户行和账号。", "Number");
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            var (now, subject) = (time.GetUtcNow(), own.Enterprise.Id);
            if (typed is not null && await db.Set<PaymentLine>().AnyAsync(
                line => line.State == LineState.Waiting && db.Set<Award>().Any(award => award.Id == line.Award && award.Subject == subject), cancellation))
                return StepResult.Because("有一笔正按原来的账户付款，付完或退回后才能换账户；急需更换请联系财政撤销支付单。", "Number");
            var payee = typed is null ? own.Payee! : await KeepAsync(own.Enterprise, typed.Bank.Trim(), number, cancellation);
            await db.SaveChangesAsync(cancellation);
            // Locks the account until the end: nobody changes it between what was seen and what is stamped on the awards.
            if (await db.Set<Payee>().Where(row => row.Subject == subject && row.Version == payee.Version).ExecuteUpdateAsync(row => row.SetProperty(current => current.At, current => current.At), cancellation) == 0)
                return StepResult.Because("收款账户刚被改过，请看清现在的账户再确认。");
            var version = payee.Version;
            var waiting = db.Set<Award>().Where(award => award.Subject == subject && award.State == AwardState.Approved && (award.PayeeConfirmedAt == null || award.PayeeVersion != version));
            var count = await waiting.ExecuteUpdateAsync(
                row => row.SetProperty(award => award.PayeeConfirmedAt, now).SetProperty(award => award.PayeeVersion, version).SetProperty(award => award.Reason, "").SetProperty(award => award.Version, award => award.Version + 1), cancellation);
            if (count > 0 || typed is not null) audit.Record("确认收款账户", $"enterprise:{own.Enterprise.Code}", "", typed is null ? null : new { Before = own.Payee?.Shown }, new { After = payee.Shown, Awards = count });
            if (typed is not null) await TellAsync(subject, $"收款账户已改为 {payee.Shown}；不是贵单位所为请立即联系主管部门", cancellation);
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            return new StepResult.Done(count);
        }
        catch (Exception problem) when (WriteCollision.Is(problem))
        {
            return StepResult.Because("保存时与他人的改动相撞，请再试一次。");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private async Task<Payee> KeepAsync(Subject enterprise, string bank, string number, CancellationToken cancellation)
    {
        var payee = await db.Set<Payee>().SingleOrDefaultAsync(row => row.Subject == enterprise.Id, cancellation);
        if (payee is null)
        {
            payee = new Payee { Subject = enterprise.Id, Holder = enterprise.Name, Bank = bank, Sealed = accounts.Seal(number), Tail = number[^4..], Who = user.Signature, At = time.GetUtcNow() };
            db.Add(payee);
            return payee;
        }

        (payee.Holder, payee.Bank, payee.Sealed, payee.Tail, payee.Who, payee.At) = (enterprise.Name, bank, accounts.Seal(number), number[^4..], user.Signature, time.GetUtcNow());
        payee.Version++;
        return payee;
    }

    private async Task TellAsync(long subject, string message, CancellationToken cancellation)
    {
        foreach (var account in await db.Set<Account>().AsNoTracking().Where(account => account.Role == Role.Enterprise && account.Organization == subject).Select(account => account.Id).ToListAsync(cancellation))
            box.Tell(account, message, "/redemption/mine");
    }

    private static List<Problem> Check(TypedAccount typed, string number)
    {
        var problems = new List<Problem>();
        if (typed.Bank.Trim().Length is < 4 or > LongestBank) problems.Add(new("Bank", $"请写开户行全称，4 到 {LongestBank} 个字，如 齐商银行张店支行。"));
        else if (typed.Bank.Any(char.IsControl) || typed.Bank.Trim()[0] is '=' or '+' or '-' or '@') problems.Add(new("Bank", "开户行不能换行，也不能以 = + - @ 开头。"));
        if (number.Length is < 8 or > 32 || number.Any(letter => letter is < '0' or > '9')) problems.Add(new("Number", $"账号应为 8 到 32 位数字，现在认出 {number.Count(char.IsAsciiDigit)} 位。"));
        return problems;
    }
}
