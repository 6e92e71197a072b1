using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Batches;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.NoApplication;

/// <summary>Which list is to be computed.</summary>
/// <param name="Benefits">Ids of benefits of one policy.</param>
/// <param name="Period">What the money is for: 2026.</param>
/// <param name="On">The day decided for.</param>
public sealed record NewList(string Policy, IReadOnlyList<string> Benefits, string Period, DateOnly On)
{
    public string Title { get; init; } = "";

    /// <summary>The day the money is promised for.</summary>
    public DateOnly? Planned { get; init; }

    public bool IsSynthetic { get; init; }
}

/// <summary>
/// 免申即享: computes who gets what from the facts there are. The engine over all enterprises names them; each is then decided once more by itself,
/// with the sources of the facts, and only who meets it there too is put on the list, with the amount, the version of the rule and the facts.
/// Who meets the conditions and is not on it is written down with the reason. The list is there whole or not at all.
/// </summary>
public sealed class ComputeList(
    FunengDb db, PolicyBook book, Entitled entitled, ItemBook items, FactReader facts, AwardBook awards, HeldAwards holdings, AwardLimits limits, RedemptionSight sight, BatchNumbers numbers, IdSource ids, AuditTrail audit,
    CurrentUser user, TimeProvider time)
{
    /// <summary>More are cut into several lists, by benefit.</summary>
    public const int MostLines = 20_000;

    private const int LongestTitle = 80, AtOnce = 1000;

    public async Task<StepResult> RunAsync(NewList wanted, CancellationToken cancellation)
    {
        if (!user.Has(Permission.PrepareRedemption) || book.Find(wanted.Policy) is not { } policy || !sight.ActsFor(CollectAwards.RegionOf(policy))) return new StepResult.NotFound();
        var (rules, problems) = Check(wanted, policy);
        if (problems.Count > 0) return new StepResult.Refused(problems);
        wanted = wanted with { Period = RedemptionPeriod.Read(wanted.Period, rules[0].Benefit)! };
        var found = new List<FoundList>();
        foreach (var rule in rules) found.Add(await FindAsync(rule, wanted.On, cancellation));
        if (found.Sum(list => list.Met.Count) is > MostLines and var many) return StepResult.Because($"名单有 {Fmt.Number((long)many)} 条，超过一批的上限 {Fmt.Number((long)MostLines)} 条，请分事项计算。", "Benefits");
        var subjects = found.SelectMany(one => one.Met).Select(one => one.One.Id).Distinct().ToList();
        await awards.TouchAsync(subjects, cancellation);
        var list = new ListDraft(ids.Next(), wanted, await holdings.OfAsync(subjects, cancellation)) { Taken = await TakenAsync(rules, cancellation) };
        var standings = new List<FoundLine>();
        foreach (var one in found) standings.AddRange(await DecideAsync(one, wanted.On, cancellation));
        // What is the condition of another comes first; of what excludes each other the higher one (就高).
        var relations = book.Relations.On(wanted.On);
        foreach (var line in standings.OrderBy(line => relations.NeededBy(line.Rule.Benefit.Id).Any()).ThenByDescending(line => line.Standing!.Sure).ThenBy(line => line.Rule.Benefit.Id, StringComparer.Ordinal)
            .ThenBy(line => line.One.Code, StringComparer.Ordinal).ThenBy(line => line.Item, StringComparer.Ordinal))
            list.Place(line, awards, limits, ids);
        if (list.Lines.Count == 0) return StepResult.Because(list.LeftOut.Count > 0
            ? $"符合条件的 {list.LeftOut.Count} 家都不能列入：{list.LeftOut[0].Reason}" : $"按 {Fmt.Date(wanted.On)} 的事实没有确定符合条件的企业；另有 {found.Sum(one => one.Unknown)} 家次缺数据。");
        return await StoreAsync(list, found, policy, cancellation);
    }

    private (IReadOnlyList<BenefitRule> Rules, List<Problem> Problems) Check(NewList wanted, PolicyDocument policy)
    {
        var problems = new List<Problem>();
        var rules = wanted.Benefits.Distinct().Select(book.FindBenefit).OfType<BenefitRule>().Where(rule => rule.Policy.Id == policy.Id).ToList();
        if (rules.Count == 0 || rules.Count != wanted.Benefits.Distinct().Count()) problems.Add(new("Benefits", "请至少选一个兑现事项。"));
        if (rules.Find(rule => rule.Benefit.Mode != RedemptionMode.NoApplication || !rule.Benefit.IsCash || !rule.Benefit.IsForEnterprise) is { } wrong) problems.Add(new("Benefits", $"“{wrong.Benefit.Title}”不是免申即享的资金事项，由企业申报。"));
        if (policy.Pattern.Length > 0) problems.Add(new("Benefits", "这是外地做法，只作样式，不能兑付。"));
        if (!policy.IsInForce(wanted.On)) problems.Add(new("On", $"这项政策{PolicyWords.Period(policy)}有效，{Fmt.Date(wanted.On)} 不在其中。"));
        if (rules.Exists(rule => RedemptionPeriod.Read(wanted.Period, rule.Benefit) is null)) problems.Add(new("Period", $"“{wanted.Period}”不是所属期。{RedemptionPeriod.Hint}。"));
        if (wanted.Title.Length > LongestTitle) problems.Add(new("Title", $"标题最多 {LongestTitle} 个字，现在 {wanted.Title.Length} 个。"));
        return (rules, problems);
    }

    private async Task<Dictionary<(string Benefit, string Number), (long Subject, AwardState State)>> TakenAsync(IReadOnlyList<BenefitRule> rules, CancellationToken cancellation)
    {
        var numbered = rules.Where(rule => rule.Benefit is { Item.By: ItemBy.Number, IsYearly: false }).Select(rule => rule.Benefit.Id).ToList();
        return numbered.Count == 0 ? [] : (await db.Set<Award>().AsNoTracking().Where(award => numbered.Contains(award.Benefit) && award.ItemKey != null && award.State != AwardState.Refused)
            .Select(award => new { award.Benefit, award.ItemKey, award.Subject, award.State }).ToListAsync(cancellation)).ToDictionary(award => (award.Benefit, award.ItemKey!), award => (award.Subject, award.State));
    }

    /// <summary>Who meets it: of a benefit whose items have numbers each registered item, of the others each enterprise.</summary>
    private async Task<FoundList> FindAsync(BenefitRule rule, DateOnly on, CancellationToken cancellation)
    {
        if (rule.Benefit.Item?.By != ItemBy.Number)
        {
            var list = await entitled.RunAsync(rule, Scope.All, on, cancellation);
            return new FoundList(rule, [.. list.Met.Select(one => new FoundLine(rule, one, null, "", ""))], list.Unknown, list.All);
        }

        var owners = db.Set<BenefitItem>().Where(item => item.Benefit == rule.Benefit.Id).Select(item => item.Subject);
        var enterprises = await db.Set<Subject>().AsNoTracking().Where(subject => subject.Kind == Subject.Enterprise && owners.Contains(subject.Id)).ToDictionaryAsync(subject => subject.Id, cancellation);
        var decided = await items.DecideAsync(rule, enterprises.ToDictionary(pair => pair.Key, pair => pair.Value.Region), on, null, cancellation);
        return new FoundList(
            rule, [.. decided.Where(one => one.Standing.Outcome == Outcome.Met).Select(one => new FoundLine(rule, Of(enterprises[one.Item.Subject], one.Standing), one.Standing, one.Item.Number, one.Item.Title))],
            decided.Count(one => one.Standing.Outcome == Outcome.Unknown), decided.Count);
    }

    private static EntitledEnterprise Of(Subject enterprise, BenefitStanding standing) => new(enterprise.Id, enterprise.Code, enterprise.Name, enterprise.Region, enterprise.Zone, standing.Amount);

    /// <summary>Each by itself, on its facts with their sources.</summary>
    private async Task<List<FoundLine>> DecideAsync(FoundList found, DateOnly on, CancellationToken cancellation)
    {
        if (found.Met.Count == 0) return [];
        if (found.Met[0].Standing is not null) return await StillRegisteredAsync(found, cancellation);
        var byId = found.Met.ToDictionary(line => line.One.Id);
        var decided = new List<FoundLine>();
        await foreach (var (subject, known) in facts.LoadSubjectsAsync([.. byId.Keys], null, cancellation))
        {
            var (line, view) = (byId[subject], book.Rules.View(known, on));
            var (item, title) = found.Rule.Benefit.Item?.Read(view) ?? ("", "");
            decided.Add(line with { Standing = DecideBenefits.Of(found.Rule, view, line.One.Region), Item = item, ItemTitle = title, IsSameTerm = paid => found.Rule.Benefit.Item?.MayBeTheSameTerm(paid, view) == true });
        }

        return decided;
    }

    // Since the enterprises were marked (TouchAsync) nobody takes a registration of theirs back unseen; what was taken back before that is not on the list.
    private async Task<List<FoundLine>> StillRegisteredAsync(FoundList found, CancellationToken cancellation)
    {
        var still = (await db.Set<BenefitItem>().AsNoTracking().Where(item => item.Benefit == found.Rule.Benefit.Id).Select(item => new { item.Subject, item.Number }).ToListAsync(cancellation)).Select(item => (item.Subject, item.Number)).ToHashSet();
        return [.. found.Met.Where(line => still.Contains((line.One.Id, line.Item)))];
    }

    private async Task<StepResult> StoreAsync(ListDraft list, List<FoundList> found, PolicyDocument policy, CancellationToken cancellation)
    {
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await awards.RememberAsync(found.Select(one => one.Rule), cancellation);
            var batch = new RedemptionBatch
            {
                Id = list.Id, Number = await numbers.NextAsync(list.Wanted.On.Year, cancellation), Policy = policy.Id, Title = list.Wanted.Title.Trim() is { Length: > 0 } title ? title : $"{policy.Title}（{list.Wanted.Period}）",
                Period = list.Wanted.Period, Origin = AwardOrigin.NoApplication, Region = CollectAwards.RegionOf(policy), DecidedOn = list.Wanted.On, PlannedOn = list.Wanted.Planned,
                MadeBy = user.Id, MadeByName = user.Name, MadeAt = time.GetUtcNow(), IsSynthetic = list.Wanted.IsSynthetic,
            };
            db.Add(batch);
            db.AddRange(found.Select(one => new ListScan { Batch = batch.Id, Benefit = one.Rule.Benefit.Id, Met = one.Met.Count, Undecided = one.Unknown, Everybody = one.All }));
            db.AddRange(list.LeftOut);
            audit.Record("计算免申即享名单", $"redemption:{batch.Id}", "", null, new { batch.Number, list.Wanted.Benefits, list.Wanted.On, Lines = list.Lines.Count, Fen = list.Lines.Sum(line => line.AmountFen), LeftOut = list.LeftOut.Count });
            await db.SaveChangesAsync(cancellation);
            foreach (var chunk in list.Lines.Chunk(AtOnce))
            {
                db.AddRange(chunk.AsEnumerable());
                await db.SaveChangesAsync(cancellation);
                db.ChangeTracker.Clear();
            }

            await transaction.CommitAsync(cancellation);
            return new StepResult.Done(list.Lines.Count, batch.Id);
        }
        catch (Exception problem) when (WriteCollision.Is(problem))
        {
            return StepResult.Because("同时有人在计算同一事项的名单，请看一眼已有的批次再试。");
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
