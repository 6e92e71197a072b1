using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Notices.Drafts;
using Funeng.Modules.Policies;

namespace Funeng.Modules.Notices.Admit;

/// <summary>
/// Makes a policy of the library out of a signed draft: what the notice does not say in conditions (who pays how much, from when on, where) is typed here
/// by whoever manages the rules. The conditions are those that were signed, word for word.
/// </summary>
internal sealed partial class AdmitNotice(KeepNotices notices, PolicyLibrary library, PolicyBook book, RegionTree regions, FactCatalogue catalogue, CurrentUser user)
{
    public const int MostBenefits = 8, LongestText = 300, LongestLink = 300, LongestAmount = 600;

    public static IReadOnlyList<string> Periods { get; } = ["每年", "一次", "每家一次", "每级一次", "每项一次", "每个项目一次", "三年一次"];

    /// <summary>The draft if it can become a policy now; null when there is none, it is not signed, or not for this user.</summary>
    public async Task<NoticeDraft?> FindAsync(long id, CancellationToken cancellation) =>
        user.Has(Permission.ManageRules) && await notices.FindAsync(id, cancellation) is { SignedAt: not null } draft ? draft : null;

    /// <summary>Places a policy may hold in: the country, the province, the city and its counties.</summary>
    public IReadOnlyList<PolicyPlace> Places() =>
    [
        new("Nation", "", "全国"),
        .. regions.All.Where(region => region.Kind is RegionKind.Province or RegionKind.City or RegionKind.County)
            .Select(region => new PolicyPlace(Level(region.Kind), region.Code.PadRight(6, '0'), region.Name)),
    ];

    /// <summary>
    /// The conditions of a draft as they go into a policy: those of one list 下列条件之一 are one, and where an enterprise has to be registered becomes the
    /// place of the policy, which the register knows of every enterprise.
    /// </summary>
    public IReadOnlyList<SignedCondition> Conditions(NoticeDraft draft)
    {
        var sentences = draft.Read().Select((sentence, at) => (Sentence: sentence, At: at)).Where(one => one.Sentence.Feel is not null).ToList();
        return [.. sentences.GroupBy(one => one.Sentence.Group > 0 ? -one.Sentence.Group : one.At).Select(group => WithPlace(new SignedCondition(
            group.First().At, Short(string.Join("；或", group.Select(one => one.Sentence.Text.Trim().TrimEnd('。', '；')))),
            group.Count() == 1 ? group.First().Sentence.Feel! : string.Join(" or ", group.Select(one => $"({one.Sentence.Feel})")),
            $"s{group.First().At + 1}", null)))];
    }

    private SignedCondition WithPlace(SignedCondition condition)
    {
        if (condition.Feel.Contains(" or ", StringComparison.Ordinal)) return condition;
        var parts = condition.Feel.Split(" and ").ToList();
        var places = parts.Select(part => RegisteredIn().Match(part)).Where(match => match.Success).Select(match => regions.Resolve(match.Groups["place"].Value)).ToList();
        if (places is not [{ } place]) return condition;
        return condition with { Feel = string.Join(" and ", parts.Where(part => !RegisteredIn().IsMatch(part))), Place = Places().FirstOrDefault(one => one.Region == place.Code.PadRight(6, '0')) };
    }

    public async Task<LibraryResult> RunAsync(long id, TypedPolicy typed, CancellationToken cancellation)
    {
        if (await FindAsync(id, cancellation) is not { } draft) return new LibraryResult.NotFound();
        var signed = Conditions(draft);
        var conditions = signed.Where(condition => condition.Feel.Length > 0).ToList();
        var problems = Check(typed, conditions);
        if (signed.FirstOrDefault(condition => condition.Place is { } place && !place.Holds(typed.Place)) is { } elsewhere)
            problems.Add(new Problem("Place", $"签署的条件要求在{elsewhere.Place!.Name}注册，适用地区应选{elsewhere.Place.Name}或它下面的区县。"));
        if (problems.Count > 0) return new LibraryResult.Refused(problems);
        return await library.AdmitAsync(Policy(draft, typed, conditions), id, typed.Replaces.Length > 0 ? typed.Replaces : null, cancellation);
    }

    private List<Problem> Check(TypedPolicy typed, IReadOnlyList<SignedCondition> conditions)
    {
        var problems = new List<Problem>();
        foreach (var (field, label, text) in new[] { ("Office", "主管部门", typed.Office), ("Summary", "一句话说明", typed.Summary) })
        {
            if (text.Trim().Length is 0 or > LongestText) problems.Add(new Problem(field, $"{label}应为 1 到 {LongestText} 个字，现在是 {text.Trim().Length} 个字。"));
        }

        if (typed.Contact.Trim().Length > LongestText) problems.Add(new Problem("Contact", $"联系方式最多 {LongestText} 个字。"));
        if (typed.Link.Trim().Length > 0 && (typed.Link.Trim().Length > LongestLink || !LinkHealth.IsAddress(typed.Link.Trim()))) problems.Add(new Problem("Link", $"原文网址应以 http:// 或 https:// 开头，最多 {LongestLink} 个字。"));
        if (Places().All(place => place.Value != typed.Place)) problems.Add(new Problem("Place", "没有选择适用地区。"));
        if (typed.From is null) problems.Add(new Problem("From", "没有写施行日期。按通知写明的日期填，如 2026-01-01。"));
        if (typed.To < typed.From) problems.Add(new Problem("To", "失效日期早于施行日期。"));
        for (var at = 0; at < typed.Benefits.Count; at++) problems.AddRange(Check(typed, at, conditions));
        foreach (var (field, text) in typed.Texts().Where(one => ChineseText.WithoutStray(one.Text) != one.Text)) problems.Add(new Problem(field, "含有看不见的控制字符，请删去后重写。"));
        return problems;
    }

    private IEnumerable<Problem> Check(TypedPolicy typed, int at, IReadOnlyList<SignedCondition> conditions)
    {
        var (benefit, number) = (typed.Benefits[at], at + 1);
        if (benefit.Title.Trim().Length is 0 or > 60) yield return new Problem($"Title{number}", "事项名称应为 1 到 60 个字，例如“首次升规奖励”。");
        if (!Enum.TryParse<RedemptionMode>(benefit.Mode, out var mode) || !Enum.IsDefined(mode)) yield return new Problem($"Mode{number}", "没有选择怎么兑现。");
        if (!Periods.Contains(benefit.Period)) yield return new Problem($"Period{number}", "没有选择多久一次。");
        if (benefit.Amount.Length > LongestAmount) yield return new Problem($"Amount{number}", $"金额公式最多 {LongestAmount} 个字。");
        if (benefit.Amount.Trim().Length > 0 && benefit.AmountText.Trim().Length == 0) yield return new Problem($"AmountText{number}", "有金额公式，请用一句话写明给多少。");
        if (benefit.Cap is { Length: > 0 } && Cap(benefit.Cap) is null) yield return new Problem($"Cap{number}", $"封顶以万元计，应是大于 0 的数，现在是“{benefit.Cap}”。");
        if (benefit.Cap is { Length: > 0 } && benefit.Amount.Trim().Length == 0) yield return new Problem($"Cap{number}", "没有金额公式，不能设封顶。");
        if (benefit.Deadline is { Length: > 0 } && Day(benefit.Deadline) is null) yield return new Problem($"Deadline{number}", "截止日期应写成 2026-09-30 这样的日期。");
        if (benefit.Apart.Length > 0 && book.FindBenefit(benefit.Apart) is null) yield return new Problem($"Apart{number}", "没有这个事项。");
        if (conditions.All(condition => !typed.IsOf(condition, number))) yield return new Problem($"Title{number}", $"第 {number} 个事项没有任何条件，等于人人可享。请在下面给它至少一个条件。");
    }

    private PolicyYaml Policy(NoticeDraft draft, TypedPolicy typed, IReadOnlyList<SignedCondition> conditions)
    {
        var place = Places().First(one => one.Value == typed.Place);
        var source = draft.Number.Length > 0 ? $"{draft.Title}（{draft.Number}）" : draft.Title;
        return new PolicyYaml
        {
            Title = draft.Title, Number = draft.Number, Issuer = draft.Issuer.Length > 0 ? draft.Issuer : typed.Office.Trim(), Office = typed.Office.Trim(), Contact = typed.Contact.Trim(), Link = typed.Link.Trim() is { Length: > 0 } link ? link : null,
            Level = place.Level, Region = place.Region, IssuedOn = Iso(draft.Issued), EffectiveFrom = Iso(typed.From), EffectiveTo = Iso(typed.To), Topics = [.. typed.Topics],
            Summary = typed.Summary.Trim(), Source = source, Confidence = "text",
            Clauses = [.. draft.Read().Select((sentence, at) => new ClauseYaml { Id = $"s{at + 1}", Heading = $"第 {at + 1} 句", Text = sentence.Text })],
            Benefits = [.. typed.Benefits.Select((benefit, at) => Benefit(benefit, [.. conditions.Where(condition => typed.IsOf(condition, at + 1))], at + 1, source))],
        };
    }

    private BenefitYaml Benefit(TypedBenefit typed, IReadOnlyList<SignedCondition> conditions, int number, string source)
    {
        var cap = Cap(typed.Cap);
        return new BenefitYaml
        {
            Id = $"b{number}", Title = typed.Title.Trim(), Clause = conditions[0].Clause, Mode = typed.Mode, Amount = typed.Amount.Trim(), AmountText = typed.AmountText.Trim(), Cap = cap,
            Period = typed.Period, Deadline = Iso(Day(typed.Deadline)), Payer = typed.Payer.Trim(), HigherOnly = typed.Apart.Length > 0 ? [typed.Apart] : [],
            Conditions = [.. conditions.Select(condition => new ConditionYaml { Label = condition.Label, Rule = condition.Feel, Clause = condition.Clause, Confidence = "text" })],
            Figures =
            [
                .. conditions.SelectMany(condition => PolicyWriter.Numbers(condition.Feel, catalogue).Select(number => Figure(condition.Label, number, $"{source} {condition.Clause}"))),
                .. PolicyWriter.Numbers(typed.Amount, catalogue).Select(number => Figure("金额", number, source)),
                .. cap is { } most ? [Figure("最高", most, source)] : Array.Empty<FigureYaml>(),
            ],
        };
    }

    private static FigureYaml Figure(string name, decimal value, string source) => new() { Name = name, Value = value, Confidence = "text", Source = source };

    private static string Level(RegionKind kind) => kind switch { RegionKind.Province => "Province", RegionKind.City => "City", _ => "County" };

    private static decimal? Cap(string? wan) => decimal.TryParse(wan?.Trim(), NumberStyles.Number, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= 100_000_000 ? value * 10_000 : null;

    internal static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex("^contains\\(注册地, \"(?<place>[^\"]+)\"\\)$")]
    private static partial Regex RegisteredIn();

    private static string Short(string text) => text.Length > 80 ? text[..79] + "…" : text;
}

/// <param name="Sentence">Its place in the draft, from 0; of a list the first.</param>
/// <param name="Clause">Id of the clause in the policy.</param>
/// <param name="Feel">Without the place; empty where the sentence says nothing else.</param>
/// <param name="Place">Where it wants an enterprise to be registered; null where it says nothing of that.</param>
internal sealed record SignedCondition(int Sentence, string Label, string Feel, string Clause, PolicyPlace? Place);

internal sealed record PolicyPlace(string Level, string Region, string Name)
{
    public string Value => $"{Level}:{Region}";

    /// <summary>Whether another place is this one or lies in it.</summary>
    public bool Holds(string value) => value.Split(':') is [_, { Length: > 0 } region] && region.StartsWith(Region[..(Level switch { "Province" => 2, "City" => 4, _ => 6 })], StringComparison.Ordinal);
}

/// <summary>What is typed beside a signed draft.</summary>
/// <param name="Of">By sentence of the condition: 0 for all benefits, otherwise the number of the one it belongs to; -1 for none.</param>
internal sealed record TypedPolicy(
    string Office, string Contact, string Place, DateOnly? From, DateOnly? To, IReadOnlyList<string> Topics, string Summary, string Replaces, IReadOnlyList<TypedBenefit> Benefits, IReadOnlyDictionary<int, int> Of)
{
    /// <summary>Where the text was published; empty for nowhere.</summary>
    public string Link { get; init; } = "";

    public bool IsOf(SignedCondition condition, int benefit) => Of.GetValueOrDefault(condition.Sentence) is var of && (of == 0 || of == benefit);

    public IEnumerable<(string Field, string Text)> Texts() =>
    [
        ("Office", Office), ("Contact", Contact), ("Link", Link), ("Summary", Summary),
        .. Benefits.SelectMany((benefit, at) => new[] { ($"Title{at + 1}", benefit.Title), ($"Amount{at + 1}", benefit.Amount), ($"AmountText{at + 1}", benefit.AmountText), ($"Payer{at + 1}", benefit.Payer) }),
    ];
}

/// <param name="Amount">FEEL in yuan; empty for what is no money.</param>
/// <param name="Cap">In 万元, as typed.</param>
/// <param name="Apart">Id of a benefit of which only the higher one is paid; empty for none.</param>
internal sealed record TypedBenefit(string Title, string Mode, string Amount, string AmountText, string Cap, string Period, string Deadline, string Payer, string Apart);
