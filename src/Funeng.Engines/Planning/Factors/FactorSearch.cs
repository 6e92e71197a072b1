namespace Funeng.Engines.Planning.Factors;

/// <summary>The search of <see cref="FactorAllocation"/>. Prices and bounds are approximate and only prune with a margin; fits and values are exact decimals.</summary>
internal sealed class FactorSearch
{
    private const int PriceRounds = 400;
    private readonly IReadOnlyList<FactorQuota> quotas;
    private readonly IReadOnlyList<FactorRequest> requests;
    private readonly long maxSteps;
    private readonly decimal[][][] needs;
    private readonly double[][][] shares;
    private readonly double[] prices;
    private readonly int[] order;
    private readonly double[] bestReduced;
    private readonly double[] reducedAfter;
    private readonly int[] chosen;
    private readonly decimal[] left;
    private double margin;
    private double worthOfOneStep;
    private int[]? best;
    private decimal bestValue = -1;
    private long steps;

    public FactorSearch(IReadOnlyList<FactorQuota> quotas, IReadOnlyList<FactorRequest> requests, long maxSteps)
    {
        (this.quotas, this.requests, this.maxSteps) = (quotas, requests, maxSteps);
        needs = [.. requests.Select(request => request.Options.Select(NeedsOf).ToArray())];
        shares = [.. needs.Select(options => options.Select(SharesOf).ToArray())];
        prices = new double[quotas.Count];
        left = [.. quotas.Select(quota => quota.Amount)];
        chosen = [.. requests.Select(_ => -1)];
        bestReduced = new double[requests.Count];
        reducedAfter = new double[requests.Count + 1];
        order = new int[requests.Count];
    }

    public FactorProposal? Run()
    {
        if (requests.Any(request => request.Must && request.Options.Count == 0)) return null;
        worthOfOneStep = (double)ValueStep();
        margin = 1e-9 * (1 + requests.Sum(request => request.Options.Count == 0 ? 0 : (double)request.Options.Max(option => option.Value)));
        Price();
        Sort();
        Branch(0, 0);
        if (best is null) return null;
        var isOptimal = steps < maxSteps;
        return Describe(isOptimal, isOptimal ? bestValue : Math.Max(bestValue, (decimal)(reducedAfter[0] + Worth())));
    }

    private decimal[] NeedsOf(FactorOption option) => [.. quotas.Select(quota => option.Needs.GetValueOrDefault(quota.Id))];

    /// <summary>Needs as shares of the quotas, so that prices of mu and tons are of one size.</summary>
    private double[] SharesOf(decimal[] need) => [.. need.Select((amount, quota) => (double)(amount / UnitOf(quota)))];

    private decimal UnitOf(int quota) => quotas[quota].Amount == 0 ? 1 : quotas[quota].Amount;

    /// <summary>Two proposals of different worth differ by this much at least: the last place any value is written to.</summary>
    private decimal ValueStep()
    {
        var places = requests.SelectMany(request => request.Options).Select(option => (int)option.Value.Scale).DefaultIfEmpty(0).Max();
        return new decimal(1, 0, 0, false, (byte)places);
    }

    /// <summary>Prices of the quotas that make the bound low: where too much is asked for they rise, elsewhere they fall.</summary>
    private void Price()
    {
        var kept = (double[])prices.Clone();
        var lowest = double.MaxValue;
        for (var round = 0; round < PriceRounds; round++)
        {
            var use = new double[quotas.Count];
            var bound = Worth();
            for (var request = 0; request < requests.Count; request++)
            {
                var option = BestOption(request, out var reduced);
                bound += reduced;
                for (var quota = 0; option >= 0 && quota < use.Length; quota++) use[quota] += shares[request][option][quota];
            }

            if (bound < lowest) (lowest, kept) = (bound, (double[])prices.Clone());
            if (!Step(use, bound, round)) break;
        }

        kept.CopyTo(prices, 0);
    }

    private bool Step(double[] use, double bound, int round)
    {
        var slopes = use.Select((used, quota) => used - (double)(quotas[quota].Amount / UnitOf(quota))).ToArray();
        for (var quota = 0; quota < slopes.Length; quota++)
        {
            if (slopes[quota] < 0 && prices[quota] == 0) slopes[quota] = 0;
        }

        var length = slopes.Sum(slope => slope * slope);
        if (length == 0) return false;
        var size = 0.5 * Math.Abs(bound) / (1 + (round / 4.0)) / length;
        for (var quota = 0; quota < prices.Length; quota++) prices[quota] = Math.Max(0, prices[quota] + (size * slopes[quota]));
        return true;
    }

    private double Worth()
    {
        var worth = 0.0;
        for (var quota = 0; quota < prices.Length; quota++) worth += prices[quota] * (double)(left[quota] / UnitOf(quota));
        return worth;
    }

    private double Reduced(int request, int option)
    {
        var reduced = (double)requests[request].Options[option].Value;
        for (var quota = 0; quota < prices.Length; quota++) reduced -= prices[quota] * shares[request][option][quota];
        return reduced;
    }

    /// <summary>The option worth most under the prices; -1 for none, where that is allowed.</summary>
    private int BestOption(int request, out double reduced)
    {
        var option = -1;
        reduced = requests[request].Must ? double.NegativeInfinity : 0;
        for (var candidate = 0; candidate < needs[request].Length; candidate++)
        {
            if (Reduced(request, candidate) is var value && value > reduced) (option, reduced) = (candidate, value);
        }

        return option;
    }

    private void Sort()
    {
        for (var request = 0; request < order.Length; request++)
        {
            order[request] = request;
            BestOption(request, out bestReduced[request]);
        }

        // Decisions the prices are surest about come first; those that must be served before all.
        Array.Sort(order, (one, other) => (requests[other].Must, Math.Abs(bestReduced[other])).CompareTo((requests[one].Must, Math.Abs(bestReduced[one]))));
        for (var place = order.Length - 1; place >= 0; place--) reducedAfter[place] = reducedAfter[place + 1] + bestReduced[order[place]];
    }

    private void Branch(int place, decimal value)
    {
        if (++steps >= maxSteps) return;
        if (place == order.Length)
        {
            if (value > bestValue) (best, bestValue) = ((int[])chosen.Clone(), value);
            return;
        }

        if ((double)value + Worth() + reducedAfter[place] + margin < (double)bestValue + worthOfOneStep && best is not null) return;
        var request = order[place];
        foreach (var option in Ranked(request))
        {
            if (option < 0) Branch(place + 1, value);
            else if (Fits(needs[request][option])) Take(place, request, option, value);
        }
    }

    private IEnumerable<int> Ranked(int request)
    {
        var options = Enumerable.Range(0, needs[request].Length).OrderByDescending(option => Reduced(request, option)).ToList();
        if (!requests[request].Must) options.Insert(options.FindIndex(option => Reduced(request, option) < 0) is >= 0 and var place ? place : options.Count, -1);
        return options;
    }

    private bool Fits(decimal[] need)
    {
        for (var quota = 0; quota < need.Length; quota++)
        {
            if (need[quota] > left[quota]) return false;
        }

        return true;
    }

    private void Take(int place, int request, int option, decimal value)
    {
        var need = needs[request][option];
        for (var quota = 0; quota < need.Length; quota++) left[quota] -= need[quota];
        chosen[request] = option;
        Branch(place + 1, value + requests[request].Options[option].Value);
        chosen[request] = -1;
        for (var quota = 0; quota < need.Length; quota++) left[quota] += need[quota];
    }

    private FactorProposal Describe(bool isOptimal, decimal bound)
    {
        for (var request = 0; request < requests.Count; request++)
        {
            for (var quota = 0; best![request] >= 0 && quota < left.Length; quota++) left[quota] -= needs[request][best[request]][quota];
        }

        return new FactorProposal(
            [.. requests.Select((request, index) => Decide(request, index))], bestValue, bound, isOptimal,
            quotas.Select((quota, index) => (quota.Id, Left: left[index])).ToDictionary(pair => pair.Id, pair => pair.Left));
    }

    private FactorDecision Decide(FactorRequest request, int index)
    {
        if (best![index] >= 0) return new FactorDecision(request, request.Options[best[index]], new Dictionary<string, decimal>());
        var lacks = needs[index].Select(LacksOf).OrderBy(lack => lack.Count).ThenBy(ShareOf).FirstOrDefault() ?? [];
        return new FactorDecision(request, null, lacks);
    }

    private decimal ShareOf(Dictionary<string, decimal> lack) =>
        quotas.Select((quota, index) => lack.GetValueOrDefault(quota.Id) / UnitOf(index)).Sum();

    private Dictionary<string, decimal> LacksOf(decimal[] need) =>
        need.Select((amount, quota) => (quotas[quota].Id, Lack: amount - left[quota])).Where(pair => pair.Lack > 0).ToDictionary(pair => pair.Id, pair => pair.Lack);
}
