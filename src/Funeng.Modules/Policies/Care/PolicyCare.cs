using System.Security.Cryptography;
using System.Text;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Policies.Care;

/// <summary>Why a policy of the library needs somebody to look at it.</summary>
internal enum CareReason
{
    /// <summary>It ends soon, or ended a short while ago: to be renewed, replaced, or left to end.</summary>
    Ending,

    /// <summary>The last day to apply for one of its benefits is over, and it is given every year.</summary>
    OldDeadline,

    /// <summary>Nobody can be asked: it has no telephone number.</summary>
    NoContact,

    /// <summary>The page of its original text is gone.</summary>
    DeadLink,

    /// <summary>It is on trial without a last day, for longer than such texts usually are.</summary>
    LongTrial,
}

/// <param name="Key">Names the need once and for all; of the missing contacts there is one for each office.</param>
internal sealed record CareNeed(CareReason Reason, PolicyDocument Policy, string Key, string Said);

/// <summary>What in the library has run out or is missing on a day.</summary>
internal static class PolicyCare
{
    public const string Contact = "contact";

    /// <summary>What the key of a dead link begins with.</summary>
    public const string Link = "link/";

    private const int DaysAround = 30;

    /// <param name="known">The offices of which a telephone was entered here.</param>
    /// <param name="trialYears">How long a text on trial usually holds.</param>
    public static IEnumerable<CareNeed> Of(IEnumerable<PolicyDocument> policies, DateOnly today, IReadOnlySet<string> known, int trialYears) =>
        policies.Where(policy => policy is { Pattern.Length: 0, Withdrawn.Length: 0 }).SelectMany(policy => Of(policy, today, known, trialYears));

    /// <summary>The same without a limit to how long ago a policy ended: what was asked for then is not done because time has passed.</summary>
    public static IEnumerable<CareNeed> Standing(IEnumerable<PolicyDocument> policies, DateOnly today, IReadOnlySet<string> known, int trialYears) =>
        policies.Where(policy => policy is { Pattern.Length: 0, Withdrawn.Length: 0 }).SelectMany(policy => Of(policy, today, known, trialYears, int.MaxValue));

    /// <summary>Policies whose original text is no longer where the library says.</summary>
    public static IEnumerable<CareNeed> Links(IEnumerable<PolicyDocument> policies, Func<string, bool> isMeant) =>
        policies.Where(policy => policy is { Pattern.Length: 0, Withdrawn.Length: 0, Link.Length: > 0 } && isMeant(policy.Link))
            .Select(policy => new CareNeed(CareReason.DeadLink, policy, $"{Link}{policy.Id}/{Mark(policy.Link)}", $"《{policy.Title}》的原文网址打不开，请换成现在的网址或删去：{policy.Link}"));

    private static string Mark(string link) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(link)))[..8];

    private static IEnumerable<CareNeed> Of(PolicyDocument policy, DateOnly today, IReadOnlySet<string> known, int trialYears, int daysAfter = DaysAround)
    {
        if (policy.EffectiveTo is { } last && last.DayNumber - today.DayNumber <= DaysAround && today.DayNumber - last.DayNumber <= daysAfter)
            yield return new CareNeed(CareReason.Ending, policy, $"ending/{policy.Id}/{last:yyyyMMdd}", $"《{policy.Title}》{(last < today ? "已于" : "将于")} {Fmt.Date(last)} 到期，请确认延续、修订还是到期停止");
        if (!policy.IsInForce(today)) yield break;
        if (policy is { IsOnTrial: true, EffectiveTo: null, EffectiveFrom: { } begun } && begun.AddYears(trialYears) is var usual && usual <= today)
            yield return new CareNeed(CareReason.LongTrial, policy, $"trial/{policy.Id}/{usual:yyyyMMdd}", $"《{policy.Title}》试行（暂行）满 {trialYears} 年，没有写到哪天为止。试行文件一般 {trialYears} 年（平台的提醒，不是文件的规定），请确认转为正式、延续还是停止，并写上截止日期");
        foreach (var benefit in policy.Benefits.Where(benefit => benefit.Deadline < today && benefit.Period.StartsWith("每年", StringComparison.Ordinal)))
            yield return new CareNeed(CareReason.OldDeadline, policy, $"deadline/{benefit.Id}/{benefit.Deadline:yyyyMMdd}", $"《{policy.Title}》“{benefit.Title}”的申报期已于 {Fmt.Date(benefit.Deadline)} 截止，请写上新一年的日期");
        if (policy.Contact.Length == 0 && !known.Contains(policy.Office)) yield return new CareNeed(CareReason.NoContact, policy, Contact, $"《{policy.Title}》没有联系电话");
    }
}
