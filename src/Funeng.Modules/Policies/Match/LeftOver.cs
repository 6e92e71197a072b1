using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;

namespace Funeng.Modules.Policies.Match;

/// <summary>What is left of a benefit an enterprise is entitled to, beside what it was granted already.</summary>
/// <param name="Standing">With the amount that is left.</param>
/// <param name="Wanted">What could be taken of it, for the bundle.</param>
/// <param name="IsNone">Nothing is left.</param>
/// <param name="IsHad">Because it was granted itself.</param>
/// <param name="Against">The award that stands in the way.</param>
internal sealed record LeftOver(BenefitStanding Standing, IReadOnlyList<Wanted> Wanted, bool IsNone, bool IsHad, long? Against)
{
    public static LeftOver Of(BenefitStanding standing, IHoldings holdings, FactView view)
    {
        var benefit = standing.Rule.Benefit;
        if (!benefit.HasAmount || holdings.All.Count == 0) return new LeftOver(standing, [new Wanted(benefit, "", standing.Sure)], false, false, null);
        // Of an item nobody has registered only what is on file of the enterprise is known, and that was paid for.
        if (benefit.Item is { By: ItemBy.Number } of && standing.Items.Count == 0 && holdings.All.FirstOrDefault(one => one.Benefit == benefit.Id) is { } had)
            return new LeftOver(standing with { Left = $"按{of.Name}一项一项给，{had.Item}已有一笔" }, [], true, true, had.Id);
        var parts = Parts(standing, view).Select(part => Room(benefit, part, holdings, view.On)).ToList();
        var open = parts.FindAll(part => !part.IsNone);
        if (open.Count == 0) return Nothing(standing, holdings, [.. parts]);
        var reasons = parts.Where(part => part.Reason.Length > 0).Select(part => part.Reason).Distinct().ToList();
        if (reasons.Count == 0) return new LeftOver(standing, Wants(benefit, open), false, false, null);
        var amount = new AmountRange(open.Sum(part => part.Low), open.Exists(part => part.High is null) ? null : open.Sum(part => part.High ?? 0));
        return new LeftOver(standing with { Amount = amount, Left = string.Join("；", reasons) }, Wants(benefit, open), false, false, null);
    }

    private static LeftOver Nothing(BenefitStanding standing, IHoldings holdings, List<Part> parts)
    {
        var against = parts.Find(part => part.Against is not null)?.Against;
        var isHad = holdings.All.FirstOrDefault(one => one.Id == against)?.Benefit == standing.Rule.Benefit.Id;
        // What a higher one that is to come would leave of it is looked at with the bundle.
        return new LeftOver(standing with { Left = string.Join("；", parts.Select(part => part.Reason).Distinct()) }, isHad ? [] : Wants(standing.Rule.Benefit, parts), true, isHad, against);
    }

    private static List<Wanted> Wants(Benefit benefit, List<Part> parts) => parts.ConvertAll(part => new Wanted(benefit, part.Item, part.Sure));

    private static IEnumerable<(string Item, AmountRange? Amount)> Parts(BenefitStanding standing, FactView view) => standing.Items.Count > 0
        ? standing.Items.Where(one => one.Standing.Outcome == Outcome.Met).Select(one => (one.Item.Number, one.Standing.Amount))
        : [(standing.Rule.Benefit.Item?.Read(view)?.Item ?? "", standing.Amount)];

    private static Part Room(Benefit benefit, (string Item, AmountRange? Amount) part, IHoldings holdings, DateOnly on)
    {
        var (sure, most) = (part.Amount?.Low ?? 0, part.Amount?.High);
        var high = holdings.RoomFor(benefit, part.Item, on, most is > 0 ? most : null);
        // What it needs may be taken with it: that is for the bundle to say.
        if (high.IsLacking) return new Part(part.Item, sure, sure, most, "", null, false);
        var low = sure == most ? high : sure > 0 ? holdings.RoomFor(benefit, part.Item, on, sure) : new BenefitRoom(0, "", null);
        return new Part(part.Item, sure, low.Yuan ?? 0, most is null && high.Reason.Length == 0 ? null : high.Yuan, low.Reason.Length > 0 ? low.Reason : high.Reason, high.Against, high.IsNone);
    }

    private sealed record Part(string Item, decimal Sure, decimal Low, decimal? High, string Reason, long? Against, bool IsNone);
}
