using Funeng.Engines.Criteria;

namespace Funeng.Modules.Policies.Tell;

/// <summary>
/// From entitled to paid, of one benefit and one period: how far each of the entitled has come, who stopped on the way and why, and who was missed.
/// </summary>
public sealed class ReadFunnel(TellEnterprises tell, IBenefitDrops drops, ItemBook items)
{
    /// <returns>Null when there is no such benefit, or not for this user.</returns>
    public async Task<Funnel?> RunAsync(string benefit, CancellationToken cancellation)
    {
        if (await tell.ReadAsync(benefit, cancellation) is not { } view) return null;
        var stopped = view.Closed is null ? (await drops.OfAsync(benefit, view.Year, cancellation)).ToDictionary(drop => drop.Subject) : [];
        return new Funnel(view, stopped, await ItemsAsync(view, cancellation));
    }

    /// <summary>The registered items of those who are seen here that meet the conditions; those nobody has asked for first.</summary>
    private async Task<IReadOnlyList<ItemStanding>> ItemsAsync(TellView view, CancellationToken cancellation)
    {
        var rule = view.List.Rule;
        if (view.Closed is not null || rule.Benefit.Item?.By != ItemBy.Number || !await items.AnyAsync(rule.Benefit.Id, cancellation)) return [];
        var decided = await items.DecideAsync(rule, view.Rows.ToDictionary(row => row.Enterprise.Id, row => row.Enterprise.Region), view.List.On, null, cancellation);
        return [.. decided.Where(one => one.Standing.Outcome == Outcome.Met).OrderBy(one => view.ItemSteps.ContainsKey((one.Item.Subject, one.Item.Number))).ThenByDescending(one => one.Standing.Sure)];
    }
}

/// <param name="Drops">Who stopped on the way, by enterprise; also of those who are not seen here.</param>
/// <param name="Items">The registered items that meet the conditions; empty where it is not given item by item.</param>
public sealed record Funnel(TellView View, IReadOnlyDictionary<long, BenefitDrop> Drops, IReadOnlyList<ItemStanding> Items)
{
    /// <summary>Entitled, and nobody has begun: neither of the enterprise nor of one of its items.</summary>
    public IReadOnlyList<TellRow> Missed { get; } = [.. View.Rows.Where(row => row.Step is null || Items.Any(one => one.Item.Subject == row.Enterprise.Id && !View.ItemSteps.ContainsKey((one.Item.Subject, one.Item.Number))))];

    public IReadOnlyList<TellRow> Stopped { get; } = [.. View.Rows.Where(row => Drops.ContainsKey(row.Enterprise.Id))];

    /// <summary>How many have come so far, or further.</summary>
    public int At(TakeStep step) => View.Rows.Count(row => row.Step >= step);

    /// <summary>How far one item is; null where nobody has begun.</summary>
    public TakeStep? Of(ItemStanding one) => View.ItemSteps.TryGetValue((one.Item.Subject, one.Item.Number), out var step) ? step : null;
}
