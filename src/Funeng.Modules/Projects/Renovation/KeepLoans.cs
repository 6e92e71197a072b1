using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Renovation;

/// <summary>A loan as typed; amounts in 万元.</summary>
public sealed record TypedLoan(string Code, string Bank, string Amount, string Rate, string AppliedOn, string SignedOn, string DrawnOn, string Drawn);

/// <summary>How far a loan has come, as typed; the amount in 万元 and all that was drawn so far.</summary>
public sealed record TypedAdvance(long Loan, long Version, string SignedOn, string DrawnOn, string Drawn);

/// <summary>Registers loans of renovation projects and how far they are: asked for, agreed, drawn at once or little by little.</summary>
public sealed class KeepLoans(FunengDb db, ProjectDirectory projects, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    private const decimal MostRate = 24;

    public async Task<IReadOnlyList<Problem>> AddAsync(TypedLoan typed, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var project = user.Has(Permission.ManageProjects) ? await projects.FindAsync(user, typed.Code.Trim(), cancellation) : null;
        if (project is null) problems.Add(new("Code", "没有这个代码的项目，或不在您的管理范围内。"));
        else if (project.Kind != ProjectKind.Renovation) problems.Add(new("Code", $"“{project.Name}”不是技改项目。"));
        if (typed.Bank.Trim().Length is 0 or > 60) problems.Add(new("Bank", "请填写银行，最多 60 个字。"));
        var amount = Amount(typed.Amount, "Amount", "贷款金额", problems);
        if (amount is null && problems.All(problem => problem.Field != "Amount")) problems.Add(new("Amount", "没有填写贷款金额。"));
        var rate = Rate(typed.Rate, problems);
        var applied = Day(typed.AppliedOn, "AppliedOn", problems);
        if (typed.AppliedOn.Trim().Length == 0) problems.Add(new("AppliedOn", "没有填写申请日期。"));
        var (signed, drawn, paid) = Steps(typed.SignedOn, typed.DrawnOn, typed.Drawn, applied, amount, problems);
        if (problems.Count > 0) return problems;
        var fen = (long)(amount!.Value * 100);
        if (await db.Set<RenovationLoan>().AnyAsync(row => row.Project == project!.Id && row.Bank == typed.Bank.Trim() && row.AmountFen == fen && row.AppliedOn == applied, cancellation))
            return [new("AppliedOn", "这个项目在这家银行同一天申请的同样一笔贷款已经登记。进展有变化，请在列表里更新。")];
        var loan = new RenovationLoan
        {
            Id = ids.Next(), Project = project!.Id, Bank = typed.Bank.Trim(), AmountFen = fen, Rate = rate, AppliedOn = applied!.Value, SignedOn = signed,
            DrawnOn = drawn, DrawnFen = (long?)(paid * 100), IsSynthetic = project.IsSynthetic,
        };
        db.Add(loan);
        audit.Record("登记技改贷款", $"project:{project.Code}", loan.Bank, null, new { Amount = amount, loan.State });
        await db.SaveChangesAsync(cancellation);
        return [];
    }

    /// <summary>Notes that a loan was agreed, drawn, or that more of it was drawn.</summary>
    /// <returns>What is wrong; null when there is no such loan for this account.</returns>
    public async Task<IReadOnlyList<Problem>?> AdvanceAsync(TypedAdvance typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageProjects) || await db.Set<RenovationLoan>().SingleOrDefaultAsync(row => row.Id == typed.Loan, cancellation) is not { } loan
            || await projects.Within(user).AsNoTracking().SingleOrDefaultAsync(row => row.Id == loan.Project, cancellation) is not { } project) return null;
        if (loan.Version != typed.Version) return [new("SignedOn", "刚刚有人更新了这笔贷款，请看现在的状态再填。")];
        var problems = new List<Problem>();
        var (signed, drawn, paid) = Steps(typed.SignedOn, typed.DrawnOn, typed.Drawn, loan.AppliedOn, loan.AmountFen / 100m, problems);
        if (signed is null && problems.Count == 0) problems.Add(new("SignedOn", "没有填写签约日期。"));
        if (paid * 100 < loan.DrawnFen || (paid is null && loan.DrawnFen is not null && problems.Count == 0)) problems.Add(new("Drawn", $"以前已放款 {Fmt.Wan(loan.DrawnFen / 100m)} 万元，这里填累计放款，不能更少。"));
        if (problems.Count > 0) return problems;
        var before = new { loan.State, loan.SignedOn, loan.DrawnOn, loan.DrawnFen };
        (loan.SignedOn, loan.DrawnOn, loan.DrawnFen, loan.Version) = (signed, drawn, (long?)(paid * 100), loan.Version + 1);
        audit.Record("更新技改贷款", $"project:{project.Code}", loan.Bank, before, new { loan.State, loan.SignedOn, loan.DrawnOn, loan.DrawnFen });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            return [new("SignedOn", "刚刚有人更新了这笔贷款，请看现在的状态再填。")];
        }

        return [];
    }

    private (DateOnly? Signed, DateOnly? Drawn, decimal? Paid) Steps(string signedOn, string drawnOn, string drawnAmount, DateOnly? applied, decimal? amount, List<Problem> problems)
    {
        var (signed, drawn, paid) = (Day(signedOn, "SignedOn", problems), Day(drawnOn, "DrawnOn", problems), Amount(drawnAmount, "Drawn", "放款金额", problems));
        if (signed < applied || drawn < applied || drawn < signed || (drawn is not null && signed is null)) problems.Add(new("SignedOn", "日期应依次是申请、签约、放款。"));
        if (drawn is null != paid is null && problems.All(problem => problem.Field is not ("Drawn" or "DrawnOn"))) problems.Add(new("Drawn", "放款日期和放款金额要一起填。"));
        if (paid > amount) problems.Add(new("Drawn", "放款金额超过贷款金额。"));
        return (signed, drawn, paid);
    }

    private DateOnly? Day(string text, string field, List<Problem> problems)
    {
        if (text.Trim().Length == 0) return null;
        if (DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year >= 2000 && day <= city.Today(clock)) return day;
        problems.Add(new(field, "日期应是今天或以前的一天。"));
        return null;
    }

    private static decimal? Amount(string text, string field, string label, List<Problem> problems)
    {
        var reading = NumberCell.Read(SheetCell.OfText(text.Trim()), "元", Unit.Find("万元"));
        if (reading.Problem is { } problem) problems.Add(new(field, $"{label}：{problem}"));
        else if (reading.Value is <= 0 or > 1e11m) problems.Add(new(field, $"{label}应大于 0，最多 1000 亿元。"));
        else return reading.Value is { } yuan ? decimal.Round(yuan, 2) : null;
        return null;
    }

    private static int? Rate(string text, List<Problem> problems)
    {
        if (text.Trim().Length == 0) return null;
        if (decimal.TryParse(text.Trim().TrimEnd('%', '％'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent <= MostRate) return (int)decimal.Round(percent * 100);
        problems.Add(new("Rate", "年利率应是 0 到 24 之间的数，例如 3.65。"));
        return null;
    }
}
