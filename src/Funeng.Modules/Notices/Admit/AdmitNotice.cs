using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Engines.Benefits;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Notices.Drafts;
using Funeng.Modules.Policies;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Notices.Admit;

/// <summary>
/// Makes a policy of the library out of a signed draft: what the notice does not say in conditions (who pays how much, from when on, where) is typed here
/// by whoever manages the rules. The conditions are those that were signed, word for word.
/// </summary>
internal sealed partial class AdmitNotice(KeepNotices notices, PolicyLibrary library, FunengDb db, PolicyBook book, RegionTree regions, FactCatalogue catalogue, CurrentUser user)
{
    public const int MostBenefits = 8, LongestText = 300, LongestLink = 300, LongestAmount = 600, LongestMaterials = 1000;

    private const int LongestKept = 60_000;

    /// <summary>What amounts may be rounded down to, in yuan.</summary>
    public static IReadOnlyList<(string Value, string Text)> Roundings { get; } = [("", "到分"), ("1", "到元"), ("100", "到百元"), ("1000", "到千元"), ("10000", "到万元")];

    public static IReadOnlyList<string> Periods { get; } = ["每年", "一次", "每家一次", "每级一次", "每项一次", "每个项目一次", "三年一次"];

    /// <summary>The draft if it can become a policy now; null when there is none, it is not signed, or not for this user.</summary>
    public async Task<NoticeDraft?> FindAsync(long id, CancellationToken cancellation) =>
        user.Has(Permission.ManageRules) && await notices.FindAsync(id, cancellation) is { SignedAt: not null } draft ? draft : null;

    /// <summary>
    /// Keeps what is typed so far, right or wrong, for the next visit and for the laboratory; nothing of it is in force. What no database can carry is refused.
    /// </summary>
    public async Task<IReadOnlyList<Problem>?> KeepAsync(long id, AdmitForm form, int benefits, CancellationToken cancellation)
    {
        if (await FindAsync(id, cancellation) is null) return null;
        var problems = Stray(form.Typed()).ToList();
        var packed = NoticeDraft.Pack(form.All(benefits));
        if (packed.Length > LongestKept) problems.Add(new Problem("", $"填写的内容太长，最多 {LongestKept:N0} 个字。"));
        if (problems.Count == 0) await db.Set<NoticeDraft>().Where(draft => draft.Id == id).ExecuteUpdateAsync(row => row.SetProperty(draft => draft.Typed, packed), cancellation);
        return problems;
    }

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
        return await library.AdmitAsync(NoticePolicy.Write(draft, typed, Places().First(one => one.Value == typed.Place), conditions, catalogue), id, typed.Replaces.Length > 0 ? typed.Replaces : null, cancellation);
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
        if (typed.Topics.Any(topic => !Topics().Contains(topic))) problems.Add(new Problem("Topics", "只能从列出的主题里选。"));
        problems.AddRange(CheckCeiling(typed));
        problems.AddRange(typed.Plain.Where(one => one.Value.Length > TypedPolicy.LongestPlain).Select(one => new Problem($"Plain{one.Key}", $"“说白了”最多 {TypedPolicy.LongestPlain} 个字，现在是 {one.Value.Length} 个字。")));
        for (var at = 0; at < typed.Benefits.Count; at++) problems.AddRange([.. Check(typed, at, conditions), .. CheckMoney(typed.Benefits[at], at + 1), .. CheckRelations(typed.Benefits[at], at + 1)]);
        problems.AddRange(Stray(typed));
        return problems;
    }

    private static IEnumerable<Problem> CheckCeiling(TypedPolicy typed)
    {
        var (isUsed, title, most) = (typed.Benefits.Any(benefit => benefit.Ceiling == TypedPolicy.OwnCeiling), typed.CeilingTitle.Trim(), typed.CeilingMost.Trim());
        if (!isUsed && title.Length + most.Length > 0) yield return new Problem("CeilingTitle", "新设了年度合计上限，却没有事项用它。请在事项的“年度合计上限”里选它，或清空这里。");
        if (!isUsed) yield break;
        if (title.Length is 0 or > TypedPolicy.LongestCeiling) yield return new Problem("CeilingTitle", $"新设的年度合计上限要有名称，1 到 {TypedPolicy.LongestCeiling} 个字，例如“稳外贸补助年度合计”。");
        if (NoticePolicy.Yuan(most) is null) yield return new Problem("CeilingMost", $"新设的年度合计上限以万元计，应是大于 0 的数{(most.Length > 0 ? $"，现在是“{most}”" : "")}。");
    }

    private static IEnumerable<Problem> Stray(TypedPolicy typed) =>
        typed.Texts().Where(one => ChineseText.WithoutStray(one.Text) != one.Text).Select(one => new Problem(one.Field, "含有看不见的控制字符，请删去后重写。"));

    private static IEnumerable<Problem> Check(TypedPolicy typed, int at, IReadOnlyList<SignedCondition> conditions)
    {
        var (benefit, number) = (typed.Benefits[at], at + 1);
        if (benefit.Title.Trim().Length is 0 or > 60) yield return new Problem($"Title{number}", "事项名称应为 1 到 60 个字，例如“首次升规奖励”。");
        if (!Enum.TryParse<RedemptionMode>(benefit.Mode, out var mode) || !Enum.IsDefined(mode)) yield return new Problem($"Mode{number}", "没有选择怎么兑现。");
        if (!Periods.Contains(benefit.Period)) yield return new Problem($"Period{number}", "没有选择多久一次。");
        if (benefit.Amount.Length > LongestAmount) yield return new Problem($"Amount{number}", $"金额公式最多 {LongestAmount} 个字。");
        if (benefit.Amount.Trim().Length > 0 && benefit.AmountText.Trim().Length == 0) yield return new Problem($"AmountText{number}", "有金额公式，请用一句话写明给多少。");
        if (benefit.Cap is { Length: > 0 } && NoticePolicy.Yuan(benefit.Cap) is null) yield return new Problem($"Cap{number}", $"封顶以万元计，应是大于 0 的数，现在是“{benefit.Cap}”。");
        if (benefit.Cap is { Length: > 0 } && benefit.Amount.Trim().Length == 0) yield return new Problem($"Cap{number}", "没有金额公式，不能设封顶。");
        if (benefit.Deadline is { Length: > 0 } && Day(benefit.Deadline) is null) yield return new Problem($"Deadline{number}", "截止日期应写成 2026-09-30 这样的日期。");
        if (conditions.All(condition => !typed.IsOf(condition, number))) yield return new Problem($"Title{number}", $"第 {number} 个事项没有任何条件，等于人人可享。请在下面给它至少一个条件。");
    }

    private IEnumerable<Problem> CheckMoney(TypedBenefit benefit, int number)
    {
        var hasAmount = benefit.Amount.Trim().Length > 0;
        if (Roundings.All(one => one.Value != benefit.RoundTo)) yield return new Problem($"RoundTo{number}", "没有选择取整到哪一位。");
        else if (benefit.RoundTo.Length > 0 && !hasAmount) yield return new Problem($"RoundTo{number}", "没有金额公式，不用取整。");
        if (benefit.Budget.Length > 0 && NoticePolicy.Yuan(benefit.Budget) is null) yield return new Problem($"Budget{number}", $"年度预算以万元计，应是大于 0 的数，现在是“{benefit.Budget}”。");
        else if (benefit.Budget.Length > 0 && !hasAmount) yield return new Problem($"Budget{number}", "没有金额公式，不能设年度预算。");
        if (benefit.Materials.Length > LongestMaterials) yield return new Problem($"Materials{number}", $"材料最多 {LongestMaterials} 个字，现在是 {benefit.Materials.Length} 个字。");
        else if (NoticePolicy.Materials(benefit.Materials, catalogue).Unknown is { } unknown) yield return new Problem($"Materials{number}", $"“{unknown}”不是指标目录里的指标。政府已有的材料，在等号后写指标的名称，如“出口实绩=上年度出口额”；没有的就只写材料名称。");
    }

    private IEnumerable<Problem> CheckRelations(TypedBenefit benefit, int number)
    {
        foreach (var (field, id) in new[] { ("Apart", benefit.Apart), ("Exclusive", benefit.Exclusive.FirstOrDefault(id => book.FindBenefit(id) is null) ?? ""), ("Needs", benefit.Needs.FirstOrDefault(id => book.FindBenefit(id) is null) ?? "") }.Where(one => one.Item2.Length > 0 && book.FindBenefit(one.Item2) is null))
            yield return new Problem(field + number, "没有这个事项，请重新选择。");
        if (benefit.Ceiling.Length > 0 && benefit.Ceiling != TypedPolicy.OwnCeiling && book.Ceilings.All(one => one.Id != benefit.Ceiling)) yield return new Problem($"Ceiling{number}", "没有这个合计上限，请重新选择。");
        if (benefit.Exclusive.Contains(benefit.Apart)) yield return new Problem($"Exclusive{number}", "同一项不能既互斥又就高补差，请去掉一处。");
        const string Own = "draft";
        var relations = new BenefitRelations([.. book.Relations.All, .. benefit.Needs.Select(id => new BenefitRelation(Own, RelationKind.Needs, id)), .. benefit.Exclusive.Append(benefit.Apart).Where(id => id.Length > 0).Select(id => new BenefitRelation(Own, RelationKind.Exclusive, id))], []);
        if (benefit.Needs.FirstOrDefault(need => All(relations, need).Any(id => relations.AreApart(Own, id))) is { } against)
            yield return new Problem($"Needs{number}", $"要先享受“{book.FindBenefit(against)?.Benefit.Title}”，又与它或它的前置互斥，谁也享受不到。请去掉一处。");
    }

    private static HashSet<string> All(BenefitRelations relations, string first)
    {
        var (found, open) = (new HashSet<string> { first }, new Queue<string>([first]));
        while (open.TryDequeue(out var next)) foreach (var further in relations.NeededBy(next).Where(found.Add)) open.Enqueue(further);
        return found;
    }

    /// <summary>What a policy may help with: the words of the library.</summary>
    public IReadOnlyList<string> Topics() => [.. book.Policies.SelectMany(policy => policy.Topics).GroupBy(topic => topic).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key)];

    private static string Level(RegionKind kind) => kind switch { RegionKind.Province => "Province", RegionKind.City => "City", _ => "County" };

    internal static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

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
