using Funeng.Engines.Benefits;
using Funeng.Engines.Criteria;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Policies;

/// <summary>
/// The policies of the library as it stands now: those under <c>rules/policies</c>, read once, and those that were made of notices here and are kept
/// in the database. Benefits are compiled by the compiler of the schemes. What is faulty is left out and named under <see cref="Problems"/>.
/// </summary>
public sealed class PolicyBook
{
    private readonly IReadOnlyList<PolicyFile> files;
    private readonly IReadOnlyList<PolicyCeiling> ceilings;
    private readonly IReadOnlyList<RuleProblem> unread;
    private readonly PolicyShelf asRead;
    private volatile PolicyShelf shelf;

    private PolicyBook(RuleBook rules, IReadOnlyList<PolicyFile> files, IReadOnlyList<PolicyCeiling> ceilings, IReadOnlyList<RuleProblem> problems, PolicyShelf? asRead = null)
    {
        (Rules, this.files, this.ceilings, unread) = (rules, files, ceilings, problems);
        this.asRead = asRead ?? new PolicyShelf(rules, files, [], ceilings, null);
        shelf = this.asRead;
    }

    /// <summary>The rules whose facts and conclusions benefits speak of.</summary>
    public RuleBook Rules { get; }

    /// <summary>In the order nation, province, city, county, then by id.</summary>
    public IReadOnlyList<PolicyDocument> Policies => shelf.Policies;

    /// <summary>Every benefit of every policy, ready to be decided; compiled when first asked for.</summary>
    public IReadOnlyList<BenefitRule> Benefits => shelf.Compiled.Rules;

    /// <summary>Those of all days; who decides something asks for those of its day.</summary>
    public BenefitRelations Relations => shelf.Relations;

    /// <summary>Every version of every ceiling, with the benefits that joined them.</summary>
    public IReadOnlyList<PolicyCeiling> Ceilings => shelf.Ceilings;

    public IReadOnlyList<RuleProblem> Problems => [.. unread, .. shelf.Compiled.Problems];

    /// <summary>The policies with the text they were read from.</summary>
    public IReadOnlyList<PolicyFile> Files => shelf.Files;

    /// <summary>One of the library, or one that once stood in it: then it says that it was taken out.</summary>
    public PolicyDocument? Find(string id) => shelf.Find(id)?.Policy;

    /// <summary>The text of what <see cref="Find"/> finds.</summary>
    public PolicyFile? FindFile(string id) => shelf.Find(id);

    /// <param name="id">As <c>zb-above-scale-award/first</c>; of a policy that once stood in the library too.</param>
    public BenefitRule? FindBenefit(string id) => shelf.Compiled.ById.GetValueOrDefault(id);

    /// <summary>Puts what the database keeps beside the files. A file goes before what is kept under its id.</summary>
    internal void Take(IReadOnlyList<PolicyFile> kept, IReadOnlyList<PolicyFile> gone)
    {
        var (before, ids) = (shelf, files.Select(file => file.Policy.Id).ToHashSet());
        List<PolicyFile> standing = [.. files, .. kept.Where(file => ids.Add(file.Policy.Id))];
        shelf = new PolicyShelf(Rules, standing, [.. gone.Where(file => ids.Add(file.Policy.Id))], ceilings, before.Known);
    }

    /// <summary>The book as it was read from its files, for another database: what is compiled already is shared, what a database keeps is not.</summary>
    internal PolicyBook ForAnother() => new(Rules, files, ceilings, unread, asRead);

    /// <summary>The benefits enterprises can have on a day; see <see cref="Closed"/> for those that are not among them.</summary>
    public IEnumerable<BenefitRule> InForce(DateOnly on) => Benefits.Where(rule => Closed(rule, on) is null);

    /// <summary>Those of them that can still be had: where one must be applied for, its last day is not over.</summary>
    public IEnumerable<BenefitRule> Open(DateOnly on) => InForce(on).Where(rule => !rule.Benefit.IsOver(on));

    /// <summary>Why no enterprise can have a benefit on a day, as pages say it; null for one in force. Its last day to apply may be over all the same: what was handed in before is decided and paid.</summary>
    public static string? Closed(BenefitRule rule, DateOnly on) => rule switch
    {
        { Policy.Pattern.Length: > 0 } => "这是外地做法，只作样式，本市企业不能享受。",
        { Policy.Withdrawn: { Length: > 0 } reason } => $"政策已不在执行：{reason}",
        { Benefit.IsForEnterprise: false } => $"这一项付给{rule.Benefit.Payee}，不付给条件所说的企业。",
        _ when on < rule.Policy.EffectiveFrom => $"政策自 {Fmt.Date(rule.Policy.EffectiveFrom)} 起施行，现在还不能享受。",
        _ when on > rule.Policy.EffectiveTo => $"政策已于 {Fmt.Date(rule.Policy.EffectiveTo)} 失效，不能再享受。",
        _ => null,
    };

    public static PolicyBook Load(RuleBook rules)
    {
        var folder = Path.Combine(rules.Folder, "policies");
        var problems = new List<RuleProblem>();
        if (!Directory.Exists(folder)) return new PolicyBook(rules, [], [], problems);
        var files = Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(directory => Read(directory, problems)).OfType<PolicyFile>().ToList();
        return new PolicyBook(rules, files, ReadCeilings(folder, problems), problems);
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

    private static IReadOnlyList<PolicyCeiling> ReadCeilings(string folder, List<RuleProblem> problems)
    {
        const string Name = "ceilings.yaml";
        try
        {
            if (File.Exists(Path.Combine(folder, Name))) return PolicyReader.ReadCeilings(TextOf(folder, Name));
            problems.Add(new RuleProblem(Name, "the file is missing; an empty list says that nothing has a ceiling"));
        }
        catch (FormatException fault)
        {
            problems.Add(new RuleProblem(Name, fault.Message));
        }

        return [];
    }

    internal static string TextOf(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }
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

/// <summary>A yearly ceiling over several benefits, in one version.</summary>
/// <param name="Version">Counts from 1; a later one holds after the one before.</param>
/// <param name="During">The days on which this version holds.</param>
public sealed record PolicyCeiling(string Id, int Version, Validity During, string Title, decimal Most, string Confidence, string Source, IReadOnlyList<string> Benefits);
