using System.Linq.Expressions;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Items;

/// <summary>The facts a benefit is decided on for one item of an enterprise; for a benefit without items those of the enterprise.</summary>
public sealed class ItemFacts(FunengDb db, ItemBook items, FactReader facts)
{
    /// <param name="item">In its one form; empty for a benefit without items.</param>
    public async Task<SubjectFacts> OfAsync(Benefit benefit, long subject, string item, SubjectFacts enterprise, DateOnly on, CancellationToken cancellation)
    {
        if (benefit.Item is not { By: ItemBy.Number } of || item.Length == 0) return enterprise;
        var registered = await items.FindAsync(benefit.Id, item, cancellation);
        return await items.FactsAsync(of, enterprise, registered?.Subject == subject ? registered : null, await OthersAsync(benefit, subject, item, cancellation), on, cancellation);
    }

    /// <summary>The same for many enterprises, everything they need read at once.</summary>
    /// <returns>Enterprise, item, its facts and the day, in that order, to the facts that hold for the item.</returns>
    public async Task<Func<long, string, SubjectFacts, DateOnly, SubjectFacts>> OfManyAsync(Benefit benefit, IReadOnlyCollection<long> subjects, CancellationToken cancellation)
    {
        if (benefit.Item is not { By: ItemBy.Number } of) return (_, _, enterprise, _) => enterprise;
        var registered = await db.Set<BenefitItem>().AsNoTracking().Where(item => item.Benefit == benefit.Id && subjects.Contains(item.Subject)).Select(item => new { item.Id, item.Subject, item.Number }).ToListAsync(cancellation);
        var ids = registered.ToDictionary(item => (item.Subject, item.Number), item => item.Id);
        var known = new Dictionary<long, SubjectFacts>();
        await foreach (var (item, own) in facts.LoadSubjectsAsync(ids.Values, null, cancellation)) known[item] = own;
        var all = await Items(benefit.Id, row => subjects.Contains(row.Subject)).ToListAsync(cancellation);
        var count = all.GroupBy(row => row.Subject).ToDictionary(group => group.Key, group => group.Select(row => row.Item).ToHashSet());
        return (subject, item, enterprise, on) => item.Length == 0 ? enterprise
            : ItemBook.FactsOf(of, enterprise, ids.TryGetValue((subject, item), out var id) ? known[id] : null, count.TryGetValue(subject, out var own) ? own.Count - (own.Contains(item) ? 1 : 0) : 0, on);
    }

    /// <summary>Why an enterprise cannot apply for an item; null when it can.</summary>
    public async Task<string?> TakenAsync(Benefit benefit, long subject, string item, CancellationToken cancellation)
    {
        if (await items.FindAsync(benefit.Id, item, cancellation) is { } registered && registered.Subject != subject) return $"{benefit.Item!.Number}“{item}”登记在别的企业名下，请核对编号；确实是您的，请联系主管部门更正。";
        var key = Award.ItemKeyOf(benefit, subject, item);
        return key is not null && await db.Set<Award>().AsNoTracking().FirstOrDefaultAsync(award => award.Benefit == benefit.Id && award.ItemKey == key && award.State != AwardState.Refused, cancellation) is { } award
            ? award.Subject == subject ? $"{benefit.Item!.Name}“{item}”已经兑付过（{award.PeriodText}，{Foundation.Ui.NavRegistration.DisplayName(award.State)}），每项只给一次。" : $"{benefit.Item!.Number}“{item}”已由别的企业享受过，每项只给一次。"
            : null;
    }

    private Task<int> OthersAsync(Benefit benefit, long subject, string item, CancellationToken cancellation) =>
        Items(benefit.Id, row => row.Subject == subject && row.Item != item).CountAsync(cancellation);

    // What is only begun, refused or taken back is as if it had never been asked for.
    private IQueryable<OwnedItem> Items(string benefit, Expression<Func<OwnedItem, bool>> whose)
    {
        var applied = db.Set<Application>().Where(row => row.Benefit == benefit && row.SubmittedAt != null && row.State != ApplicationState.Refused && row.State != ApplicationState.Withdrawn).Select(row => new OwnedItem { Subject = row.Subject, Item = row.Item }).Where(whose);
        var awarded = db.Set<Award>().Where(row => row.Benefit == benefit && row.State != AwardState.Refused).Select(row => new OwnedItem { Subject = row.Subject, Item = row.Item }).Where(whose);
        var registered = db.Set<BenefitItem>().Where(row => row.Benefit == benefit).Select(row => new OwnedItem { Subject = row.Subject, Item = row.Number }).Where(whose);
        return applied.Union(awarded).Union(registered);
    }

    private sealed class OwnedItem
    {
        public long Subject { get; init; }

        public string Item { get; init; } = "";
    }
}
