using System.Collections.Concurrent;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;

namespace Funeng.Modules.Cultivation.Near;

/// <summary>
/// What was found about the nearness of enterprises, kept while their facts, the rules and the day are the same. Finding a path takes
/// milliseconds for each; most of what a page asks for was asked for before.
/// </summary>
public sealed class NearMemory
{
    private const int Most = 50_000;

    private readonly ConcurrentDictionary<(long Subject, string Library, string Sha256), Known> known = new();

    internal Known Of(long subject, LibraryDefinition library, string sha256, FactView view)
    {
        var print = Print(view.Facts);
        if (known.TryGetValue((subject, library.Id, sha256), out var found) && found.Day == view.On && found.Facts == print)
            return found;
        if (known.Count >= Most) known.Clear();
        return known[(subject, library.Id, sha256)] = new Known(view.On, print);
    }

    /// <summary>A number for all facts and titles together, whatever their order; another fact or value makes another number.</summary>
    private static ulong Print(SubjectFacts facts)
    {
        var print = facts.TitlesKnown ? 1UL : 0UL;
        foreach (var fact in facts.All) print += Spread(HashCode.Combine(fact.Definition.Key, fact.Period.Year, fact.Value), HashCode.Combine(fact.Value, fact.Period.Year, fact.Definition.Key, 1));
        foreach (var grant in facts.Titles) print += Spread(HashCode.Combine(grant.Scheme, grant.From, grant.To), HashCode.Combine(grant.To, grant.From, grant.Scheme, 2));
        return print;
    }

    private static ulong Spread(int one, int other) => ((ulong)(uint)one << 32) | (uint)other;

    /// <param name="Day">The day the facts are seen on.</param>
    /// <param name="Facts">The number of the facts it was found on.</param>
    internal sealed record Known(DateOnly Day, ulong Facts)
    {
        /// <summary>What stands in the way, without evidence.</summary>
        public Blocks? Blocks { get; set; }

        /// <summary>Whether it is large and the tier for small and middling ones.</summary>
        public bool? IsTooLarge { get; set; }

        /// <summary>Its way to the tier; null where none was searched for.</summary>
        public PathPlan? Plan { get; set; }

        public NearFinding? Finding { get; set; }
    }
}

/// <summary>Why one enterprise misses a tier.</summary>
internal sealed record NearFinding(Outcome Outcome, IReadOnlyList<string> Gaps, IReadOnlyList<string> Open);
