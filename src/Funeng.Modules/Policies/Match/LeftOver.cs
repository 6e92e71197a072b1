using System.Globalization;
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
        // One by one all the same: a cap may hold for each item by itself.
        if (!benefit.HasAmount || holdings.All.Count == 0) return new LeftOver(standing, [.. Parts(standing, view).Select(part => new Wanted(benefit, part.Item, part.Amount?.Low ?? 0))], false, false, null);
        // Of an item nobody has registered only what is on file of the enterprise is known, and that was paid for.
        if (benefit.Item is { By: ItemBy.Number } of && standing.Items.Count == 0 && holdings.All.FirstOrDefault(one => one.Benefit == benefit.Id && (!benefit.IsYearly || IsOfYear(one, view.On))) is { } had)
            return new LeftOver(standing with { Left = $"按{of.Name}一项一项给，{had.Item}已有一笔" }, [], true, true, had.Id);
        var parts = Rooms(benefit, [.. Parts(standing, view)], holdings, view.On);
        var open = parts.FindAll(part => !part.IsNone);
        if (open.Count == 0) return Nothing(standing, holdings, parts);
        var reasons = parts.Where(part => part.Reason.Length > 0).Select(part => part.Reason).Distinct().ToList();
        if (reasons.Count == 0) return new LeftOver(standing, Wants(benefit, open), false, false, null);
        var amount = new AmountRange(open.Sum(part => part.Low), open.Exists(part => part.High is null) ? null : open.Sum(part => part.High ?? 0));
        return new LeftOver(standing with { Amount = amount, Left = string.Join("；", reasons) }, Wants(benefit, open), false, false, null);
    }

    // What is given every year is had for the year its period begins with, as long as anything is left of it.
    private static bool IsOfYear(HeldBenefit had, DateOnly on) => had.Yuan > 0 && had.PeriodText.StartsWith(on.Year.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

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

    // One after the other, as they are paid: what is left under a cap of all items is there once.
    private static List<Part> Rooms(Benefit benefit, List<(string Item, AmountRange? Amount)> asked, IHoldings holdings, DateOnly on)
    {
        var (parts, low, high, sure) = (new List<Part>(), holdings, holdings, 0m);
        foreach (var part in asked)
        {
            var (alone, next) = (Room(benefit, part, holdings, holdings, on), Room(benefit, part, low, high, on));
            sure += alone.Sure;
            var reason = alone.Reason.Length > 0 || next.Reason.Length == 0 ? alone.Reason : holdings.RoomFor(benefit, part.Item, on, sure).Reason is { Length: > 0 } together ? together : next.Reason;
            parts.Add(alone with { Low = next.Low, High = next.High, Reason = reason });
            if (next.LowRoom is { Yuan: > 0 } paid) low = low.With(benefit, part.Item, on, paid);
            if (next.HighRoom is { Yuan: > 0 } most) high = high.With(benefit, part.Item, on, most);
        }

        return parts;
    }

    private static Part Room(Benefit benefit, (string Item, AmountRange? Amount) part, IHoldings beforeLow, IHoldings beforeHigh, DateOnly on)
    {
        var (sure, most) = (part.Amount?.Low ?? 0, part.Amount?.High);
        var high = beforeHigh.RoomFor(benefit, part.Item, on, most is > 0 ? most : null);
        // What it needs may be taken with it: that is for the bundle to say.
        if (high.IsLacking) return new Part(part.Item, sure, sure, most, "", null, false);
        // What the rule gives nothing for is not known to be more: only what shuts it out altogether is said.
        if (most == 0 && !high.IsNone) return new Part(part.Item, 0, 0, 0, "", null, false);
        var low = sure > 0 ? beforeLow.RoomFor(benefit, part.Item, on, sure) : new BenefitRoom(0, "", null);
        return new Part(part.Item, sure, low.Yuan ?? 0, most is null && high.Reason.Length == 0 ? null : high.Yuan, low.Reason.Length > 0 ? low.Reason : high.Reason, high.Against, high.IsNone) { LowRoom = low, HighRoom = high };
    }

    private sealed record Part(string Item, decimal Sure, decimal Low, decimal? High, string Reason, long? Against, bool IsNone)
    {
        public BenefitRoom? LowRoom { get; init; }

        public BenefitRoom? HighRoom { get; init; }
    }
}
