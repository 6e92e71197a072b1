using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks;

/// <summary>
/// The door to duties: who has which role for what, then and now. Changes are added to the unit of work; the use case that calls saves.
/// A duty is never overwritten: a new holder ends the earlier term the day before his own begins.
/// </summary>
public sealed class DutyBook(
    FunengDb db, IdSource ids, HolderNames names, Callers callers, NotificationBox box, IEnumerable<DutyRole> roles, AuditTrail audit, CurrentUser user, CityProfile city,
    TimeProvider time)
{
    /// <summary>Gives a role to a holder; whoever had it has it until the day before.</summary>
    /// <returns>Id of the duty; that of the present one when it has the same holder and deputy.</returns>
    public async Task<long> AssignAsync(NewDuty duty, CancellationToken cancellation)
    {
        var standing = await db.Set<Duty>().Where(row => row.SourceKind == duty.On.Kind && row.SourceKey == duty.On.Key && row.Role == duty.Role
            && (row.ToOn == null || row.ToOn >= duty.From)).OrderBy(row => row.FromOn).ToListAsync(cancellation);
        var present = Unsaved(duty) ?? standing.LastOrDefault();
        if (standing.Count <= 1 && present is not null && present.Holder == duty.Holder && present.Deputy == duty.Deputy && IsAsLong(present, duty))
            return present.Id;
        // Also one that was planned for later: there is one holder of a role at a time.
        foreach (var earlier in standing.Append(present).OfType<Duty>().Distinct())
            End(earlier, duty.From.AddDays(-1));
        var added = Add(duty);
        audit.Record("指定责任", $"{duty.On.Kind}:{duty.On.Key}", duty.Reason, present is null ? null : new { present.Role, Holder = present.Holder.ToString() },
            new { duty.Role, Holder = duty.Holder.ToString(), duty.From });
        return added.Id;
    }

    /// <summary>False when there is no such open duty.</summary>
    public async Task<bool> EndAsync(long duty, DateOnly lastDay, string reason, CancellationToken cancellation)
    {
        if (await db.Set<Duty>().SingleOrDefaultAsync(row => row.Id == duty && row.ToOn == null, cancellation) is not { } found) return false;
        End(found, lastDay);
        audit.Record("结束责任", $"{found.SourceKind}:{found.SourceKey}", reason, new { found.Role, Holder = found.Holder.ToString() });
        return true;
    }

    /// <summary>Everything open of one holder goes to another: duties, also those he stands in for, from the day on; open items at once. A draft stays with its maker.</summary>
    /// <returns>How many duties and items went over.</returns>
    public async Task<int> HandOverAsync(Holder from, Holder to, DateOnly onDay, string reason, CancellationToken cancellation)
    {
        var duties = await db.Set<Duty>().Where(row => row.HolderKind == from.Kind && row.HolderId == from.Id && (row.ToOn == null || row.ToOn >= onDay)).ToListAsync(cancellation);
        foreach (var duty in duties)
        {
            var until = duty.ToOn;
            End(duty, onDay.AddDays(-1));
            Add(new NewDuty(duty.Source, duty.Role, to, onDay > duty.FromOn ? onDay : duty.FromOn, reason) { Deputy = duty.Deputy == to || duty.Deputy == from ? null : duty.Deputy, Until = until });
        }

        // Who stands in changes from the same day; until then it stays as it was.
        var deputyships = await db.Set<Duty>().Where(row => row.DeputyKind == from.Kind && row.DeputyId == from.Id && (row.HolderKind != from.Kind || row.HolderId != from.Id)
            && (row.ToOn == null || row.ToOn >= onDay)).ToListAsync(cancellation);
        foreach (var duty in deputyships)
        {
            var until = duty.ToOn;
            End(duty, onDay.AddDays(-1));
            Add(new NewDuty(duty.Source, duty.Role, duty.Holder, onDay > duty.FromOn ? onDay : duty.FromOn, reason) { Deputy = duty.Holder == to ? null : to, Until = until });
        }

        var items = await db.Set<TaskItem>()
            .Where(TaskItem.IsOpenOf(from))
            .ToListAsync(cancellation);
        var (whoGave, whoTakes) = await TwoNamesAsync(from, to, onDay, cancellation);
        foreach (var item in items)
        {
            (item.OwnerKind, item.OwnerId) = (to.Kind, to.Id);
            item.Version++;
            db.Add(TaskStep.Of(ids.Next(), item, TaskStepKind.HandedOver, user, time.GetUtcNow(), $"{whoGave} → {whoTakes}：{reason}"));
        }

        var given = await HandOnGivenAsync(from, to, $"{whoGave} → {whoTakes}：{reason}", cancellation);
        foreach (var account in await callers.AccountsOfAsync(to, onDay, cancellation))
            box.Tell(account, $"{whoGave}把 {duties.Count + deputyships.Count} 项责任、{items.Count} 项任务{(given > 0 ? $"和 {given} 项要确认的交办" : "")}移交给您（{reason}）", "/tasks");
        audit.Record("责任移交", HolderAudit.SubjectOf(from), reason, null, new { To = to.ToString(), Duties = duties.Count, Deputyships = deputyships.Count, Items = items.Count, Given = given });
        return duties.Count + deputyships.Count + items.Count + given;
    }

    /// <summary>What a person gave to others and still has to confirm; a draft stays with its maker.</summary>
    internal IQueryable<TaskItem> GivenOutBy(Holder holder)
    {
        var accounts = db.Set<AccountPerson>().Where(link => holder.Kind == HolderKind.Person && link.Person == holder.Id).Select(link => (long?)link.Account);
        return db.Set<TaskItem>().Where(item => accounts.Contains(item.Creator) && item.State != TaskState.Draft && item.State != TaskState.Done && item.State != TaskState.Cancelled);
    }

    /// <summary>
    /// From now on the taker confirms what the giver gave out, except what he does himself: that the supervision office confirms. Without an account he could not,
    /// and it stays.
    /// </summary>
    /// <returns>How many the taker confirms.</returns>
    private async Task<int> HandOnGivenAsync(Holder from, Holder to, string reason, CancellationToken cancellation)
    {
        var accounts = to.Kind == HolderKind.Person
            ? await db.Set<AccountPerson>().Where(link => link.Person == to.Id).Select(link => link.Account).ToListAsync(cancellation)
            : await callers.OwnAccountsOfAsync(to, city.Today(time), cancellation);
        var known = await db.Accounts.AsNoTracking().Where(account => accounts.Contains(account.Id)).OrderBy(account => account.Id).ToListAsync(cancellation);
        if (known.Find(account => !account.IsDisabled) is not { } taker) return 0;
        var (given, caller) = (await GivenOutBy(from).ToListAsync(cancellation), await callers.OfAsync(taker.Id, taker.Scope.Organization, city.Today(time), cancellation));
        foreach (var item in given)
        {
            if (item.Owner == to || caller.Does(item)) item.Creator = null;
            else (item.Creator, item.CreatorName) = (taker.Id, taker.DisplayName);
            item.Version++;
            db.Add(TaskStep.Of(ids.Next(), item, TaskStepKind.HandedOver, user, time.GetUtcNow(), item.Creator is null ? $"接手的人自己在办，改由督查室确认：{reason}" : $"由谁确认：{reason}"));
        }

        return given.Count(item => item.Creator is not null);
    }

    /// <summary>Who has which role for a thing on a day, in the order of the roles.</summary>
    public async Task<IReadOnlyList<HeldDuty>> OfAsync(string kind, string key, DateOnly day, CancellationToken cancellation) =>
        [.. (await OfManyAsync(kind, [key], day, cancellation))[key]];

    /// <summary>The same for many things at once, by key.</summary>
    public async Task<ILookup<string, HeldDuty>> OfManyAsync(string kind, IReadOnlyCollection<string> keys, DateOnly day, CancellationToken cancellation)
    {
        var rows = await db.Set<Duty>().AsNoTracking()
            .Where(duty => duty.SourceKind == kind && keys.Contains(duty.SourceKey) && duty.FromOn <= day && (duty.ToOn == null || duty.ToOn >= day))
            .ToListAsync(cancellation);
        return (await NamedAsync(rows, day, cancellation)).OrderBy(duty => OrderOf(duty.Role)).ToLookup(duty => duty.On.Key);
    }

    /// <summary>Everything a holder has on a day or will have, by kind and title of the thing.</summary>
    public Task<IReadOnlyList<HeldDuty>> OfHolderAsync(Holder holder, DateOnly day, CancellationToken cancellation) =>
        StandingAsync(db.Set<Duty>().Where(row => row.HolderKind == holder.Kind && row.HolderId == holder.Id), day, cancellation);

    /// <summary>Everything of others in which he stands in on a day or will.</summary>
    public Task<IReadOnlyList<HeldDuty>> OfDeputyAsync(Holder deputy, DateOnly day, CancellationToken cancellation) =>
        StandingAsync(db.Set<Duty>().Where(row => row.DeputyKind == deputy.Kind && row.DeputyId == deputy.Id && (row.HolderKind != deputy.Kind || row.HolderId != deputy.Id)), day, cancellation);

    private async Task<IReadOnlyList<HeldDuty>> StandingAsync(IQueryable<Duty> duties, DateOnly day, CancellationToken cancellation)
    {
        var rows = await duties.AsNoTracking().Where(duty => duty.ToOn == null || duty.ToOn >= day).ToListAsync(cancellation);
        return [.. (await NamedAsync(rows, day, cancellation)).OrderBy(duty => duty.On.Kind, StringComparer.Ordinal).ThenBy(duty => duty.On.Title, StringComparer.Ordinal)];
    }

    /// <summary>Everybody who ever had a role for a thing, the latest first.</summary>
    public async Task<IReadOnlyList<HeldDuty>> HistoryAsync(string kind, string key, CancellationToken cancellation)
    {
        var rows = await db.Set<Duty>().AsNoTracking().Where(duty => duty.SourceKind == kind && duty.SourceKey == key)
            .OrderByDescending(duty => duty.FromOn).ThenByDescending(duty => duty.Id).ToListAsync(cancellation);
        var held = new List<HeldDuty>();
        // A post's holder is the one of the last day of the duty.
        foreach (var group in rows.GroupBy(duty => duty.ToOn ?? city.Today(time)))
            held.AddRange(await NamedAsync([.. group], group.Key, cancellation));
        return [.. rows.Select(row => held.First(duty => duty.Id == row.Id))];
    }

    internal static IQueryable<Duty> HeldBy(FunengDb db, Caller caller, DateOnly day)
    {
        var (persons, posts, bodies) = (caller.Persons, caller.Posts, caller.Bodies);
        return db.Set<Duty>().Where(duty => duty.FromOn <= day && (duty.ToOn == null || duty.ToOn >= day)
            && ((duty.HolderKind == HolderKind.Person && persons.Contains(duty.HolderId))
                || (duty.HolderKind == HolderKind.Post && posts.Contains(duty.HolderId))
                || (duty.HolderKind == HolderKind.Body && bodies.Contains(duty.HolderId))
                || (duty.DeputyKind == HolderKind.Person && persons.Contains(duty.DeputyId ?? 0))
                || (duty.DeputyKind == HolderKind.Post && posts.Contains(duty.DeputyId ?? 0))
                || (duty.DeputyKind == HolderKind.Body && bodies.Contains(duty.DeputyId ?? 0))));
    }

    // A term that ends before the new one, or begins after it, does not serve for it.
    private static bool IsAsLong(Duty present, NewDuty duty) => present.FromOn <= duty.From && (present.ToOn is null || present.ToOn == duty.Until);

    private Duty? Unsaved(NewDuty duty) => db.ChangeTracker.Entries<Duty>().Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity)
        .FirstOrDefault(row => row.SourceKind == duty.On.Kind && row.SourceKey == duty.On.Key && row.Role == duty.Role && row.ToOn is null);

    private Duty Add(NewDuty duty)
    {
        var added = new Duty
        {
            Id = ids.Next(), SourceKind = duty.On.Kind, SourceKey = duty.On.Key, SourceTitle = duty.On.Title, SourceLink = duty.On.Link, Role = duty.Role,
            HolderKind = duty.Holder.Kind, HolderId = duty.Holder.Id, DeputyKind = duty.Deputy?.Kind, DeputyId = duty.Deputy?.Id, FromOn = duty.From, ToOn = duty.Until,
            Reason = duty.Reason, AssignedBy = user.Signature, AssignedAt = time.GetUtcNow(),
        };
        db.Add(added);
        return added;
    }

    /// <summary>A term that would end before it began ends the day before it: it never was.</summary>
    private static void End(Duty duty, DateOnly lastDay) => duty.ToOn = lastDay < duty.FromOn ? duty.FromOn.AddDays(-1) : lastDay;

    private async Task<(string From, string To)> TwoNamesAsync(Holder from, Holder to, DateOnly day, CancellationToken cancellation)
    {
        var known = await names.OfAsync([from, to], day, cancellation);
        return (known.GetValueOrDefault(from)?.Line ?? "", known.GetValueOrDefault(to)?.Line ?? "");
    }

    private async Task<List<HeldDuty>> NamedAsync(IReadOnlyCollection<Duty> rows, DateOnly day, CancellationToken cancellation)
    {
        var known = await names.OfAsync(rows.Select(row => row.Holder), day, cancellation);
        return [.. rows.Select(row => new HeldDuty(
            row.Id, row.Source, row.Role, roles.FirstOrDefault(role => role.Id == row.Role)?.Name ?? row.Role, row.Holder,
            known.GetValueOrDefault(row.Holder)?.Name ?? "", known.GetValueOrDefault(row.Holder)?.Person, row.FromOn, row.ToOn,
            row.Deputy))];
    }

    private int OrderOf(string role) => roles.FirstOrDefault(known => known.Id == role)?.Order ?? int.MaxValue;
}
