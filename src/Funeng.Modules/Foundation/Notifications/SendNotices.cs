using System.Net.Http.Headers;
using System.Net.Mail;
using System.Text;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Foundation.Notifications;

/// <summary>
/// Sends what waits in the outbox. A message is claimed before it is sent, so that two processes never send it both; one whose process died while sending is
/// taken up again after a while (then, and only then, it may arrive twice). What fails is tried again with growing pauses and given up after the last.
/// </summary>
public sealed class SendNotices(FunengDb db, NoticeSettings settings, ChatClient chat, TimeProvider time)
{
    private const int AtOnce = 50;

    /// <summary>A sending that has not ended by then was cut off.</summary>
    public static readonly TimeSpan LongestSending = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(12)];

    /// <returns>How many were sent.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var due = await db.Set<OutgoingNotice>().AsNoTracking()
            .Where(row => (row.State == OutgoingState.Waiting || row.State == OutgoingState.Sending) && row.NotBefore <= now)
            .OrderBy(row => row.NotBefore).ThenBy(row => row.Id).Take(AtOnce).ToListAsync(cancellation);
        var sent = 0;
        foreach (var notice in due)
        {
            if (await ClaimAsync(notice, cancellation) && await SendAsync(notice, cancellation)) sent++;
        }

        return sent;
    }

    private async Task<bool> ClaimAsync(OutgoingNotice notice, CancellationToken cancellation)
    {
        // Each has its own time: the ones before it may have taken long.
        var until = time.GetUtcNow() + LongestSending;
        return await db.Set<OutgoingNotice>()
            .Where(row => row.Id == notice.Id && row.Attempts == notice.Attempts && row.State == notice.State && row.NotBefore == notice.NotBefore)
            .ExecuteUpdateAsync(
                row => row.SetProperty(claimed => claimed.State, OutgoingState.Sending)
                    .SetProperty(claimed => claimed.Attempts, notice.Attempts + 1)
                    .SetProperty(claimed => claimed.NotBefore, until),
                cancellation) == 1;
    }

    private async Task<bool> SendAsync(OutgoingNotice notice, CancellationToken cancellation)
    {
        string? problem;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(LongestAnswer);
            problem = await (notice.Channel switch
            {
                NoticeChannel.Mail => MailAsync(notice, limit.Token),
                NoticeChannel.Chat => ChatAsync(notice, limit.Token),
                _ => HookAsync(notice, limit.Token),
            });
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            // Whatever the outside does is this message's matter, never the next one's.
            problem = failure.Message;
        }

        var (now, attempts) = (time.GetUtcNow(), notice.Attempts + 1);
        var isOver = problem is not null && attempts > Pauses.Length;
        var text = problem is null ? "" : problem.Length > 300 ? problem[..300] : problem;
        var state = problem is null ? OutgoingState.Sent : isOver ? OutgoingState.GivenUp : OutgoingState.Waiting;
        var next = problem is null || isOver ? now : now + Pauses[attempts - 1];
        DateTimeOffset? sentAt = problem is null ? now : null;
        // Not cancelled with the site: what has been sent must be remembered.
        await db.Set<OutgoingNotice>().Where(row => row.Id == notice.Id && row.Attempts == attempts).ExecuteUpdateAsync(
            row => row.SetProperty(done => done.State, state).SetProperty(done => done.SentAt, sentAt).SetProperty(done => done.NotBefore, next)
                .SetProperty(done => done.Problem, text),
            CancellationToken.None);
        return problem is null;
    }

    private async Task<string?> ChatAsync(OutgoingNotice notice, CancellationToken cancellation)
    {
        if (!settings.Allows(notice.Address)) return "the address is not among the allowed ones";
        if (await db.Set<NoticeTarget>().AsNoTracking().SingleOrDefaultAsync(target => target.Id == notice.Target, cancellation) is not { IsActive: true } target)
            return "the group was removed";
        return await chat.PostAsync(notice.Address, ChatMessage.Of(target.Format, notice.Title, notice.Body), cancellation);
    }

    // A robot of a known chat gets its own words and tells the truth in a number; any other system gets plain JSON and answers by its status.
    private async Task<string?> HookAsync(OutgoingNotice notice, CancellationToken cancellation)
    {
        if (!settings.Allows(notice.Address)) return "the address is not among the allowed ones";
        if (!await db.Set<NoticeChoice>().AnyAsync(choice => choice.Hook == notice.Address, cancellation)) return "the address was removed";
        return ChatMessage.RobotOf(notice.Address) is { } robot
            ? await chat.PostAsync(notice.Address, ChatMessage.Of(robot, notice.Title, notice.Body), cancellation)
            : await chat.PostPlainAsync(notice.Address, ChatMessage.Plain(notice), cancellation);
    }

    private async Task<string?> MailAsync(OutgoingNotice notice, CancellationToken cancellation)
    {
        if (settings.Mail is not { Host.Length: > 0, From.Length: > 0 } mail) return "no mail server with host and from is set up in notices.yaml";
        using var client = new SmtpClient(mail.Host, mail.Port) { EnableSsl = mail.Encrypted };
        if (mail.User.Length > 0) client.Credentials = new System.Net.NetworkCredential(mail.User, mail.Password);
        using var message = new MailMessage(mail.From, notice.Address, notice.Title, notice.Body) { BodyEncoding = Encoding.UTF8, SubjectEncoding = Encoding.UTF8 };
        await client.SendMailAsync(message, cancellation);
        return null;
    }
}

/// <summary>The one way out over HTTP: follows no redirect, waits no longer than ten seconds, reads no long answer.</summary>
public sealed class ChatClient : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 64 * 1024,
    };

    /// <returns>Null when the robot took it; otherwise why not.</returns>
    public async Task<string?> PostAsync(string address, string json, CancellationToken cancellation)
    {
        using var answer = await SendAsync(address, json, cancellation);
        return answer.IsSuccessStatusCode
            ? ChatMessage.Refusal(await answer.Content.ReadAsStringAsync(cancellation))
            : $"HTTP {(int)answer.StatusCode}";
    }

    /// <returns>Null when the system answered that it took it; otherwise why not.</returns>
    public async Task<string?> PostPlainAsync(string address, string json, CancellationToken cancellation)
    {
        using var answer = await SendAsync(address, json, cancellation);
        return answer.IsSuccessStatusCode ? null : $"HTTP {(int)answer.StatusCode}";
    }

    private async Task<HttpResponseMessage> SendAsync(string address, string json, CancellationToken cancellation)
    {
        using var content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json", "utf-8"));
        return await http.PostAsync(new Uri(address), content, cancellation);
    }

    public void Dispose() => http.Dispose();
}
