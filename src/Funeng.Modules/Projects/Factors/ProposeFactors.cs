using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Funeng.Engines.Planning.Factors;

namespace Funeng.Modules.Projects.Factors;

/// <summary>What a project would get by the proposal, or why it waits.</summary>
/// <param name="Asks">What it still asks for, by factor.</param>
/// <param name="Missing">What the district would need more of for it, by factor; empty for those that get theirs.</param>
public sealed record FactorTurn(Project Project, IReadOnlyDictionary<Factor, decimal> Asks, bool Gets, IReadOnlyDictionary<Factor, decimal> Missing, bool IsUnvalued);

/// <summary>How the rest of a district's quotas would best be shared out.</summary>
/// <param name="IsPossible">False when the projects that must be served do not fit together.</param>
/// <param name="IsOptimal">Proved that nothing is worth more.</param>
public sealed record FactorPlan(bool IsPossible, bool IsOptimal, decimal Value, decimal Asked, IReadOnlyList<FactorTurn> Turns, IReadOnlyDictionary<Factor, decimal> Left);

/// <summary>
/// Shares what is left of a district's quotas among the projects that still ask, whole needs only, so that those served are worth the most total investment. Factors
/// without a quota entered bind nobody; where more was promised than there is, nothing is left.
/// </summary>
internal static class ProposeFactors
{
    private const decimal Wan = 10_000;

    private const long Steps = 300_000;

    public static FactorPlan Find(IReadOnlyList<FactorStanding> standings, bool provincialFirst, FactorMemory memory)
    {
        var known = standings.Where(standing => standing.Stock is not null).ToList();
        var quotas = known.ConvertAll(standing => new FactorQuota(standing.Factor.ToString(), Math.Max(0, standing.Left!.Value)));
        var asking = standings.SelectMany(standing => standing.Projects).Where(row => row.Need.Open > 0).GroupBy(row => row.Project.Code).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var requests = asking.ConvertAll(group => new FactorRequest(group.Key,
            [new FactorOption("全部需求", ValueOf(group.First().Project), group.Where(row => known.Exists(standing => standing.Factor == row.Need.Factor)).ToDictionary(row => row.Need.Factor.ToString(), row => row.Need.Open))],
            provincialFirst && group.First().Project.Kind == ProjectKind.Provincial));
        var asked = requests.Sum(request => request.Options[0].Value);
        if (memory.Get(quotas, requests, () => FactorAllocation.Find(quotas, requests, Steps)) is not { } proposal)
            return new FactorPlan(false, false, 0, asked, [], quotas.ToDictionary(quota => Enum.Parse<Factor>(quota.Id), quota => quota.Amount));
        return new FactorPlan(true, proposal.IsOptimal, proposal.Value, asked,
            [
                .. proposal.Decisions.Select((decision, index) => new FactorTurn(
                    asking[index].First().Project, asking[index].ToDictionary(row => row.Need.Factor, row => row.Need.Open), decision.Option is not null, ByFactor(decision.Missing), ValueOf(asking[index].First().Project) == 0))
                    .OrderByDescending(turn => turn.Gets).ThenByDescending(turn => ValueOf(turn.Project)).ThenBy(turn => turn.Project.Code, StringComparer.Ordinal),
            ],
            ByFactor(proposal.Left));
    }

    /// <summary>万元 with all their decimals: what is proved best is so for the figures that are filed.</summary>
    private static decimal ValueOf(Project project) => (project.Total ?? 0) / Wan;

    private static Dictionary<Factor, decimal> ByFactor(IReadOnlyDictionary<string, decimal> amounts) => amounts.ToDictionary(pair => Enum.Parse<Factor>(pair.Key), pair => pair.Value);
}

/// <summary>Proposals found before: asked the same again, the same is answered without a search.</summary>
internal sealed class FactorMemory
{
    private const int Most = 200;

    private readonly ConcurrentDictionary<string, FactorProposal?> kept = new(StringComparer.Ordinal);

    public FactorProposal? Get(IReadOnlyList<FactorQuota> quotas, IReadOnlyList<FactorRequest> requests, Func<FactorProposal?> find)
    {
        var question = Words(quotas, requests);
        if (kept.TryGetValue(question, out var known)) return known;
        if (kept.Count >= Most) kept.Clear();
        return kept[question] = find();
    }

    /// <summary>All a proposal depends on, written out: two questions are the same when their words are.</summary>
    private static string Words(IReadOnlyList<FactorQuota> quotas, IReadOnlyList<FactorRequest> requests)
    {
        var words = new StringBuilder();
        foreach (var quota in quotas) words.Append(CultureInfo.InvariantCulture, $"{quota.Id}={quota.Amount};");
        foreach (var request in requests)
        {
            words.Append(CultureInfo.InvariantCulture, $"|{request.Project}{(request.Must ? "!" : "")}");
            foreach (var option in request.Options)
            {
                words.Append(CultureInfo.InvariantCulture, $":{option.Value}");
                foreach (var need in option.Needs) words.Append(CultureInfo.InvariantCulture, $",{need.Key}={need.Value}");
            }
        }

        return words.ToString();
    }
}
