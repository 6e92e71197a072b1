using Funeng.Engines.Facts;
using Funeng.Feel.Dmn;

namespace Funeng.Engines.Criteria;

/// <summary>A recognition, classification or ladder step in one version, read from its decision model. Immutable and thread-safe.</summary>
public sealed record Scheme
{
    /// <summary>Id, equal to its folder: <c>sme-specialised-2022</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Version of the rule text; a correction is a new version.</summary>
    public required string Version { get; init; }

    /// <summary>Full Chinese title.</summary>
    public required string Title { get; init; }

    /// <summary>Short Chinese name, used in the names of 持有… and 符合… facts.</summary>
    public required string ShortName { get; init; }

    /// <summary>Recognition, classification, listing, grant, ladder.</summary>
    public required string Kind { get; init; }

    /// <summary>Id of the ladder it is a step of; empty when it stands alone.</summary>
    public string Ladder { get; init; } = "";

    /// <summary>Step of the ladder, counted upwards; null when it stands alone.</summary>
    public int? Rank { get; init; }

    /// <summary>First application date it decides; null when open.</summary>
    public DateOnly? EffectiveFrom { get; init; }

    /// <summary>Last application date it decides, inclusive; null when open.</summary>
    public DateOnly? EffectiveTo { get; init; }

    /// <summary>Id of the scheme it replaces; empty for none.</summary>
    public string Supersedes { get; init; } = "";

    /// <summary>Id of the scheme that replaces it; empty for none.</summary>
    public string SupersededBy { get; init; } = "";

    /// <summary>Years for which its title counts; null when it does not lapse.</summary>
    public int? ValidityYears { get; init; }

    /// <summary>Every attribute of the scheme element of the model, by name: region, confidence, documentTitle and so on.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>All criteria in the order of the notice, the conclusion among them.</summary>
    public required IReadOnlyList<Criterion> Criteria { get; init; }

    /// <summary>The decision 结论.</summary>
    public required Criterion Conclusion { get; init; }

    /// <summary>The decision 结论_复核; null when a re-examination is decided like an application.</summary>
    public Criterion? ReexamConclusion { get; init; }

    /// <summary>Every fact the criteria name, in catalogue order, without what derived facts need in turn.</summary>
    public required IReadOnlyList<FactDefinition> Facts { get; init; }

    /// <summary>Every fact the scheme depends on that can be filed or given, formulas followed down, in catalogue order.</summary>
    public IReadOnlyList<FactDefinition> FiledFacts { get; init; } = [];

    /// <summary>Keys of every filed fact the scheme can depend on, formulas followed down by the names in them; rather one too many than one too few.</summary>
    /// <param name="catalogue">The catalogue of the facts.</param>
    /// <returns>The keys; null where it rests on what other schemes conclude, which may be anything.</returns>
    public IReadOnlySet<string>? NeededKeys(FactCatalogue catalogue)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal) { SubjectFacts.TitlesChecked };
        var open = new Stack<FactDefinition>(Facts);
        while (open.TryPop(out var fact))
        {
            if (!keys.Add(fact.Key)) continue;
            if (fact.Origin is FactOrigin.SchemeResult) return null;
            if (fact.Origin is FactOrigin.View view && catalogue.Find(view.Of) is { } filed) open.Push(filed);
            if (fact.Origin is not FactOrigin.Derived derived) continue;
            foreach (var named in catalogue.All.Where(other => derived.Formula.Contains(other.Name, StringComparison.Ordinal))) open.Push(named);
        }

        return keys;
    }

    /// <summary>The facts reviewers and experts file for it.</summary>
    public IReadOnlyList<FactDefinition> ReviewItems => [.. Facts.Where(fact => fact.Origin is FactOrigin.Review)];

    /// <summary>The facts one of the criteria rests on, through the decisions it refers to; empty for a key the scheme does not have.</summary>
    /// <param name="key">Key of a criterion.</param>
    /// <returns>Filed facts, views, formulas, titles and conclusions.</returns>
    public IReadOnlySet<FactDefinition> FactsOf(string key)
    {
        for (var index = 0; index < Decisions.Count; index++)
        {
            if (Decisions[index].Criterion?.Key == key) return Reach.Facts(index);
        }

        return new HashSet<FactDefinition>();
    }

    internal IReadOnlyList<SchemeDecision> Decisions { get; init; } = [];

    internal int ConclusionIndex { get; init; }

    internal int? ReexamIndex { get; init; }

    internal SchemeReach Reach { get; init; } = null!;

    internal FactCatalogue Catalogue { get; init; } = null!;

    internal IReadOnlyList<Threshold> Thresholds { get; init; } = [];

    /// <summary>Reads a scheme out of a decision model in the criteria profile.</summary>
    /// <param name="model">The model; its name is the id of the scheme.</param>
    /// <param name="catalogue">The catalogue of the facts it names; review items of the model may be in it (see <see cref="ReviewFacts"/>).</param>
    /// <returns>The scheme with everything wrong with it.</returns>
    public static SchemeReading Read(DmnModel model, FactCatalogue catalogue) => new SchemeReader(model, catalogue).Read();

    /// <summary>The review items of a model as facts, to be added to the catalogue before its scheme is read.</summary>
    /// <param name="model">The model.</param>
    /// <returns>Their definitions with keys <c>review:scheme:item</c>.</returns>
    public static IReadOnlyList<FactDefinition> ReviewFacts(DmnModel model) => [.. SchemeReader.ReviewFacts(model)];

    /// <summary>True when the scheme decides applications of a day; both ends are inclusive.</summary>
    /// <param name="day">Application date.</param>
    /// <returns>Whether it is in force.</returns>
    public bool IsInForce(DateOnly day) => !(day < EffectiveFrom) && !(day > EffectiveTo);
}
