using System.Globalization;
using System.Net.Mail;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Notifications;

/// <summary>How the signed-in user wants to be told outside the product, as typed.</summary>
public sealed record TypedChoice(string Mail, string Digest, string Hour, string QuietFrom, string QuietTo, IReadOnlyList<string> Muted, string Hook = "");

/// <summary>Keeps each user's own choice, and the groups of the enterprise chats for whoever manages notices.</summary>
public sealed class KeepNotices(FunengDb db, IdSource ids, NoticeSettings settings, AuditTrail audit, CurrentUser user, TimeProvider time)
{
    private const int MostTargets = 50;
    private const int Shown = 30;

    public async Task<NoticeChoice> MineAsync(CancellationToken cancellation) =>
        await db.Set<NoticeChoice>().AsNoTracking().SingleOrDefaultAsync(row => row.Account == user.Id, cancellation) ?? new NoticeChoice { Account = user.Id ?? 0, Mail = "" };

    public bool CanMail => settings.Mail is { Host.Length: > 0, From.Length: > 0 };

    public async Task<IReadOnlyList<Problem>> ChooseAsync(TypedChoice typed, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        if (!Enum.TryParse<DigestRhythm>(typed.Digest, out var digest) || !Enum.IsDefined(digest)) problems.Add(new("Digest", "没有选择多久发一次。"));
        var mail = typed.Mail.Trim();
        if ((mail.Length > 0 || digest != DigestRhythm.Never) && (mail.Length > 200 || !IsMail(mail)))
            problems.Add(new("Mail", mail.Length == 0 ? "要发邮件，请填写邮箱；不要邮件，“多久一次”请选“不发邮件”。" : $"邮箱应像 name@example.gov.cn，现在是“{mail}”。"));
        var hook = typed.Hook.Trim();
        if (hook.Length > 0 && Refusal(hook) is { } refusal) problems.Add(new("Hook", refusal));
        var (hour, from, to) = (Hour(typed.Hour, "Hour", problems), Hour(typed.QuietFrom, "QuietFrom", problems), Hour(typed.QuietTo, "QuietTo", problems));
        if (problems.Count > 0 || user.Id is not { } account) return problems;
        var row = await db.Set<NoticeChoice>().SingleOrDefaultAsync(choice => choice.Account == account, cancellation);
        if (row is null) db.Add(row = new NoticeChoice { Account = account, Mail = mail });
        (row.Mail, row.Hook, row.Digest, row.DigestHour, row.QuietFrom, row.QuietTo) = (mail, hook, digest, hour, from, to);
        row.Muted = string.Join(' ', typed.Muted.Where(kind => kind.Length is > 0 and <= 40 && !kind.Contains(' ')).Take(50));
        audit.Record("修改通知方式", $"account:{account}", "", null, new { row.Digest, row.DigestHour, row.QuietFrom, row.QuietTo, row.Muted, HasHook = row.Hook.Length > 0 });
        await db.SaveChangesAsync(cancellation);
        return [];
    }

    public async Task<IReadOnlyList<NoticeTarget>> TargetsAsync(CancellationToken cancellation) =>
        await db.Set<NoticeTarget>().AsNoTracking().OrderBy(target => target.Id).ToListAsync(cancellation);

    /// <summary>What was sent lately and what was not; addresses are not told, they are keys.</summary>
    public async Task<IReadOnlyList<OutgoingNotice>> LatestAsync(CancellationToken cancellation) =>
        await db.Set<OutgoingNotice>().AsNoTracking().Where(row => row.Body != "").OrderByDescending(row => row.Id).Take(Shown).ToListAsync(cancellation);

    public async Task<IReadOnlyList<Problem>> AddTargetAsync(string name, string format, string address, IReadOnlyList<string> topics, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageNotices)) return [new("", "您不能管理通知。")];
        var problems = new List<Problem>();
        if (name.Trim().Length is 0 or > 40) problems.Add(new("Name", "群名称应为 1 到 40 个字。"));
        if (!Enum.TryParse<ChatFormat>(format, out var known) || !Enum.IsDefined(known)) problems.Add(new("Format", "没有选择是哪一种群机器人。"));
        if (Refusal(address.Trim()) is { } refusal) problems.Add(new("Address", refusal));
        var wanted = topics.Where(topic => Enum.TryParse<NoticeTopic>(topic, out var member) && Enum.IsDefined(member)).Distinct().ToList();
        if (wanted.Count == 0) problems.Add(new("Topics", "没有选择要通知哪些事。"));
        if (problems.Count == 0 && await db.Set<NoticeTarget>().CountAsync(cancellation) >= MostTargets) problems.Add(new("Name", $"最多 {MostTargets} 个群。"));
        if (problems.Count > 0) return problems;
        var target = new NoticeTarget
        {
            Id = ids.Next(), Name = name.Trim(), Format = known, Address = address.Trim(), Topics = string.Join(' ', wanted), IsActive = true, CreatedAt = time.GetUtcNow(),
        };
        db.Add(target);
        audit.Record("添加通知群", $"notice-target:{target.Id}", "", null, new { target.Name, target.Format, target.Topics });
        await db.SaveChangesAsync(cancellation);
        return [];
    }

    public async Task<bool> StopTargetAsync(long id, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageNotices) || await db.Set<NoticeTarget>().SingleOrDefaultAsync(target => target.Id == id && target.IsActive, cancellation) is not { } target) return false;
        target.IsActive = false;
        audit.Record("停用通知群", $"notice-target:{id}", "", new { target.Name });
        await db.SaveChangesAsync(cancellation);
        return true;
    }

    /// <summary>Why nothing is sent to an address, with what was typed and what may be; null when it may.</summary>
    private string? Refusal(string address) => address switch
    {
        { Length: 0 } => "没有填写地址。在群里添加机器人后，复制它的地址填在这里。",
        { Length: > 500 } => $"地址有 {address.Length} 个字符，最多 500 个。",
        _ when !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") => $"“{Clip(address)}”不是网址，应以 https:// 开头。请从群机器人的设置里复制完整的地址。",
        _ => settings.Allows(address) ? null : $"“{Clip(address)}”不在允许的范围内。可填的开头：{string.Join("、", settings.Allow)}；要用其他地址，请联系管理员。",
    };

    private static string Clip(string address) => address.Length <= 60 ? address : address[..60] + "…";

    // name@host is a right address inside one machine; outside it no mail arrives there.
    private static bool IsMail(string text) =>
        MailAddress.TryCreate(text, out var parsed) && parsed.Address == text && parsed.Host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && dot < parsed.Host.Length - 1;

    private static int Hour(string text, string field, List<Problem> problems)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hour) && hour <= 23) return hour;
        problems.Add(new(field, text.Length == 0 ? "没有填写小时。请填 0 到 23 的整数。" : $"小时应为 0 到 23 的整数，现在是“{Clip(text)}”。"));
        return 0;
    }
}
