using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Cultivation;

/// <summary>
/// Titles a standard asks for that are held today and end before a later application date: they have to be renewed, and nobody should read that they
/// are lacking. The renewal may be under a newer version of the same title, so all versions count as one.
/// </summary>
internal static class LapsingTitles
{
    /// <returns>By catalogue key of the title that is not held on the later date: the last day of the one that is held today.</returns>
    public static IReadOnlyDictionary<string, DateOnly> Of(Scheme scheme, FactView today, FactView later)
    {
        var lapsing = new Dictionary<string, DateOnly>();
        foreach (var fact in scheme.FiledFacts)
        {
            if (fact.Origin is FactOrigin.TitleHeld title && later.Find(fact) is { Value.IsTrue: false } && LastDay(title.Scheme, today.Facts, today.On, later.On) is { } last)
                lapsing[fact.Key] = last;
        }

        return lapsing;
    }

    private static DateOnly? LastDay(string scheme, SubjectFacts facts, DateOnly today, DateOnly later)
    {
        var held = facts.Titles.Where(grant => TitleVersions.FamilyOf(grant.Scheme) == TitleVersions.FamilyOf(scheme) && grant.IsValidOn(today)).ToList();
        return held.Count > 0 && held.All(grant => grant.To < later) ? held.Max(grant => grant.To) : null;
    }
}
