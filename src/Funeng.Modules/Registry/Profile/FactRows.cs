using Funeng.Engines.Facts;

namespace Funeng.Modules.Registry.Profile;

/// <summary>One fact of a section: its values by period, the latest first.</summary>
public sealed record FactRow(FactDefinition Definition, IReadOnlyDictionary<Period, Fact> Values)
{
    public Fact Latest => Values.MaxBy(pair => pair.Key.Year).Value;
}

/// <summary>The facts of one section of the catalogue: yearly ones beside each other, states, and what follows by formula.</summary>
public sealed record FactSection(
    string Title, IReadOnlyList<int> Years, IReadOnlyList<FactRow> Yearly, IReadOnlyList<FactRow> States, IReadOnlyList<Fact> Computed, int Missing);

/// <summary>Lays the facts of an enterprise out by section.</summary>
public static class FactLayout
{
    private const int MostYears = 4;

    public static IReadOnlyList<FactSection> Of(EnterpriseProfile profile, FactSections sections)
    {
        var filed = profile.Facts.All.GroupBy(fact => fact.Definition.Key)
            .ToDictionary(group => group.Key, group => new FactRow(group.First().Definition, group.ToDictionary(fact => fact.Period)));
        var result = new List<FactSection>();
        foreach (var title in sections.Titles)
        {
            var definitions = profile.Facts.Catalogue.All
                .Where(definition => definition.Subject == Facts.Subject.Enterprise && sections.Of(definition.Key) == title).ToList();
            var rows = definitions.Where(definition => filed.ContainsKey(definition.Key)).Select(definition => filed[definition.Key]).ToList();
            var yearly = rows.Where(row => row.Definition.IsPerYear).ToList();
            var computed = definitions.Where(definition => definition.Origin is FactOrigin.Derived && !filed.ContainsKey(definition.Key))
                .Select(profile.View.Find).OfType<Fact>().ToList();
            var missing = definitions.Count(definition => definition.Origin is FactOrigin.Filed && !filed.ContainsKey(definition.Key));
            if (rows.Count + computed.Count > 0)
            {
                result.Add(new FactSection(
                    title, Years(yearly), yearly, [.. rows.Where(row => !row.Definition.IsPerYear)], computed, missing));
            }
        }

        return result;
    }

    private static List<int> Years(List<FactRow> yearly) =>
        [.. yearly.SelectMany(row => row.Values.Keys).Select(period => period.Year).Distinct().OrderDescending().Take(MostYears)];
}
