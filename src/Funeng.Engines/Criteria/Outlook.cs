using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria;

/// <summary>How the facts of a subject would stand on a later application date if nothing changed.</summary>
public static class Outlook
{
    /// <summary>Moves an application to a later day. Figures of years nobody can have filed yet stay at the last one filed and are marked as
    /// assumed; titles lapse when their term ends, ages grow. What is missing today stays missing.</summary>
    /// <param name="today">Facts and application date as they are.</param>
    /// <param name="on">The later application date.</param>
    /// <returns>The view of that date; the same view for a date of the same year.</returns>
    public static FactView On(FactView today, DateOnly on)
    {
        if (on.Year <= today.On.Year) return today;
        var builder = today.Facts.ToBuilder();
        foreach (var definition in today.Catalogue.All.Where(definition => definition.IsPerYear))
        {
            for (var year = today.On.Year; year <= on.Year; year++)
            {
                if (today.Facts.Find(definition, new Period(year)) is null && Last(today.Facts, definition, year) is { } last)
                    builder.Add(last with { Period = new Period(year), Filing = FilingRef.Assumed, Inputs = [last] });
            }
        }

        return today.At(builder.Build(), on);
    }

    private static Fact? Last(SubjectFacts facts, FactDefinition definition, int before)
    {
        for (var year = before - 1; year >= before - 9; year--)
        {
            if (facts.Find(definition, new Period(year)) is { } fact) return fact;
        }

        return null;
    }
}
