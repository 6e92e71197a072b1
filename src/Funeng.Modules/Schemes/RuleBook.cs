using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Schemes;

/// <summary>
/// Everything under <c>rules/</c> that decides: the fact catalogue and every scheme in every version, read once and never changed.
/// It also answers the conclusions of schemes that other schemes ask for.
/// </summary>
public sealed class RuleBook : ISchemeConclusions
{
    private readonly CriteriaEvaluator evaluator = new();
    private readonly ILookup<string, RulePack> byId;
    private readonly HashSet<string> cyclic;

    private RuleBook(string folder, FactCatalogue catalogue, IReadOnlyList<RulePack> packs, IReadOnlyList<ReadingPage> pages, List<RuleProblem> problems)
    {
        Folder = folder;
        Catalogue = catalogue;
        Packs = packs;
        ReadingPages = pages;
        byId = packs.ToLookup(pack => pack.Id);
        cyclic = SchemeCycles.Find(packs);
        problems.AddRange(cyclic.Select(id => new RuleProblem(id, "Its conclusion depends on itself through the facts 符合….")));
        Problems = problems;
    }

    public string Folder { get; }

    /// <summary>The facts of the catalogue file and the review items of every scheme.</summary>
    public FactCatalogue Catalogue { get; }

    /// <summary>Every version of every scheme, in the order of issuer, ladder step and id.</summary>
    public IReadOnlyList<RulePack> Packs { get; }

    /// <summary>Notices without a decision model.</summary>
    public IReadOnlyList<ReadingPage> ReadingPages { get; }

    /// <summary>What could not be read; the packs concerned are left out.</summary>
    public IReadOnlyList<RuleProblem> Problems { get; }

    public static RuleBook Load(string folder) => Of(folder, RuleFolder.Read(folder));

    internal static RuleBook Of(string folder, RuleFiles files)
    {
        var problems = new List<RuleProblem>();
        var reading = CatalogueReader.Read(files.Catalogue);
        problems.AddRange(reading.Problems.Select(problem => new RuleProblem($"facts.yaml {problem.Key}", problem.Message)));

        // Review items become facts of the catalogue, and schemes are read again with it so that all speak of the same definitions.
        var first = Compile(files, reading.Catalogue, problems);
        var catalogue = reading.Catalogue.With(first.SelectMany(pack => pack.Scheme.ReviewItems));
        var packs = SchemeClosure.Sign(Compile(files, catalogue, []));
        return new RuleBook(folder, catalogue, packs, [.. files.Pages.Select(page => new ReadingPage(page.Id, Notice.Parse(page.Notice)))], problems);
    }

    /// <summary>The schemes that decide applications of a day, each in its latest version in force.</summary>
    public IEnumerable<RulePack> InForce(DateOnly on) => byId
        .Select(versions => versions.Where(pack => pack.Scheme.IsInForce(on)).MaxBy(VersionNumber))
        .OfType<RulePack>();

    /// <summary>A scheme as it decides applications of a day; out of force, its latest version. Null when there is no such scheme.</summary>
    public RulePack? Find(string id, DateOnly on) =>
        byId[id].Where(pack => pack.Scheme.IsInForce(on)).MaxBy(VersionNumber) ?? FindLatest(id);

    /// <summary>The standard before or after this one that decides applications of a day; null when this one does, or none.</summary>
    public RulePack? InForceInsteadOf(RulePack pack, DateOnly on)
    {
        var seen = new HashSet<string>();
        var open = new Queue<RulePack>([pack]);
        while (!pack.Scheme.IsInForce(on) && open.TryDequeue(out var next))
        {
            if (!seen.Add(next.Id)) continue;
            if (next.Scheme.IsInForce(on)) return next;
            foreach (var id in new[] { next.Scheme.Supersedes, next.Scheme.SupersededBy })
            {
                if (id.Length > 0 && Find(id, on) is { } other) open.Enqueue(other);
            }
        }

        return null;
    }

    public RulePack? FindLatest(string id) => byId[id].MaxBy(VersionNumber);

    /// <summary>Where a version is read; the latest has the address of the scheme.</summary>
    public string AddressOf(RulePack pack) =>
        $"/schemes/{pack.Id}" + (pack.Scheme.Version == FindLatest(pack.Id)?.Scheme.Version ? "" : $"?version={Uri.EscapeDataString(pack.Scheme.Version)}");

    public IReadOnlyList<RulePack> Versions(string id) => [.. byId[id].OrderByDescending(VersionNumber)];

    /// <summary>The facts of a subject on an application date, other schemes' conclusions included.</summary>
    public FactView View(SubjectFacts facts, DateOnly on) => new(facts, on, this);

    public Verdict Decide(RulePack pack, FactView view, bool reexamination = false) => evaluator.Decide(pack.Scheme, view, reexamination);

    /// <summary>The same without evidence and order of what is missing, which takes most of the time: for batches and cases.</summary>
    public Verdict Survey(RulePack pack, FactView view, bool reexamination = false) => evaluator.Survey(pack.Scheme, view, reexamination);

    public bool? Conclude(string scheme, FactView view)
    {
        if (InForce(scheme, view.On) is not { } rules) return null;
        return evaluator.Outcome(rules, view) switch
        {
            Outcome.Met => true,
            Outcome.NotMet => false,
            _ => null,
        };
    }

    public IReadOnlyCollection<FactDefinition>? FactsOf(string scheme) => FindLatest(scheme)?.Scheme.FiledFacts;

    public Scheme? InForce(string scheme, DateOnly on) =>
        cyclic.Contains(scheme) ? null : byId[scheme].Where(version => version.Scheme.IsInForce(on)).MaxBy(VersionNumber)?.Scheme;

    internal static int VersionNumber(RulePack pack) => int.TryParse(pack.Scheme.Version, out var number) ? number : 0;

    private static List<RulePack> Compile(RuleFiles files, FactCatalogue catalogue, List<RuleProblem> problems)
    {
        var packs = new List<RulePack>();
        var compiler = new SchemeCompiler(catalogue, files.Units);
        foreach (var file in files.Packs)
        {
            var text = new PackText(file.Criteria, file.Notice, files.Catalogue, files.Units);
            var compiled = compiler.Compile(file.Criteria);
            problems.AddRange(compiled.Problems.Select(problem => new RuleProblem(file.Id, problem)));
            if (compiled.Scheme is { } scheme) packs.Add(new RulePack(scheme, text, Notice.Parse(file.Notice), file.Folder));
        }

        return [.. packs.OrderBy(pack => pack.Scheme.Ladder.Length == 0).ThenBy(pack => pack.Scheme.Ladder).ThenBy(pack => pack.Scheme.Rank)
            .ThenBy(pack => pack.Id, StringComparer.Ordinal).ThenBy(VersionNumber)];
    }
}

/// <summary>A notice that is read, not decided: standards without published figures, processes, price lists.</summary>
public sealed record ReadingPage(string Id, Notice Notice);

/// <summary>What is wrong with a rule file, in English: where, what, and what was possible.</summary>
public sealed record RuleProblem(string Place, string Message);
