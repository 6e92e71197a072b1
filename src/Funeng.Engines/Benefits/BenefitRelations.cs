using System.Globalization;

namespace Funeng.Engines.Benefits;

/// <summary>The relations of all benefits, checked as a whole: of all days together, or of one day. Immutable and thread-safe.</summary>
/// <param name="relations">As the benefits state them: symmetric ones are stated by both.</param>
/// <param name="ceilings">The yearly ceilings, version by version.</param>
public sealed class BenefitRelations(IReadOnlyList<BenefitRelation> relations, IReadOnlyList<BenefitCeiling> ceilings)
{
    private readonly HashSet<(string, string)> apart =
        [.. relations.Where(IsSymmetric).SelectMany(relation => new[] { (relation.From, relation.To), (relation.To, relation.From) })];

    private readonly HashSet<(string, string)> higherOnly =
        [.. relations.Where(relation => relation.Kind == RelationKind.HigherOnly).SelectMany(relation => new[] { (relation.From, relation.To), (relation.To, relation.From) })];

    private readonly ILookup<string, string> needs =
        relations.Where(relation => relation.Kind == RelationKind.Needs).ToLookup(relation => relation.From, relation => relation.To);

    private readonly Lazy<IReadOnlyList<(DateOnly From, BenefitRelations Relations)>> spans = new(() => Spans(relations, ceilings));

    /// <summary>No relations at all.</summary>
    public static BenefitRelations None { get; } = new([], []);

    /// <summary>As stated.</summary>
    public IReadOnlyList<BenefitRelation> All => relations;

    /// <summary>The yearly ceilings.</summary>
    public IReadOnlyList<BenefitCeiling> Ceilings => ceilings;

    /// <summary>Those that hold on a day: what has ended, or has not begun, binds nobody.</summary>
    /// <param name="day">The day.</param>
    /// <returns>These relations where none is dated.</returns>
    public BenefitRelations On(DateOnly day) => spans.Value.Count <= 1 ? this : spans.Value.Last(span => span.From <= day).Relations;

    /// <summary>True when both may not be paid to one subject.</summary>
    /// <param name="one">Id of a benefit.</param>
    /// <param name="other">Id of another.</param>
    /// <returns>Whether one excludes the other.</returns>
    public bool AreApart(string one, string other) => apart.Contains((one, other));

    /// <summary>True when of both together no more may be paid than the higher one: what was paid of the lower one is part of it.</summary>
    /// <param name="one">Id of a benefit.</param>
    /// <param name="other">Id of another.</param>
    /// <returns>Whether they go by the higher one.</returns>
    public bool GoByTheHigher(string one, string other) => higherOnly.Contains((one, other));

    /// <summary>The benefits without which one may not be taken.</summary>
    /// <param name="benefit">Its id.</param>
    /// <returns>Ids of those it needs directly.</returns>
    public IEnumerable<string> NeededBy(string benefit) => needs[benefit];

    /// <summary>The ceiling a benefit stands under.</summary>
    /// <param name="benefit">Its id.</param>
    /// <returns>The ceiling, or null.</returns>
    public BenefitCeiling? CeilingOf(string benefit) => ceilings.FirstOrDefault(ceiling => ceiling.Benefits.Contains(benefit));

    /// <summary>
    /// Everything wrong: unknown ids, dates in the wrong order, and on any day relations only one side states, circles of prerequisites, contradictions,
    /// two versions of one ceiling, benefits under two ceilings.
    /// </summary>
    /// <param name="benefits">Ids of all benefits.</param>
    /// <returns>All problems, each once; empty when the relations are sound on every day.</returns>
    public IReadOnlyList<RelationProblem> Check(IReadOnlyCollection<string> benefits) =>
    [
        .. Unknown(benefits.ToHashSet()), .. Reversed(),
        .. spans.Value.SelectMany(span => span.Relations.OfOneDay().Select(problem => (span.From, Problem: problem))).GroupBy(one => one.Problem).Select(group => Since(group.Key, group.First().From)),
    ];

    // Between two turns nothing changes, so that one day of each stretch stands for all of it.
    private static IReadOnlyList<(DateOnly From, BenefitRelations Relations)> Spans(IReadOnlyList<BenefitRelation> relations, IReadOnlyList<BenefitCeiling> ceilings) =>
    [
        .. relations.Select(relation => relation.During).Concat(ceilings.Select(ceiling => ceiling.During)).SelectMany(during => during.Turns()).Append(DateOnly.MinValue).Distinct().Order()
            .Select(from => (from, new BenefitRelations([.. relations.Where(relation => relation.During.Holds(from))], [.. ceilings.Where(ceiling => ceiling.During.Holds(from))]))),
    ];

    private static RelationProblem Since(RelationProblem problem, DateOnly from) =>
        from == DateOnly.MinValue ? problem : problem with { Message = string.Create(CultureInfo.InvariantCulture, $"From {from:yyyy-MM-dd} on: {problem.Message}") };

    private IEnumerable<RelationProblem> OfOneDay() => [.. Asymmetric(), .. Contradictions(), .. Circles(), .. Ceiled()];

    private IEnumerable<RelationProblem> Reversed() =>
    [
        .. relations.Where(relation => relation.During.To < relation.During.From).Select(relation => new RelationProblem(relation.From, $"Its relation {relation.Kind} with '{relation.To}' ends before it begins.")),
        .. ceilings.Where(ceiling => ceiling.During.To < ceiling.During.From).Select(ceiling => new RelationProblem(ceiling.Id, "The ceiling ends before it begins.")),
    ];

    private static bool IsSymmetric(BenefitRelation relation) => relation.Kind is RelationKind.Exclusive or RelationKind.HigherOnly;

    private IEnumerable<RelationProblem> Unknown(HashSet<string> benefits)
    {
        foreach (var relation in relations)
        {
            if (!benefits.Contains(relation.To)) yield return new RelationProblem(relation.From, $"Its relation {relation.Kind} names '{relation.To}', which is no benefit.");
            else if (relation.From == relation.To) yield return new RelationProblem(relation.From, $"It states the relation {relation.Kind} with itself.");
        }

        foreach (var ceiling in ceilings)
        {
            foreach (var id in ceiling.Benefits.Where(id => !benefits.Contains(id)))
                yield return new RelationProblem(ceiling.Id, $"The ceiling names '{id}', which is no benefit.");
        }
    }

    private IEnumerable<RelationProblem> Asymmetric() => relations.Where(IsSymmetric)
        .Where(relation => !relations.Any(other => (other.From, other.Kind, other.To) == (relation.To, relation.Kind, relation.From)))
        .Select(relation => new RelationProblem(relation.From, $"It states {relation.Kind} with '{relation.To}', which does not state it in turn."));

    private IEnumerable<RelationProblem> Contradictions() =>
        from relation in relations
        where relation.Kind == RelationKind.Needs && AllNeeded(relation.From).Any(needed => AreApart(relation.From, needed))
        select new RelationProblem(relation.From, $"It needs '{relation.To}' and excludes what that brings: nobody can ever take it.");

    private IEnumerable<RelationProblem> Circles() => needs
        .Where(stated => AllNeeded(stated.Key).Contains(stated.Key))
        .Select(stated => new RelationProblem(stated.Key, "It is its own prerequisite, through " + string.Join(" → ", AllNeeded(stated.Key).Order(StringComparer.Ordinal)) + "."));

    private IEnumerable<RelationProblem> Ceiled()
    {
        foreach (var ceiling in ceilings.Where(ceiling => ceiling.Most < 0)) yield return new RelationProblem(ceiling.Id, "The ceiling is below zero.");
        foreach (var twice in ceilings.GroupBy(ceiling => ceiling.Id).Where(group => group.Count() > 1)) yield return new RelationProblem(twice.Key, "Two versions of the ceiling hold on one day.");
        foreach (var twice in ceilings.SelectMany(ceiling => ceiling.Benefits.Distinct()).GroupBy(id => id).Where(group => group.Count() > 1))
            yield return new RelationProblem(twice.Key, "It stands under two ceilings; one benefit has one.");
    }

    private HashSet<string> AllNeeded(string benefit)
    {
        var found = new HashSet<string>();
        var open = new Queue<string>(needs[benefit]);
        while (open.TryDequeue(out var next))
        {
            if (!found.Add(next)) continue;
            foreach (var further in needs[next]) open.Enqueue(further);
        }

        return found;
    }
}
