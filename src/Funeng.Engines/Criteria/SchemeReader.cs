using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Feel.Binding;
using Funeng.Feel.Dmn;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>Reads a scheme out of a decision model in the criteria profile.</summary>
internal sealed class SchemeReader(DmnModel model, FactCatalogue catalogue)
{
    public const string ExtensionNamespace = "urn:funeng:criteria:1";
    public const string FactsNamespace = "urn:funeng:facts";
    public const string UnitsNamespace = "urn:funeng:units";

    private const string ConclusionName = "结论";
    private const string ReexamName = "结论_复核";

    private readonly List<SchemeProblem> problems = [];
    private readonly Dictionary<Decision, int> indexOf = new(ReferenceEqualityComparer.Instance);

    public SchemeReading Read()
    {
        problems.AddRange(model.Diagnostics.Where(diagnostic => !diagnostic.IsWarning)
            .Select(diagnostic => new SchemeProblem("", SchemeProblemKind.FaultyModel, diagnostic.ToString())));
        var header = Extension(model.Extensions, "scheme");
        if (header is null) Report("", SchemeProblemKind.MissingElement, "The model has no fn:scheme extension element.");
        var own = model.Elements.OfType<Decision>().ToList();
        for (var i = 0; i < own.Count; i++) indexOf.Add(own[i], i);
        SchemeDecision[] decisions = [.. own.Select(ReadDecision)];
        var conclusion = own.FindIndex(decision => decision.Name == ConclusionName);
        if (conclusion < 0) Report("", SchemeProblemKind.MissingElement, $"The model has no decision '{ConclusionName}'.");
        foreach (var decision in decisions) problems.AddRange(SupportedConstructs.Check(decision.Id, decision.Rule.Body));
        var scheme = header is null || conclusion < 0 ? null : Make(header, decisions, conclusion, own.FindIndex(decision => decision.Name == ReexamName));
        return new SchemeReading(scheme, problems);
    }

    /// <summary>The facts that reviewers file for a model, whether a catalogue knows them or not.</summary>
    public static IEnumerable<FactDefinition> ReviewFacts(DmnModel model) => model.Elements.OfType<InputData>()
        .Select(input => (Input: input, Review: Extension(input.Extensions, "review")))
        .Where(item => item.Review is not null)
        .Select(item => ReviewFact(model.Name, item.Input, item.Review!));

    private static FactDefinition ReviewFact(string scheme, InputData input, DmnExtension review)
    {
        var question = review["question"] ?? input.Label ?? input.Name;
        var type = input.Type == FeelType.Boolean ? FactType.Boolean : input.Type == FeelType.String ? FactType.Text : FactType.Number;
        return new FactDefinition($"review:{scheme}:{input.Id}", input.Name, $"{input.Name}：{question}", type, new FactOrigin.Review(scheme, question))
        {
            Domain = review["allowedValues"] ?? "",
            Unit = type == FactType.Number ? "分" : "",
        };
    }

    private SchemeDecision ReadDecision(Decision decision)
    {
        var bindings = new SlotBinding?[decision.FrameSize];
        var body = decision.Logic ?? new BoundLiteral(FeelValue.Null, FeelType.Null, default);
        // What is required but not used does not make a fact part of the rule.
        var used = BoundNodes.FreeVariables(body).Select(symbol => symbol.Slot).ToHashSet();
        foreach (var (element, slot) in decision.Inputs.Where(input => used.Contains(input.Slot))) bindings[slot] = BindingOf(element, decision.Id);
        if (decision.Logic is null) Report(decision.Id, SchemeProblemKind.FaultyModel, $"The decision '{decision.Id}' has no logic.");
        return new SchemeDecision(decision.Id, new RuleExpression(body, decision.FrameSize, bindings), ReadCriterion(decision));
    }

    private SlotBinding? BindingOf(DrgElement element, string decision)
    {
        switch (element)
        {
            case Decision other when indexOf.TryGetValue(other, out var index):
                return new SlotBinding.ToDecision(index);
            case Decision { Logic: BoundLiteral constant }:
                return new SlotBinding.ToConstant(constant.Value);
            case Decision { Logic: BoundCoercion { Value: BoundLiteral constant } }:
                return new SlotBinding.ToConstant(constant.Value);
            case InputData { Name: FormulaCompiler.ApplicationDate }:
                return new SlotBinding.ToDate();
            case InputData input when FindFact(input) is { } fact:
                return new SlotBinding.ToFact(fact);
            default:
                Report(decision, SchemeProblemKind.UnknownFact, $"'{element.Name}' ({element.Namespace}) is neither a fact of the catalogue nor a decision of the scheme.");
                return null;
        }
    }

    private FactDefinition? FindFact(InputData input)
    {
        if (input.Namespace == FactsNamespace) return catalogue.Find(input.Id) ?? catalogue.FindByName(input.Name);
        if (Extension(input.Extensions, "review") is not { } review) return catalogue.FindByName(input.Name);
        return catalogue.Find($"review:{model.Name}:{input.Id}") ?? ReviewFact(model.Name, input, review);
    }

    private static Criterion? ReadCriterion(Decision decision)
    {
        if (Extension(decision.Extensions, "criterion") is not { } criterion) return null;
        FeelNumber? max = FeelNumber.TryParse(criterion["max"] ?? "", out var number) ? number : null;
        return new Criterion(
            decision.Id,
            criterion["key"] ?? decision.Id,
            Enum.TryParse<CriterionKind>(criterion["kind"], ignoreCase: true, out var kind) ? kind : CriterionKind.Gate,
            decision.Label ?? decision.Name,
            criterion["clause"] ?? "",
            criterion["confidence"] ?? "",
            max,
            criterion["mode"] == "reexam");
    }

    private Scheme Make(DmnExtension header, SchemeDecision[] decisions, int conclusion, int reexam)
    {
        var criteria = decisions.Select(decision => decision.Criterion).OfType<Criterion>().ToList();
        var facts = decisions.SelectMany(decision => decision.Rule.Facts).DistinctBy(fact => fact.Key).OrderBy(fact => fact.Number < 0 ? int.MaxValue : fact.Number);
        var reach = new SchemeReach(decisions, catalogue);
        return new Scheme
        {
            Id = model.Name,
            Version = header["version"] ?? "1",
            Title = header["title"] ?? model.Name,
            ShortName = header["shortName"] ?? model.Name,
            Kind = header["kind"] ?? "",
            Ladder = header["ladder"] ?? "",
            Rank = Whole(header["rank"]),
            EffectiveFrom = Day(header["effectiveFrom"]),
            EffectiveTo = Day(header["effectiveTo"]),
            Supersedes = header["supersedes"] ?? "",
            SupersededBy = header["supersededBy"] ?? "",
            ValidityYears = Whole(header["validityYears"]),
            Attributes = header.Attributes,
            Criteria = criteria,
            Conclusion = decisions[conclusion].Criterion ?? Bare(decisions[conclusion]),
            ReexamConclusion = reexam < 0 ? null : decisions[reexam].Criterion ?? Bare(decisions[reexam]),
            Facts = [.. facts],
            Decisions = decisions,
            ConclusionIndex = conclusion,
            ReexamIndex = reexam < 0 ? null : reexam,
            Reach = reach,
            Thresholds = Threshold.Of(decisions, catalogue),
            FiledFacts = [.. reach.All.Where(fact => fact.Origin is not FactOrigin.Derived).OrderBy(fact => fact.Number < 0 ? int.MaxValue : fact.Number)],
            Catalogue = catalogue,
        };
    }

    private static Criterion Bare(SchemeDecision decision) =>
        new(decision.Id, decision.Id, CriterionKind.Conclusion, decision.Id, "", "", null, false);

    private static int? Whole(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static DmnExtension? Extension(IEnumerable<DmnExtension> extensions, string name) =>
        extensions.FirstOrDefault(extension => extension.Namespace == ExtensionNamespace && extension.Name == name);

    private void Report(string decision, SchemeProblemKind kind, string message) => problems.Add(new SchemeProblem(decision, kind, message));
}
