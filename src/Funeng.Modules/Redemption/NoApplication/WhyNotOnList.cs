using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.NoApplication;

/// <summary>How one benefit of a list stands for an enterprise that asks.</summary>
/// <param name="Award">Its line, when it has one.</param>
/// <param name="Reason">Why it has none, in one sentence.</param>
public sealed record ListAnswer(BenefitRule Rule, Award? Award, string Reason, Verdict Verdict);

/// <summary>Says of any enterprise why it is on a list or not: on the rule of the list and on the facts as they were known when it was computed.</summary>
public sealed class WhyNotOnList(FunengDb db, PolicyBook book, ItemBook items, FactReader facts, SubjectDirectory subjects, RedemptionSight sight, CurrentUser user)
{
    private const int MostFound = 20;

    /// <summary>The enterprises a code or part of a name means, within the user's scope.</summary>
    public async Task<IReadOnlyList<Subject>> FindAsync(string text, CancellationToken cancellation) => text.Trim().Length < 2 ? [] : await subjects.Within(user.EnterpriseScope, Subject.Enterprise).AsNoTracking()
        .Where(subject => subject.Code == text.Trim() || subject.Name.Contains(text.Trim())).OrderBy(subject => subject.Name).Take(MostFound).ToListAsync(cancellation);

    public async Task<IReadOnlyList<ListAnswer>> RunAsync(RedemptionBatch batch, Subject enterprise, CancellationToken cancellation)
    {
        var scans = await db.Set<ListScan>().AsNoTracking().Where(scan => scan.Batch == batch.Id).Select(scan => scan.Benefit).ToListAsync(cancellation);
        var lines = await sight.Awards().AsNoTracking().Where(award => award.Batch == batch.Id && award.Subject == enterprise.Id).ToListAsync(cancellation);
        var left = await db.Set<LeftOut>().AsNoTracking().Where(row => row.Batch == batch.Id && row.Subject == enterprise.Id).ToListAsync(cancellation);
        var view = book.Rules.View(await facts.LoadSubjectAsync(enterprise.Id, batch.MadeAt, cancellation), batch.DecidedOn);
        var answers = new List<ListAnswer>();
        foreach (var rule in scans.Select(book.FindBenefit).OfType<BenefitRule>())
        {
            var standing = await StandingAsync(rule, view, batch, enterprise, cancellation);
            var line = lines.Find(award => award.Benefit == rule.Benefit.Id);
            var isUnregistered = rule.Benefit.Item?.By == ItemBy.Number && standing.Items.Count == 0;
            answers.Add(new ListAnswer(
                rule, line, line is not null ? "" : left.Find(row => row.Benefit == rule.Benefit.Id)?.Reason ?? (isUnregistered ? $"名单计算时没有登记这家企业的{rule.Benefit.Item!.Name}；一项一项给，登记了才列得上" : Say(standing)), standing.Verdict));
        }

        return answers;
    }

    /// <summary>On the items that were registered then, where it is given item by item.</summary>
    private async Task<BenefitStanding> StandingAsync(BenefitRule rule, FactView view, RedemptionBatch batch, Subject enterprise, CancellationToken cancellation) =>
        rule.Benefit.Item?.By == ItemBy.Number
            && await items.DecideAsync(rule, new Dictionary<long, string?> { [enterprise.Id] = enterprise.Region }, batch.DecidedOn, batch.MadeAt, cancellation) is { Count: > 0 } registered
            ? BenefitStanding.Of(rule.Benefit, registered) : DecideBenefits.Of(rule, view, enterprise.Region);

    internal static string Say(BenefitStanding standing) => standing.Outcome switch
    {
        Outcome.NotMet when standing.IsHere == false => "不在政策适用的地区",
        Outcome.NotMet => "不符合：" + string.Join("；", standing.Verdict.Failed.Where(finding => finding.Criterion.Kind == CriterionKind.Gate).Select(finding => finding.Criterion.Label)),
        Outcome.Unknown when standing.IsHere is null => "没有登记所在区县，定不了是否适用",
        Outcome.Unknown => "缺数据：" + string.Join("、", standing.Verdict.Missing.Select(fact => FactText.Label(fact.Definition)).Distinct()),
        _ => "按现在能看到的事实符合条件，名单计算时还没有",
    };
}
