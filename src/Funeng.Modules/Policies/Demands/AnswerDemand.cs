using System.Globalization;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies.Premises;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Demands;

/// <summary>One line of the list.</summary>
public sealed record DemandRow(SupportDemand Demand, string Code, string Name, TaskItem? Task);

/// <param name="Fits">What is offered, the best first; none of financing, and none once it is over.</param>
/// <param name="Seen">The premise that was seen or signed for last.</param>
/// <param name="MayAnswer">Whether this account says what came of it.</param>
/// <param name="MayWithdraw">Whether it is its own.</param>
public sealed record DemandView(DemandRow Row, IReadOnlyList<PremiseFit> Fits, Premise? Seen, bool MayAnswer, bool MayWithdraw);

/// <summary>
/// Reads what was asked for, each enterprise its own and an official those of his area, and notes what came of it: seen, signed, or not done and why. Signed for is a premise only
/// once. What is over ends its task.
/// </summary>
public sealed class AnswerDemand(FunengDb db, SubjectDirectory subjects, TaskBook tasks, RegionTree regions, AuditTrail audit, CurrentUser user, TimeProvider time)
{
    public const int LongestReason = 200, MostListed = 200;

    private const string Ask = "刚有人改过这条需求，请刷新后再办。";

    /// <summary>Open ones first, the most urgent at the top.</summary>
    public async Task<IReadOnlyList<DemandRow>> ListAsync(CancellationToken cancellation)
    {
        var rows = await Seen().OrderBy(one => one.Demand.State == DemandState.Open || one.Demand.State == DemandState.Viewed ? 0 : 1).ThenBy(one => one.Demand.NeededBy).ThenBy(one => one.Demand.Id).Take(MostListed).ToListAsync(cancellation);
        var items = await tasks.OfManyAsync(KeepDemands.Source, [.. rows.Select(row => Key(row.Demand.Id))], cancellation);
        return [.. rows.Select(row => new DemandRow(row.Demand, row.Code, row.Name, items[Key(row.Demand.Id)].FirstOrDefault()))];
    }

    /// <returns>Null where there is none, or not for this user.</returns>
    public async Task<DemandView?> FindAsync(long id, CancellationToken cancellation)
    {
        if (await Seen().SingleOrDefaultAsync(one => one.Demand.Id == id, cancellation) is not { } row) return null;
        var demand = row.Demand;
        var item = await tasks.OfAsync(KeepDemands.Source, Key(id), cancellation) is [var first, ..] ? first : null;
        var offered = demand.IsOver || demand.Wanted is not { } kind ? [] : await db.Set<Premise>().AsNoTracking().Where(premise => premise.Kind == kind && premise.State == PremiseState.Open).ToListAsync(cancellation);
        var seen = demand.Premise is { } premise ? await db.Set<Premise>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == premise, cancellation) : null;
        return new DemandView(
            new DemandRow(demand, row.Code, row.Name, item), PremiseFit.Of(demand, offered, regions.Name), seen,
            !demand.IsOver && user.Has(Permission.OpenTasks), !demand.IsOver && user.Has(Permission.ApplyForBenefits) && user.Scope.Organization == demand.Subject);
    }

    /// <param name="state">已看房, 已签约 or 未成.</param>
    /// <param name="premise">Which one; must be given for premises that were seen or signed for.</param>
    /// <returns>What is wrong, none when it is noted; null where there is none, or not for this user.</returns>
    public async Task<IReadOnlyList<Problem>?> RunAsync(long id, DemandState? state, long? premise, string reason, CancellationToken cancellation)
    {
        if (await FindAsync(id, cancellation) is not { MayAnswer: true } view) return null;
        var problems = new List<Problem>();
        if (state is not (DemandState.Viewed or DemandState.Signed or DemandState.Failed)) problems.Add(new("State", "请选办到哪一步。"));
        var needsOne = view.Row.Demand.Wanted is not null && state is DemandState.Viewed or DemandState.Signed && view.Row.Demand.Wanted is not null;
        if (needsOne && view.Fits.All(fit => fit.Premise.Id != premise)) problems.Add(new("Premise", "请选是哪一处；别人已签约、已下架的不能选。"));
        KeepPremises.Text(problems, "Reason", state == DemandState.Failed ? "没有办成的原因" : "情况", reason, state == DemandState.Failed ? 4 : 2, LongestReason);
        return problems.Count > 0 ? problems : await StepAsync(view.Row, state!.Value, needsOne ? premise : null, reason.Trim(), cancellation);
    }

    /// <summary>The enterprise needs it no more.</summary>
    /// <returns>As of <see cref="RunAsync"/>.</returns>
    public async Task<IReadOnlyList<Problem>?> WithdrawAsync(long id, string reason, CancellationToken cancellation)
    {
        if (await FindAsync(id, cancellation) is not { MayWithdraw: true } view) return null;
        var problems = new List<Problem>();
        KeepPremises.Text(problems, "Reason", "撤回的理由", reason, 2, LongestReason);
        return problems.Count > 0 ? problems : await StepAsync(view.Row, DemandState.Withdrawn, view.Row.Demand.Premise, reason.Trim(), cancellation);
    }

    private async Task<IReadOnlyList<Problem>> StepAsync(DemandRow row, DemandState state, long? premise, string reason, CancellationToken cancellation)
    {
        var (id, before, now, who) = (row.Demand.Id, row.Demand.State, time.GetUtcNow(), user.Signature);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var changed = await db.Set<SupportDemand>().Where(one => one.Id == id && one.State == before && one.ChangedAt == row.Demand.ChangedAt).ExecuteUpdateAsync(
            one => one.SetProperty(it => it.State, state).SetProperty(it => it.Premise, premise).SetProperty(it => it.Reason, reason).SetProperty(it => it.ChangedBy, who).SetProperty(it => it.ChangedAt, now), cancellation);
        if (changed == 0) return [new Problem("", Ask)];
        // Of two who sign for one premise at one moment the first has it.
        if (state == DemandState.Signed && premise is { } signed && await db.Set<Premise>().Where(one => one.Id == signed && one.State == PremiseState.Open)
            .ExecuteUpdateAsync(one => one.SetProperty(it => it.State, PremiseState.Signed).SetProperty(it => it.ChangedAt, now), cancellation) == 0) return [new Problem("Premise", "这一处刚被别人签约或下架，请另选一处。")];
        if (row.Task is { IsOver: false } item) await TellTaskAsync(item, state, reason, cancellation);
        audit.Record("办理用地用房、融资需求", $"support:{id}", reason, new { State = before }, new { State = state, Premise = premise });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return [];
    }

    private async Task TellTaskAsync(TaskItem item, DemandState state, string reason, CancellationToken cancellation)
    {
        var said = $"{state.DisplayName()}：{reason}";
        if (state == DemandState.Viewed) await tasks.ActAsync(item.Id, new TaskAct.Report(said), cancellation);
        else await tasks.ActAsync(item.Id, item.State == TaskState.Paused || state == DemandState.Withdrawn ? new TaskAct.Cancel(said) : new TaskAct.Close(said), cancellation);
    }

    private IQueryable<SeenDemand> Seen() => from demand in db.Set<SupportDemand>().AsNoTracking()
                                             join enterprise in subjects.Within(Area, Subject.Enterprise) on demand.Subject equals enterprise.Id
                                             select new SeenDemand { Demand = demand, Code = enterprise.Code, Name = enterprise.Name };

    // What an enterprise is short of is read by itself and by those who help, and by nobody who only looks at lists.
    private Scope Area => user.Has(Permission.OpenTasks) || user.Has(Permission.ApplyForBenefits) ? user.EnterpriseScope : Scope.Nothing;

    private static string Key(long id) => id.ToString(CultureInfo.InvariantCulture);

    private sealed class SeenDemand
    {
        public required SupportDemand Demand { get; init; }

        public required string Code { get; init; }

        public required string Name { get; init; }
    }
}

/// <summary>Demands in the audit.</summary>
internal sealed class DemandAudit(FunengDb db) : IAuditNames
{
    public string Kind => "support";

    public string Title => "用地用房、融资需求";

    public async Task<IReadOnlyDictionary<string, AuditName>> NamesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var ids = keys.Select(key => long.TryParse(key, out var id) ? id : 0).ToList();
        var rows = await db.Set<SupportDemand>().AsNoTracking().Where(row => ids.Contains(row.Id)).Join(db.Set<Subject>(), row => row.Subject, subject => subject.Id, (row, subject) => new { row.Id, row.Kind, subject.Name }).ToListAsync(cancellation);
        return rows.ToDictionary(row => Key(row.Id), row => new AuditName($"{row.Name}：{row.Kind.DisplayName()}需求", $"/premises/demands/{Key(row.Id)}"));
    }

    private static string Key(long id) => id.ToString(CultureInfo.InvariantCulture);
}
