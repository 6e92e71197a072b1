using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies.Premises;

namespace Funeng.Modules.Policies.Demands;

/// <summary>How one premise fits a demand.</summary>
/// <param name="Short">What it lacks, each by how much; none where it fits.</param>
/// <param name="Held">What it keeps.</param>
/// <param name="Distance">The sum of what it lacks as shares of what was asked for.</param>
public sealed record PremiseFit(Premise Premise, IReadOnlyList<string> Short, IReadOnlyList<string> Held, decimal Distance)
{
    private const int Most = 20;

    /// <summary>What is offered of the kind, what fits first, then what lacks least; each with its reasons.</summary>
    /// <param name="place">The name of a district.</param>
    public static IReadOnlyList<PremiseFit> Of(SupportDemand demand, IEnumerable<Premise> offered, Func<string, string> place) =>
    [
        .. offered.Where(premise => premise.Kind == demand.Wanted).Select(premise => Of(demand, premise, place))
            .OrderBy(fit => fit.Short.Count).ThenBy(fit => fit.Distance).ThenBy(fit => fit.Premise.PriceFen).ThenBy(fit => fit.Premise.Id).Take(Most),
    ];

    private static PremiseFit Of(SupportDemand demand, Premise premise, Func<string, string> place)
    {
        var (lacks, holds, distance) = (new List<string>(), new List<string>(), 0m);
        void Say(string? lack, decimal share, string hold)
        {
            if (lack is null)
            {
                holds.Add(hold);
                return;
            }

            lacks.Add(lack);
            distance += share;
        }

        Say(
            premise.Area < demand.LeastArea ? $"面积差 {Fmt.Number(demand.LeastArea - premise.Area)} 平方米" : premise.Area > demand.MostArea ? $"面积多 {Fmt.Number(premise.Area - demand.MostArea)} 平方米" : null,
            premise.Area < demand.LeastArea ? Share(demand.LeastArea - premise.Area, demand.LeastArea) : Share(premise.Area - demand.MostArea, demand.MostArea), "面积合适");
        if (demand.Region.Length > 0) Say(premise.Region == demand.Region ? null : $"在{place(premise.Region)}，想要{place(demand.Region)}", 1, $"在{place(premise.Region)}");
        if (demand.MostPriceFen is { } most) Say(premise.PriceFen <= most ? null : $"价格高 {premise.Kind.Price(premise.PriceFen - most)}", Share(premise.PriceFen - most, most), "价格在上限以内");
        var late = premise.AvailableFrom.DayNumber - demand.NeededBy.DayNumber;
        Say(late > 0 ? $"{Fmt.Date(premise.AvailableFrom)} 起才能用，晚 {late} 天" : null, Share(late, 365), "能按时用上");
        return new PremiseFit(premise, lacks, holds, distance);
    }

    private static decimal Share(long part, long whole) => (decimal)part / Math.Max(1, whole);
}
