using Funeng.Engines.Facts;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Policies.Effect;

/// <summary>
/// Who had a benefit since when: by what was paid; where nothing was paid yet and the benefit goes with a title, by who was first granted it. A benefit without either has no recipients that anybody knows.
/// </summary>
internal sealed class Recipients(IEnumerable<IPaidBenefits> payers, RuleBook rules)
{
    public async Task<RecipientList> OfAsync(BenefitRule rule, FactTable table, CancellationToken cancellation)
    {
        var since = new Dictionary<long, int>();
        foreach (var payer in payers)
        {
            foreach (var paid in await payer.ReadAsync(rule.Benefit.Id, cancellation)) Note(since, paid.Enterprise, paid.On.Year);
        }

        if (since.Count > 0) return new RecipientList(RecipientSource.Paid, [], since);
        var titles = TitlesOf(rule);
        if (titles.Count == 0) return new RecipientList(RecipientSource.Unknown, [], since);
        var schemes = titles.Select(title => ((FactOrigin.TitleHeld)title.Origin).Scheme).ToHashSet();
        for (var row = 0; row < table.Subjects.Count; row++)
        {
            foreach (var grant in table.Titles(row))
            {
                // A grant nobody dated says nothing of the year in which it was made, and yet its holder is no stranger to it.
                if (schemes.Contains(grant.Scheme)) Note(since, table.Subjects[row], grant.IsUndated ? RecipientList.Undated : grant.From.Year);
            }
        }

        return new RecipientList(RecipientSource.Titles, [.. titles.Select(title => title.Label.StartsWith("持有", StringComparison.Ordinal) ? title.Label[2..] : title.Label)], since);
    }

    // A condition that is a title held, or one of several; what else is asked may narrow it where everybody gets the same sum.
    private List<FactDefinition> TitlesOf(BenefitRule rule)
    {
        var conditions = rule.Benefit.Conditions.Select(condition => condition.Rule.Split(" or ").Select(name => rules.Catalogue.FindByName(name.Trim())).ToList()).ToList();
        var titles = conditions.FindAll(named => named.TrueForAll(fact => fact?.Origin is FactOrigin.TitleHeld));
        var isSameForAll = rule.Benefit.HasAmount && !rules.Catalogue.All.Any(fact => rule.Benefit.Amount.Contains(fact.Name, StringComparison.Ordinal));
        return titles.Count == conditions.Count || (titles.Count == 1 && isSameForAll) ? [.. titles.SelectMany(named => named).OfType<FactDefinition>().Distinct()] : [];
    }

    private static void Note(Dictionary<long, int> since, long enterprise, int year) =>
        since[enterprise] = since.TryGetValue(enterprise, out var known) ? Math.Min(known, year) : year;
}

/// <summary>How it is known who had a benefit.</summary>
public enum RecipientSource
{
    Unknown,
    Paid,
    Titles,
}

/// <param name="Titles">Labels of the titles it goes with; empty where it was paid.</param>
/// <param name="Since">The first year of each enterprise.</param>
internal sealed record RecipientList(RecipientSource Source, IReadOnlyList<string> Titles, IReadOnlyDictionary<long, int> Since)
{
    /// <summary>The year of somebody of whom only that, not since when, is known: before all others.</summary>
    public const int Undated = 0;

    public IReadOnlyList<(int Year, int Count)> Years => [.. Since.Values.Where(year => year != Undated).GroupBy(year => year).OrderBy(group => group.Key).Select(group => (group.Key, group.Count()))];
}
