using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Projects.Renovation;

/// <summary>A loan as typed; amounts in 万元.</summary>
public sealed record TypedLoan(string Code, string Bank, string Amount, string Rate, string AppliedOn, string SignedOn, string DrawnOn, string Drawn);

/// <summary>Registers loans of renovation projects and how far they are.</summary>
public sealed class KeepLoans(FunengDb db, ProjectDirectory projects, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    private const int MostRate = 2400;

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
        var (applied, signed, drawn) = (Day(typed.AppliedOn, "AppliedOn", problems), Day(typed.SignedOn, "SignedOn", problems), Day(typed.DrawnOn, "DrawnOn", problems));
        if (typed.AppliedOn.Trim().Length == 0) problems.Add(new("AppliedOn", "没有填写申请日期。"));
        if (signed < applied || drawn < applied || drawn < signed || (drawn is not null && signed is null)) problems.Add(new("SignedOn", "日期应依次是申请、签约、放款。"));
        var paid = Amount(typed.Drawn, "Drawn", "放款金额", problems);
        if (drawn is null != paid is null) problems.Add(new("Drawn", "放款日期和放款金额要一起填。"));
        if (paid > amount) problems.Add(new("Drawn", "放款金额超过贷款金额。"));
        if (problems.Count > 0) return problems;
        var loan = new RenovationLoan
        {
            Id = ids.Next(), Project = project!.Id, Bank = typed.Bank.Trim(), AmountFen = (long)(amount!.Value * 100), Rate = rate, AppliedOn = applied!.Value, SignedOn = signed,
            DrawnOn = drawn, DrawnFen = paid is { } yuan ? (long)(yuan * 100) : null,
        };
        db.Add(loan);
        audit.Record("登记技改贷款", $"project:{project.Code}", loan.Bank, null, new { Amount = amount, loan.State });
        await db.SaveChangesAsync(cancellation);
        return [];
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
        if (decimal.TryParse(text.Trim().TrimEnd('%', '％'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent * 100 <= MostRate) return (int)decimal.Round(percent * 100);
        problems.Add(new("Rate", "年利率应是 0 到 24 之间的数，例如 3.65。"));
        return null;
    }
}
