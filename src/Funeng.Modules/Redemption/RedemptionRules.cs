using System.Globalization;
using Funeng.Engines.Benefits;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Redemption;

/// <summary>A signature a payment needs when its sum is over an amount.</summary>
/// <param name="Over">Yuan.</param>
/// <param name="By">The roles of which one signs.</param>
public sealed record SignatureRule(decimal Over, string Title, IReadOnlyList<Role> By);

/// <summary>What whoever gets a benefit promises for the years after it is paid.</summary>
/// <param name="Fact">Key of the fact it is measured by.</param>
/// <param name="Promised">For each year, in the unit of the fact; null for the figure of the year before the payment, or for <paramref name="PromisedFact"/>.</param>
/// <param name="Years">How many years, from the one after the payment; of a project at the end of which.</param>
/// <param name="IsOfProject">Whether it is measured on the project the award was given for, and not on the enterprise.</param>
/// <param name="PromisedFact">Key of the fact of a project that says what was promised: its design output.</param>
public sealed record CommitmentRule(string Benefit, string Title, string Fact, decimal? Promised, int Years, bool IsOfProject, string? PromisedFact);

/// <summary>
/// Terms, limits and orders of redemption, from <c>rules/redemption.yaml</c>. Read before anything is served: a slip in the file stops the start, and not
/// the page of an award years later.
/// </summary>
public sealed class RedemptionRules : IStartStep
{
    private readonly Dictionary<string, QueueOrder> queues;
    private readonly QueueOrder usual;
    private readonly ILookup<string, CommitmentRule> byBenefit;

    private RedemptionRules(FileYaml yaml, FactCatalogue catalogue, string file)
    {
        PublicityWorkdays = Between(yaml.PublicityWorkdays, 1, 60, "publicityWorkdays", file);
        PaidWithinWorkdays = Between(yaml.PaidWithinWorkdays, 1, 250, "paidWithinWorkdays", file);
        PublishedWithinWorkdays = Between(yaml.PublishedWithinWorkdays, 1, 250, "publishedWithinWorkdays", file);
        RemindAfterWorkdays = [.. yaml.RemindAfterWorkdays.Select(days => Between(days, 1, 250, "remindAfterWorkdays", file)).Order()];
        ClawbackWorkdays = Between(yaml.Clawback.PayWithinWorkdays, 1, 250, "payWithinWorkdays", file);
        LatePercentPerYear = yaml.Clawback.LatePercentPerYear is not { } rate || rate is >= 0 and <= 36 ? yaml.Clawback.LatePercentPerYear : throw new InvalidDataException($"{file}: 'latePercentPerYear' is 0 to 36, not {rate}");
        LateSource = yaml.Clawback.LateSource.Trim();
        if (LatePercentPerYear is not null && LateSource.Length == 0) throw new InvalidDataException($"{file}: 'latePercentPerYear' needs 'lateSource': nobody pays interest on a rate that comes from nowhere");
        Signatures = [.. yaml.Signatures.Select(rule => new SignatureRule(rule.Over, rule.Title, [.. rule.By.Select(role => Member<Role>(role, file))])).OrderBy(rule => rule.Over)];
        if (Signatures.Count == 0 || Signatures[0].Over > 0 || Signatures.Any(rule => rule.By.Count == 0))
            throw new InvalidDataException($"{file}: every payment needs a signature; the first of 'signatures' is over 0, and each names who signs");
        Commitments = [.. yaml.Commitments.Select(rule => Of(rule, catalogue, file))];
        byBenefit = Commitments.ToLookup(rule => rule.Benefit, StringComparer.Ordinal);
        usual = Member<QueueOrder>(yaml.Queue.Usual, file);
        queues = yaml.Queue.Policies.ToDictionary(pair => pair.Key, pair => Member<QueueOrder>(pair.Value, file));
    }

    public int PublicityWorkdays { get; }

    public int PaidWithinWorkdays { get; }

    /// <summary>Within how many working days after its text a policy's items are to be open here.</summary>
    public int PublishedWithinWorkdays { get; }

    /// <summary>How many working days after it was asked an enterprise is reminded to confirm its account, one time after the other.</summary>
    public IReadOnlyList<int> RemindAfterWorkdays { get; }

    /// <summary>Within how many working days what is claimed back is to be paid.</summary>
    public int ClawbackWorkdays { get; }

    /// <summary>Interest on what comes later, percent a year; null for none.</summary>
    public decimal? LatePercentPerYear { get; }

    /// <summary>The document the rate stands in; empty where there is no rate.</summary>
    public string LateSource { get; }

    /// <summary>What becomes of what comes late, in words for everybody it concerns.</summary>
    public string LateText => LatePercentPerYear is { } rate
        ? $"缴回期限当天不算逾期；从次日起，对还没缴回的本金按年利率 {rate.ToString("0.####", CultureInfo.InvariantCulture)}%、一年 365 天逐日计逾期利息。依据：{LateSource}。"
        : "没有配置逾期利率，逾期不计利息，只催缴本金。";

    /// <summary>By rising amount.</summary>
    public IReadOnlyList<SignatureRule> Signatures { get; }

    public IReadOnlyList<CommitmentRule> Commitments { get; }

    /// <summary>What is promised with a benefit; of several, the one that asks for most back counts.</summary>
    public IEnumerable<CommitmentRule> CommitmentsOf(string benefit) => byBenefit[benefit];

    /// <summary>Who must sign a payment of so much, in order; never nobody.</summary>
    public IReadOnlyList<SignatureRule> SignaturesFor(decimal yuan) => [.. Signatures.Where((rule, at) => at == 0 || yuan > rule.Over)];

    public QueueOrder OrderOf(string policy) => queues.GetValueOrDefault(policy, usual);

    public static RedemptionRules Read(Installation installation, FactCatalogue catalogue)
    {
        var file = Path.Combine(installation.RulesFolder, "redemption.yaml");
        using var reader = File.OpenText(file);
        return new RedemptionRules(new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<FileYaml>(reader), catalogue, file);
    }

    // To have been read is all there is to do.
    Task IStartStep.RunAsync(CancellationToken cancellation) => Task.CompletedTask;

    private static CommitmentRule Of(CommitmentYaml rule, FactCatalogue catalogue, string file)
    {
        var isOfProject = rule.Of switch { "" or "enterprise" => false, "project" => true, _ => throw new InvalidDataException($"{file}: 'of' is enterprise or project, not '{rule.Of}'") };
        if (isOfProject ? (rule.Promised is null) == (rule.PromisedFact is null) : rule.PromisedFact is not null)
            throw new InvalidDataException($"{file}: '{rule.Title}' of {rule.Benefit}: a commitment of a project has either 'promised' or 'promisedFact', one of an enterprise no 'promisedFact'");
        if (rule.Promised is <= 0) throw new InvalidDataException($"{file}: '{rule.Title}' of {rule.Benefit}: 'promised' is more than nothing, not {rule.Promised}");
        foreach (var key in new[] { rule.Fact, rule.PromisedFact }.OfType<string>().Where(key => !IsMeasure(catalogue.Find(key), isOfProject)))
            throw new InvalidDataException($"{file}: '{rule.Title}' of {rule.Benefit}: '{key}' is no number that is filed {(isOfProject ? "of a project as it is now" : "of an enterprise year by year")}");
        return new CommitmentRule(rule.Benefit, rule.Title, rule.Fact, rule.Promised, Between(rule.Years, 1, 10, "years", file), isOfProject, rule.PromisedFact);
    }

    private static bool IsMeasure(FactDefinition? fact, bool isOfProject) =>
        fact is { Type: FactType.Number or FactType.Integer, Origin: FactOrigin.Filed filed } && filed.PerYear != isOfProject && fact.Subject == (isOfProject ? Subject.Project : Subject.Enterprise);

    private static int Between(int value, int least, int most, string name, string file) =>
        value >= least && value <= most ? value : throw new InvalidDataException($"{file}: '{name}' is {least} to {most}, not {value}");

    private static T Member<T>(string text, string file)
        where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var member) && Enum.IsDefined(member)
            ? member
            : throw new InvalidDataException($"{file}: '{text}' is none of {string.Join(", ", Enum.GetNames<T>())}");

    private sealed class FileYaml
    {
        public int PublicityWorkdays { get; set; }
        public int PaidWithinWorkdays { get; set; }
        public int PublishedWithinWorkdays { get; set; } = 7;
        public List<int> RemindAfterWorkdays { get; set; } = [];
        public ClawbackYaml Clawback { get; set; } = new();
        public List<SignatureYaml> Signatures { get; set; } = [];
        public QueueYaml Queue { get; set; } = new();
        public List<CommitmentYaml> Commitments { get; set; } = [];
    }

    private sealed class SignatureYaml
    {
        public decimal Over { get; set; }
        public string Title { get; set; } = "";
        public List<string> By { get; set; } = [];
    }

    private sealed class CommitmentYaml
    {
        public string Benefit { get; set; } = "";
        public string Title { get; set; } = "";
        public string Fact { get; set; } = "";
        public string Of { get; set; } = "";
        public decimal? Promised { get; set; }
        public string? PromisedFact { get; set; }
        public int Years { get; set; }
    }

    private sealed class ClawbackYaml
    {
        public int PayWithinWorkdays { get; set; } = 30;
        public decimal? LatePercentPerYear { get; set; }
        public string LateSource { get; set; } = "";
    }

    private sealed class QueueYaml
    {
        public string Usual { get; set; } = "";
        public Dictionary<string, string> Policies { get; set; } = [];
    }
}
