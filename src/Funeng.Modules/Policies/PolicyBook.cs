using Funeng.Engines.Benefits;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Schemes;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Policies;

/// <summary>
/// Every policy under <c>rules/policies</c> with its benefits compiled by the compiler of the schemes, read once and never changed.
/// A faulty policy is left out and named under <see cref="Problems"/>.
/// </summary>
public sealed class PolicyBook
{
    private readonly Dictionary<string, PolicyDocument> byId;
    private readonly Dictionary<string, BenefitRule> benefitById;

    private PolicyBook(RuleBook rules, IReadOnlyList<BenefitRule> benefits, IReadOnlyList<PolicyFile> files, IReadOnlyList<PolicyCeiling> ceilings, IReadOnlyList<RuleProblem> problems)
    {
        (Rules, Benefits, Files, Ceilings, Problems) = (rules, benefits, files, ceilings, problems);
        Policies = [.. files.Select(file => file.Policy)];
        byId = Policies.ToDictionary(policy => policy.Id);
        benefitById = benefits.ToDictionary(rule => rule.Benefit.Id);
        Relations = new BenefitRelations(
            [.. Policies.SelectMany(policy => policy.Benefits).SelectMany(benefit => benefit.Relations)],
            [.. ceilings.Select(ceiling => new BenefitCeiling(ceiling.Id, ceiling.Most, ceiling.Benefits))]);
    }

    /// <summary>The rules whose facts and conclusions benefits speak of.</summary>
    public RuleBook Rules { get; }

    /// <summary>In the order nation, province, city, county, then by id.</summary>
    public IReadOnlyList<PolicyDocument> Policies { get; }

    /// <summary>Every benefit of every policy, ready to be decided.</summary>
    public IReadOnlyList<BenefitRule> Benefits { get; }

    public BenefitRelations Relations { get; }

    public IReadOnlyList<PolicyCeiling> Ceilings { get; }

    public IReadOnlyList<RuleProblem> Problems { get; }

    /// <summary>The policies with the text they were read from.</summary>
    public IReadOnlyList<PolicyFile> Files { get; }

    public PolicyDocument? Find(string id) => byId.GetValueOrDefault(id);

    /// <param name="id">As <c>zb-above-scale-award/first</c>.</param>
    public BenefitRule? FindBenefit(string id) => benefitById.GetValueOrDefault(id);

    public IEnumerable<BenefitRule> Of(PolicyDocument policy) => policy.Benefits.Select(benefit => benefitById[benefit.Id]);

    /// <summary>The benefits of policies in force on a day; those kept only as a pattern are not among them.</summary>
    public IEnumerable<BenefitRule> InForce(DateOnly on) => Benefits.Where(rule => rule.Policy.Pattern.Length == 0 && rule.Policy.IsInForce(on));

    public static PolicyBook Load(RuleBook rules)
    {
        var folder = Path.Combine(rules.Folder, "policies");
        var problems = new List<RuleProblem>();
        if (!Directory.Exists(folder)) return new PolicyBook(rules, [], [], [], problems);
        var files = Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(directory => Read(directory, problems)).OfType<PolicyFile>()
            .OrderBy(file => file.Policy.Level).ThenBy(file => file.Policy.Id, StringComparer.Ordinal).ToList();
        var texts = new CompilerTexts(TextOf(rules.Folder, "facts.yaml"), TextOf(rules.Folder, "units.dmn"));
        var compiler = new SchemeCompiler(rules.Catalogue, texts.Units);
        var compiled = files.AsParallel().AsOrdered().Select(file => (File: file, Rules: file.Policy.Benefits.Select(benefit => Compile(file, benefit, compiler, texts, rules.Catalogue)).ToList())).ToList();
        problems.AddRange(compiled.SelectMany(one => one.Rules).SelectMany(one => one.Problems));
        var sound = compiled.Where(one => one.Rules.TrueForAll(rule => rule.Rule is not null)).ToList();
        return new PolicyBook(rules, [.. sound.SelectMany(one => one.Rules).Select(one => one.Rule!)], [.. sound.Select(one => one.File)], ReadCeilings(folder, problems), problems);
    }

    private static PolicyFile? Read(string directory, List<RuleProblem> problems)
    {
        var id = Path.GetFileName(directory);
        var text = TextOf(directory, "policy.yaml");
        try
        {
            return new PolicyFile(PolicyReader.Read(id, text), text);
        }
        catch (FormatException fault)
        {
            problems.Add(new RuleProblem(id, fault.Message));
            return null;
        }
    }

    private static (BenefitRule? Rule, IReadOnlyList<RuleProblem> Problems) Compile(
        PolicyFile file, Benefit benefit, SchemeCompiler compiler, CompilerTexts texts, FactCatalogue catalogue)
    {
        var model = BenefitModel.Xml(file.Policy, benefit, catalogue);
        var (scheme, problems) = compiler.Compile(model);
        var found = problems.Select(problem => new RuleProblem(benefit.Id, problem)).ToList();
        if (scheme is null || found.Count > 0) return (null, found);
        var pack = new RulePack(scheme, new PackText(model, file.Text, texts.Catalogue, texts.Units), Notice.Empty, "");
        return (new BenefitRule(file.Policy, benefit, pack), found);
    }

    private static List<PolicyCeiling> ReadCeilings(string folder, List<RuleProblem> problems)
    {
        try
        {
            var reader = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
            var yaml = reader.Deserialize<List<CeilingYaml>>(TextOf(folder, "ceilings.yaml")) ?? [];
            return [.. yaml.Select(ceiling => new PolicyCeiling(ceiling.Id ?? "", ceiling.Title ?? "", ceiling.Most, ceiling.Confidence ?? "", ceiling.Source ?? "", ceiling.Benefits))];
        }
        catch (YamlException fault)
        {
            problems.Add(new RuleProblem("ceilings.yaml", $"line {fault.Start.Line}: {fault.Message}"));
            return [];
        }
    }

    private static string TextOf(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }

    private sealed record CompilerTexts(string Catalogue, string Units);
}

/// <summary>A policy with its text, word for word.</summary>
public sealed record PolicyFile(PolicyDocument Policy, string Text)
{
    /// <summary>Signature of the text: another one is another version.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Text)));
}

/// <summary>A benefit with the rule that decides it; the pack's signature names text, catalogue and units.</summary>
public sealed record BenefitRule(PolicyDocument Policy, Benefit Benefit, RulePack Pack)
{
    public Scheme Scheme => Pack.Scheme;
}

/// <summary>A yearly ceiling over several benefits.</summary>
public sealed record PolicyCeiling(string Id, string Title, decimal Most, string Confidence, string Source, IReadOnlyList<string> Benefits);
