using Funeng.Engines.Criteria;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Engines.Facts;

/// <summary>Every fact that rules may name, with its formulas and domains read once. Immutable and thread-safe.</summary>
public sealed class FactCatalogue
{
    private readonly Dictionary<string, FactDefinition> byKey = [];
    private readonly Dictionary<string, FactDefinition> byName = [];
    private readonly Dictionary<string, FactDefinition> byLabel = [];
    private readonly List<CatalogueProblem> problems = [];
    private readonly FactDomain[] domains;
    private readonly RuleExpression?[] domainTests;
    private readonly RuleExpression?[] formulas;

    /// <summary>Reads the definitions; a faulty entry is reported in <see cref="Problems"/> and its value is always missing.</summary>
    /// <param name="definitions">The entries in order; their numbers are assigned here.</param>
    /// <param name="sha256">Signature of the text they were read from; null when there is none.</param>
    public FactCatalogue(IEnumerable<FactDefinition> definitions, string? sha256 = null)
    {
        Sha256 = sha256;
        var entries = definitions.Select((definition, index) => definition with { Number = index }).ToArray();
        All = entries;
        foreach (var definition in entries) Register(definition);
        CompleteViews(entries);
        (domains, domainTests) = ReadDomains();
        formulas = ReadFormulas();
    }

    /// <summary>All definitions in the order of the file; the number of each is its position.</summary>
    public IReadOnlyList<FactDefinition> All { get; }

    /// <summary>Signature of the text the catalogue was read from; null when there is none.</summary>
    public string? Sha256 { get; }

    /// <summary>What is wrong with the catalogue; empty for a sound one.</summary>
    public IReadOnlyList<CatalogueProblem> Problems => problems;

    /// <summary>The definition of a number.</summary>
    /// <param name="number">Position in the catalogue.</param>
    public FactDefinition this[int number] => All[number];

    /// <summary>Finds a definition by its English key.</summary>
    /// <param name="key">Key, case-sensitive.</param>
    /// <returns>The definition, or null.</returns>
    public FactDefinition? Find(string key) => byKey.GetValueOrDefault(key);

    /// <summary>Finds a definition by its name in rules.</summary>
    /// <param name="name">Chinese FEEL name.</param>
    /// <returns>The definition, or null.</returns>
    public FactDefinition? FindByName(string name) => byName.GetValueOrDefault(name);

    /// <summary>Finds a definition by the text of sheets and pages.</summary>
    /// <param name="label">Chinese label, exactly.</param>
    /// <returns>The definition, or null.</returns>
    public FactDefinition? FindByLabel(string label) => byLabel.GetValueOrDefault(label);

    /// <summary>The definition of a key that must exist.</summary>
    /// <param name="key">Key, case-sensitive.</param>
    /// <returns>The definition.</returns>
    /// <exception cref="ArgumentException">The catalogue lacks the key.</exception>
    public FactDefinition Get(string key) => Find(key) ?? throw new ArgumentException($"'{key}' is not in the fact catalogue.", nameof(key));

    /// <summary>A catalogue with more entries at its end, such as the review items of schemes.</summary>
    /// <param name="definitions">Entries whose keys the catalogue lacks; others are left as they are.</param>
    /// <returns>The larger catalogue with the same signature.</returns>
    public FactCatalogue With(IEnumerable<FactDefinition> definitions)
    {
        FactDefinition[] more = [.. definitions.Where(definition => Find(definition.Key) is null).DistinctBy(definition => definition.Key)];
        return more.Length == 0 ? this : new FactCatalogue([.. All, .. more], Sha256);
    }

    /// <summary>The bounds and choices of a fact's values; for a view those of the filed fact.</summary>
    /// <param name="definition">A definition; its key counts.</param>
    /// <returns>The domain.</returns>
    public FactDomain DomainOf(FactDefinition definition) => Find(definition.Key) is { } own ? domains[own.Number] : FactDomain.Unbounded;

    /// <summary>Whether a value is of the fact's type and passes every test of its domain.</summary>
    /// <param name="definition">A definition; its key counts.</param>
    /// <param name="value">The value; null passes nothing.</param>
    /// <returns>False for a value that may not be filed.</returns>
    public bool Accepts(FactDefinition definition, FeelValue value)
    {
        var isOfType = definition.Type switch
        {
            FactType.Number => value.Kind == FeelKind.Number,
            FactType.Integer => value.Kind == FeelKind.Number && value.AsNumber().IsInteger,
            FactType.Boolean => value.Kind == FeelKind.Boolean,
            FactType.Date => value.Kind == FeelKind.Date,
            _ => value.Kind == FeelKind.String,
        };
        if (!isOfType) return false;
        if (definition.Choices.Count > 0 && definition.Choices.All(choice => choice.Code != value.AsString())) return false;
        if (Find(definition.Key) is not { } own || domainTests[own.Number] is not { } tests) return true;
        var frame = new FeelValue[tests.FrameSize];
        frame[0] = value;
        return PlainFeel.Evaluate(tests.Body, frame).IsTrue;
    }

    /// <summary>The bound formula of a derived fact; null for other facts and for faulty formulas.</summary>
    internal RuleExpression? FormulaOf(FactDefinition definition) => Find(definition.Key) is { } own ? formulas[own.Number] : null;

    private void CompleteViews(FactDefinition[] entries)
    {
        foreach (var definition in entries)
        {
            if (definition.Origin is not FactOrigin.View view) continue;
            if (Find(view.Of) is not { Origin: FactOrigin.Filed } filed)
            {
                var message = $"'{definition.Key}' looks at '{view.Of}', which is not a filed fact of the catalogue.";
                problems.Add(new CatalogueProblem(definition.Key, CatalogueProblemKind.UnknownBase, message));
                continue;
            }

            if (definition.Domain.Length == 0 && filed.Domain.Length > 0) Replace(entries, definition with { Domain = filed.Domain });
        }
    }

    private void Replace(FactDefinition[] entries, FactDefinition definition)
    {
        entries[definition.Number] = definition;
        if (byKey.GetValueOrDefault(definition.Key)?.Number == definition.Number) byKey[definition.Key] = definition;
        if (byName.GetValueOrDefault(definition.Name)?.Number == definition.Number) byName[definition.Name] = definition;
        if (byLabel.GetValueOrDefault(definition.Label)?.Number == definition.Number) byLabel[definition.Label] = definition;
    }

    private (FactDomain[] Domains, RuleExpression?[] Tests) ReadDomains()
    {
        var read = new FactDomain[All.Count];
        var tests = new RuleExpression?[All.Count];
        foreach (var definition in All)
        {
            read[definition.Number] = FactDomain.Unbounded;
            if (definition.Domain.Length > 0)
            {
                var diagnostics = new List<Diagnostic>();
                tests[definition.Number] = FormulaCompiler.CompileDomain(definition, diagnostics);
                Report(definition, "domain", diagnostics);
                if (tests[definition.Number] is { } bound) read[definition.Number] = DomainReader.Read(definition, bound.Body);
            }

            if (definition.Choices.Count > 0) read[definition.Number] = read[definition.Number] with { Texts = [.. definition.Choices.Select(choice => choice.Code)] };
        }

        return (read, tests);
    }

    private RuleExpression?[] ReadFormulas()
    {
        var compiler = new FormulaCompiler(this);
        var read = new RuleExpression?[All.Count];
        foreach (var definition in All)
        {
            if (definition.Origin is not FactOrigin.Derived derived) continue;
            var diagnostics = new List<Diagnostic>();
            read[definition.Number] = compiler.Compile(derived.Formula, $"formula of '{definition.Key}'", diagnostics);
            Report(definition, "formula", diagnostics);
        }

        foreach (var cycle in FormulaCycles.Find(All, read))
        {
            foreach (var definition in cycle) read[definition.Number] = null;
            var message = "These formulas need each other: " + string.Join(" → ", cycle.Append(cycle[0]).Select(definition => definition.Name)) + ".";
            problems.Add(new CatalogueProblem(cycle[0].Key, CatalogueProblemKind.Cycle, message));
        }

        return read;
    }

    private void Report(FactDefinition definition, string what, List<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics.Where(diagnostic => !diagnostic.IsWarning))
        {
            problems.Add(new CatalogueProblem(definition.Key, CatalogueProblemKind.FaultyExpression, $"The {what} of '{definition.Key}' is faulty: {diagnostic}"));
        }
    }

    private void Register(FactDefinition definition)
    {
        Register(byKey, definition.Key, definition, "key");
        Register(byName, definition.Name, definition, "name");
        Register(byLabel, definition.Label, definition, "label");
    }

    private void Register(Dictionary<string, FactDefinition> index, string text, FactDefinition definition, string what)
    {
        if (index.TryAdd(text, definition)) return;
        var message = $"The {what} '{text}' of '{definition.Key}' is already used by '{index[text].Key}'.";
        problems.Add(new CatalogueProblem(definition.Key, CatalogueProblemKind.Duplicate, message));
    }
}
