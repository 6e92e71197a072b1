using Funeng.Engines.Facts;

namespace Funeng.Engines.Criteria;

/// <summary>A fact that is part of another and never exceeds it, both as rules name them for the same year.</summary>
internal sealed record FactTie(FactDefinition Part, FactDefinition Whole)
{
    /// <summary>The ties of some facts that hold as things stand; figures that contradict each other already bind nothing.</summary>
    public static IReadOnlyList<FactTie> Of(IEnumerable<FactDefinition> facts, SchemeRun start)
    {
        var catalogue = start.Scheme.Catalogue;
        var wanted = facts.ToHashSet(FactKeyComparer.Instance);
        return [.. catalogue.All
            .Select(part => (Part: part, Whole: WholeOf(part, catalogue)))
            .Where(pair => pair.Whole is not null && (wanted.Contains(pair.Part) || wanted.Contains(pair.Whole)))
            .Select(pair => new FactTie(pair.Part, pair.Whole!))
            .Where(tie => !tie.IsBroken(start))];
    }

    /// <summary>True when the part certainly exceeds the whole.</summary>
    public bool IsBroken(SchemeRun run) =>
        run.Facts.Of(Part) is { Kind: PossibleKind.Number, Interval.Low: { IsFinite: true } low }
        && run.Facts.Of(Whole) is { Kind: PossibleKind.Number, Interval.High: { IsFinite: true } high }
        && low.Value > high.Value;

    private static FactDefinition? WholeOf(FactDefinition part, FactCatalogue catalogue) => part.Origin switch
    {
        FactOrigin.View view when catalogue.Find(view.Of)?.AtMost is { Length: > 0 } whole =>
            catalogue.All.FirstOrDefault(other => other.Origin is FactOrigin.View seen && seen.Of == whole && seen.YearOffset == view.YearOffset),
        FactOrigin.Filed when part.AtMost.Length > 0 => catalogue.Find(part.AtMost),
        _ => null,
    };
}
