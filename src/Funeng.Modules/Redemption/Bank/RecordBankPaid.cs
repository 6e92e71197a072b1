using System.Globalization;
using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Schemes;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Bank;

/// <summary>
/// 银行代申: the bank pays, and says afterwards what it has paid to whom. Each sum becomes an award that has arrived, outside our batches, budgets and payments:
/// it fulfils what needs it, excludes what it excludes, and counts in ceilings like any other. The file is taken whole or not at all: whoever is not known, not entitled, over
/// what the rule gives or has it already is said with its row. Several contracts of one enterprise and period are one award.
/// </summary>
public sealed class RecordBankPaid(
    FunengDb db, PolicyBook book, FactReader facts, SubjectDirectory subjects, AwardBook awards, WholeStep whole, NotificationBox box, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    public const int LongestReason = 200;

    /// <summary>Whether a benefit is one that banks pay to enterprises here.</summary>
    internal static bool IsOfBank(Benefit benefit) => benefit is { Mode: RedemptionMode.Bank, IsCash: true, IsForEnterprise: true };

    public async Task<StepResult> RunAsync(string benefit, string name, byte[] content, CancellationToken cancellation)
    {
        if (!user.Has(Permission.PrepareRedemption) || book.FindBenefit(benefit) is not { } rule || !IsOfBank(rule.Benefit) || rule.Policy.Pattern.Length > 0) return new StepResult.NotFound();
        var (rows, problems) = BankPaidSheet.Read(content, rule.Benefit, city.Today(time));
        if (problems.Count > 0) return new StepResult.Refused(problems);
        return await whole.RunAsync(() => RecordAsync(rule, name, rows, cancellation), cancellation, "同时有人在登记或兑付其中的企业，什么都没有记。请再传一次。");
    }

    /// <summary>Takes one back that was recorded by mistake: it counts for nothing any more, and stays readable with the reason.</summary>
    public Task<StepResult> TakeBackAsync(long award, string reason, CancellationToken cancellation) => whole.RunAsync(
        async () =>
        {
            reason = reason.Trim();
            if (!user.Has(Permission.PrepareRedemption) || await user.Scope.Filter(db.Set<Award>(), row => row.Region, row => row.Zone, row => row.Subject).SingleOrDefaultAsync(row => row.Id == award, cancellation) is not { Origin: AwardOrigin.Bank, State: AwardState.Paid } found)
                return new StepResult.NotFound();
            if (reason.Length is 0 or > LongestReason) return StepResult.Because($"请写撤销的原因，最多 {LongestReason} 个字。", "Reason");
            await awards.TouchAsync([found.Subject], cancellation);
            (found.State, found.PaidOn, found.Reason) = (AwardState.Refused, null, $"登记有误，已撤销：{reason}");
            found.Version++;
            audit.Record("撤销银行兑付登记", $"award:{found.Id}", reason, null, new { found.AmountFen });
            return new StepResult.Done(1, found.Id);
        },
        cancellation);

    private async Task<StepResult> RecordAsync(BenefitRule rule, string name, IReadOnlyList<BankPaidRow> rows, CancellationToken cancellation)
    {
        var codes = rows.Select(row => row.Code).Distinct().ToList();
        var known = await subjects.Within(user.EnterpriseScope, Subject.Enterprise).AsNoTracking().Where(subject => codes.Contains(subject.Code)).ToDictionaryAsync(subject => subject.Code, cancellation);
        var problems = rows.Where(row => !known.ContainsKey(row.Code)).Select(row => BankPaidSheet.Wrong($"第 {row.Row} 行：“{row.Code}”不在您范围内的企业库里，请核对统一社会信用代码。")).ToList();
        var (origin, made) = (ids.Next(), new List<Award>());
        foreach (var group in rows.Where(row => known.ContainsKey(row.Code)).GroupBy(row => (row.Code, row.Period)))
        {
            if (problems.Count >= BankPaidSheet.MostProblems) break;
            var (award, problem) = await OneAsync(rule, known[group.Key.Code], [.. group], origin, name, cancellation);
            if (problem is not null) problems.Add(BankPaidSheet.Wrong($"第 {string.Join("、", group.Select(row => row.Row))} 行：{known[group.Key.Code].Name}，{problem}"));
            else made.Add(award!);
        }

        if (problems.Count > 0) return new StepResult.Refused(problems);
        await TellAsync(rule, made, cancellation);
        audit.Record("登记银行兑付", $"policy:{rule.Policy.Id}", "", null, new { Benefit = rule.Benefit.Id, File = name, Enterprises = made.Count, Fen = made.Sum(award => award.AmountFen) });
        return new StepResult.Done(made.Count, origin);
    }

    /// <summary>Adds one award to the unit of work, arrived on the day of its last sum; or says why not.</summary>
    private async Task<(Award? Award, string? Problem)> OneAsync(BenefitRule rule, Subject enterprise, List<BankPaidRow> rows, long origin, string file, CancellationToken cancellation)
    {
        var (on, yuan) = (rows.Max(row => row.On), rows.Sum(row => row.Fen) / 100m);
        if (!rule.Policy.IsInForce(on)) return (null, $"{Fmt.Date(on)} 不在政策执行期内（{PolicyWords.Period(rule.Policy)}）。");
        var standing = DecideBenefits.Of(rule, book.Rules.View(await facts.LoadSubjectAsync(enterprise.Id, null, cancellation), on), enterprise.Region);
        if (Against(standing, yuan) is { } against) return (null, against);
        var contracts = string.Join("、", rows.Select(row => row.Contract));
        var result = await awards.ProposeAsync(
            new NewAward(rule, enterprise, rows[0].Period, yuan)
            {
                ItemTitle = Short($"合同 {contracts}"), DecidedOn = on, BeganOn = on, Facts = EvidenceLines.Of(standing.Verdict), Origin = AwardOrigin.Bank, OriginKey = origin.ToString(CultureInfo.InvariantCulture), PromiseWorkdays = 0,
                How = $"由银行兑付，合同 {contracts}，{Fmt.Date(on)} 到账（{(file.Length > 60 ? file[..60] : file)}）",
            },
            cancellation);
        switch (result)
        {
            case AwardResult.Proposed { Award: var award } when award.AmountFen == (long)(yuan * 100):
                (award.State, award.PaidOn, award.ApprovedAt) = (AwardState.Paid, on, time.GetUtcNow());
                return (award, null);
            case AwardResult.Proposed cut:
                return (null, $"银行付了 {Fmt.Money(yuan)}，{cut.Award.How[(cut.Award.How.IndexOf('；', StringComparison.Ordinal) + 1)..]}。");
            case AwardResult.AlreadyGranted { Award: var there }:
                return (null, $"{there.PeriodText}已有一笔 {Fmt.Money(there.Amount)}（{there.Origin.DisplayName()}，{there.State.DisplayName()}{(there.ItemTitle.Length > 0 ? "，" + there.ItemTitle : "")}），不能重复登记。");
            default:
                return (null, string.Join("；", ((AwardResult.Refused)result).Problems.Select(problem => problem.Message.TrimEnd('。'))) + "。");
        }
    }

    // The bank has paid; what does not fit is cleared up with it, or with the facts, before it counts for anything.
    private static string? Against(BenefitStanding standing, decimal yuan) => standing switch
    {
        { IsHere: false } => "不在政策适用的地区。",
        { IsHere: null } => "还没有登记所在地，判断不了政策适不适用，请先登记。",
        { Outcome: Outcome.NotMet } => $"不符合条件：{string.Join("；", standing.Verdict.Failed.Where(finding => finding.Criterion.Kind == CriterionKind.Gate).Select(GapWords.Line))}。",
        { Outcome: Outcome.Unknown } => $"还判断不了是否符合，缺：{string.Join("、", standing.Verdict.Missing.Take(5).Select(missing => FactText.Label(missing.Definition)))}。请先登记这些数据。",
        { Amount.High: { } most } when yuan > most => $"银行付了 {Fmt.Money(yuan)}，按登记的数据最多 {Fmt.Money(most)}。请与银行核对，或先更正登记的数据。",
        _ => null,
    };

    private async Task TellAsync(BenefitRule rule, List<Award> made, CancellationToken cancellation)
    {
        var owners = made.ConvertAll(award => award.Subject);
        var accounts = (await db.Set<Account>().AsNoTracking().Where(account => account.Role == Role.Enterprise && account.Organization != null && owners.Contains(account.Organization.Value))
            .Select(account => new { account.Id, Subject = account.Organization!.Value }).ToListAsync(cancellation)).ToLookup(account => account.Subject, account => account.Id);
        foreach (var award in made)
        {
            foreach (var account in accounts[award.Subject]) box.Tell(account, $"{rule.Benefit.Title} {Fmt.Money(award.Amount)}由银行兑付，已登记", $"/redemption/mine#award-{award.Id}");
        }
    }

    private static string Short(string text) => text.Length > 100 ? text[..99] + "…" : text;
}
