using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Aftercare;

/// <summary>Money that came back, as typed.</summary>
/// <param name="Principal">Yuan of the sum claimed.</param>
/// <param name="Interest">Yuan of interest; empty for none.</param>
public sealed record TypedReceipt(string Principal, string Interest, string On, string Voucher);

/// <summary>
/// What becomes of money that is claimed back: the treasurer writes down what came, in parts and with interest; a claim is closed with its last 分, or
/// by the head, who gives up the rest with a reason. Everything stands in the ledgers of the budget and of the enterprise; the money itself goes to
/// the treasury and is not spent again from here.
/// </summary>
public sealed class KeepClaims(
    FunengDb db, ReadClaims read, RedemptionRules rules, BudgetBook budgets, OfficialCalendar calendar, AwardBook awards, WholeStep whole, NotificationBox box, IdSource ids, AuditTrail audit, CurrentUser user,
    CityProfile city, TimeProvider time)
{
    private const int LongestVoucher = 60;

    /// <summary>What came back. The same voucher again changes nothing.</summary>
    public async Task<StepResult> ReceiveAsync(long id, TypedReceipt typed, CancellationToken cancellation)
    {
        var (receipt, problems) = Read(id, typed);
        if (problems.Count > 0) return await read.MayAsync(id, Permission.PayRedemption, cancellation) ? new StepResult.Refused(problems) : new StepResult.NotFound();
        return await TurnAsync(id, Permission.PayRedemption, async view =>
        {
            if (view.Receipts.FirstOrDefault(known => known.Voucher == receipt!.Voucher) is { } same)
                return same.PrincipalFen == receipt!.PrincipalFen && same.InterestFen == receipt.InterestFen ? new StepResult.Done(0, id) : StepResult.Because($"凭证 {same.Voucher} 已登记为 {Fmt.Number((same.PrincipalFen + same.InterestFen) / 100m, 2)} 元。", "Voucher");
            if (view.Claim.State != ClaimState.Open) return StepResult.Because($"这一笔追缴{view.Claim.State.DisplayName()}，不能再登记。");
            if (receipt!.ReceivedOn < view.Claim.ClaimedOn) return StepResult.Because($"缴款日期早于追缴日 {Fmt.Date(view.Claim.ClaimedOn)}。", "On");
            if (receipt.PrincipalFen > view.Claim.OpenFen) return StepResult.Because($"本金只差 {Fmt.Number(view.Claim.OpenFen / 100m, 2)} 元，多缴的请退回或记在利息里。", "Principal");
            await BookAsync(view, receipt, cancellation);
            return new StepResult.Done(1, id);
        }, cancellation);
    }

    /// <summary>Gives up what is still open.</summary>
    public Task<StepResult> WriteOffAsync(long id, string reason, CancellationToken cancellation) => TurnAsync(
        id, Permission.ApproveRedemption,
        view =>
        {
            if (view.Claim.State != ClaimState.Open) return Task.FromResult(StepResult.Because($"这一笔追缴{view.Claim.State.DisplayName()}。"));
            if (reason.Trim().Length is < 4 or > 200) return Task.FromResult(StepResult.Because("请用 4 到 200 个字写明核销的依据。", "Reason"));
            if (user.Id is not null && user.Id == view.Claim.MadeBy) return Task.FromResult(StepResult.Because("追缴是您本人作出的，核销应由另一位负责人决定。"));
            var open = view.Claim.OpenFen;
            Close(view.Claim, ClaimState.WrittenOff, reason.Trim());
            audit.Record("核销追缴余额", $"award:{view.Award.Id}", reason.Trim(), null, new { view.Claim.Number, Open = open });
            return Task.FromResult<StepResult>(new StepResult.Done(1, id));
        },
        cancellation);

    /// <summary>Adds a claim to the unit of work: row, ledger and message to the enterprise.</summary>
    internal async Task OpenAsync(Award award, long fen, string reason, string how, CancellationToken cancellation)
    {
        var today = city.Today(time);
        var claim = new Claim
        {
            Id = ids.Next(), Award = award.Id, Budget = award.Budget!.Value, Number = await NumberAsync(today.Year, cancellation), AmountFen = fen, Reason = reason, How = how,
            ClaimedOn = today, DueOn = calendar.Calendar.Add(today, rules.ClawbackWorkdays), Who = user.Signature, MadeBy = user.Id,
        };
        db.Add(claim);
        budgets.Note(claim.Budget, EntryKind.ClawedBack, new Money(fen, $"追缴 {award.Name}：{how}") { Award = award.Id, Batch = award.Batch });
        await TellAsync(award.Subject, $"追缴 {award.Title} {Fmt.Money(fen / 100m)}（{claim.Number}），请于 {Fmt.Date(claim.DueOn)} 前缴回", cancellation);
    }

    private async Task BookAsync(ClaimView view, Receipt receipt, CancellationToken cancellation)
    {
        var (claim, award) = (view.Claim, view.Award);
        db.Add(receipt);
        (claim.ReceivedFen, claim.InterestFen) = (claim.ReceivedFen + receipt.PrincipalFen, claim.InterestFen + receipt.InterestFen);
        var note = $"{claim.Number} 缴回，凭证 {receipt.Voucher}";
        if (receipt.PrincipalFen > 0) budgets.Note(claim.Budget, EntryKind.Recovered, new Money(receipt.PrincipalFen, note) { Award = award.Id, Batch = award.Batch });
        if (receipt.InterestFen > 0) budgets.Note(claim.Budget, EntryKind.Interest, new Money(receipt.InterestFen, note) { Award = award.Id, Batch = award.Batch });
        // Interest that is not paid yet keeps a claim open, though not a 分 of the sum is.
        if (claim.OpenFen == 0 && read.View(claim, award, [.. view.Receipts, receipt]).InterestOpenFen == 0) Close(claim, ClaimState.Paid, "");
        audit.Record("登记缴回", $"award:{award.Id}", "", null, new { claim.Number, receipt.Voucher, receipt.PrincipalFen, receipt.InterestFen, claim.State });
        await TellAsync(award.Subject, $"{claim.Number} 收到缴回 {Fmt.Money((receipt.PrincipalFen + receipt.InterestFen) / 100m)}{(claim.State == ClaimState.Paid ? "，已缴清" : $"，还差 {Fmt.Money(claim.OpenFen / 100m)}")}", cancellation);
    }

    private void Close(Claim claim, ClaimState state, string reason) => (claim.State, claim.ClosedOn, claim.CloseReason, claim.ClosedBy) = (state, city.Today(time), reason, user.Name);

    /// <summary>One step on a claim at a time: the first thing is an update of its row, for which whoever comes second waits.</summary>
    private async Task<StepResult> TurnAsync(long id, Permission permission, Func<ClaimView, Task<StepResult>> step, CancellationToken cancellation)
    {
        if (!await read.MayAsync(id, permission, cancellation)) return new StepResult.NotFound();
        return await whole.RunAsync(
            async () =>
            {
                await db.Set<Claim>().Where(claim => claim.Id == id).ExecuteUpdateAsync(row => row.SetProperty(claim => claim.Version, claim => claim.Version + 1), cancellation);
                var found = await db.Set<Claim>().SingleAsync(claim => claim.Id == id, cancellation);
                var award = await db.Set<Award>().AsNoTracking().SingleAsync(row => row.Id == found.Award, cancellation);
                // What the enterprise has changes: whoever proposes another award for it at this moment collides with this.
                await awards.TouchAsync([award.Subject], cancellation);
                return await step(read.View(found, award, await db.Set<Receipt>().AsNoTracking().Where(receipt => receipt.Claim == id).ToListAsync(cancellation)));
            },
            cancellation);
    }

    private (Receipt? Receipt, List<Problem> Problems) Read(long id, TypedReceipt typed)
    {
        var (problems, today) = (new List<Problem>(), city.Today(time));
        var principal = Fen(typed.Principal, "Principal", "本金", problems);
        var interest = Fen(typed.Interest, "Interest", "利息", problems);
        if (problems.Count == 0 && principal + interest == 0) problems.Add(new("Principal", "本金和利息不能都是 0。"));
        if (!DateOnly.TryParseExact(typed.On.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) || on > today) problems.Add(new("On", $"“{typed.On}”不是今天以前的日期，写成 2026-03-31。"));
        if (typed.Voucher.Trim().Length is 0 or > LongestVoucher) problems.Add(new("Voucher", $"请写缴款凭证号，最多 {LongestVoucher} 个字。"));
        return problems.Count > 0 ? (null, problems)
            : (new Receipt { Id = ids.Next(), Claim = id, PrincipalFen = principal, InterestFen = interest, ReceivedOn = on, Voucher = typed.Voucher.Trim(), Who = user.Signature, At = time.GetUtcNow() }, problems);
    }

    private static long Fen(string text, string field, string label, List<Problem> problems)
    {
        var plain = text.Replace(",", "", StringComparison.Ordinal).Trim();
        if (plain.Length == 0) return 0;
        if (decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan) && yuan >= 0 && yuan <= 100_000_000_000m && decimal.Truncate(yuan * 100) == yuan * 100) return (long)(yuan * 100);
        problems.Add(new(field, $"{label}“{(text.Length > 20 ? text[..20] : text)}”不是金额，按元填，最多两位小数。"));
        return 0;
    }

    private async Task<string> NumberAsync(int year, CancellationToken cancellation)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"ZJ-{year}-");
        var last = await db.Set<Claim>().Where(claim => claim.Number.StartsWith(prefix)).OrderByDescending(claim => claim.Number.Length).ThenByDescending(claim => claim.Number).Select(claim => claim.Number).FirstOrDefaultAsync(cancellation);
        return prefix + ((last is null ? 0 : int.Parse(last[prefix.Length..], CultureInfo.InvariantCulture)) + 1).ToString("0000", CultureInfo.InvariantCulture);
    }

    private async Task TellAsync(long subject, string message, CancellationToken cancellation)
    {
        foreach (var account in await db.Set<Account>().AsNoTracking().Where(account => account.Role == Role.Enterprise && account.Organization == subject).Select(account => account.Id).ToListAsync(cancellation))
            box.Tell(account, message, "/redemption/mine");
    }
}
