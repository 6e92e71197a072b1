using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Foundation.Audit;

/// <summary>Adds an audit row to the unit of work, so that it commits with the change it tells of or not at all.</summary>
public sealed class AuditTrail(FunengDb db, IdSource ids, CurrentUser user, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <param name="action">What was done, in Chinese: 修改企业名称.</param>
    /// <param name="subject">kind:key of what was changed.</param>
    /// <param name="reason">Why, in the words of whoever decided; empty where no reason is asked for.</param>
    /// <param name="before">What was there, as data.</param>
    /// <param name="after">What is there now.</param>
    public void Record(string action, string subject, string reason, object? before = null, object? after = null) =>
        Add(user.Id, user.Name, action, subject, reason, before, after);

    /// <summary>For what somebody does who is not (yet) signed in; without an account it is the name he gave.</summary>
    internal void RecordBy(long? account, string who, string action, string subject) =>
        Add(account, who, action, subject, "", null, null);

    private void Add(long? account, string who, string action, string subject, string reason, object? before, object? after) =>
        db.Add(new AuditEntry
        {
            Id = ids.Next(),
            At = time.GetUtcNow(),
            Account = account,
            Who = who,
            Action = action,
            Subject = subject,
            Reason = reason,
            Before = before is null ? null : JsonSerializer.Serialize(before, Json),
            After = after is null ? null : JsonSerializer.Serialize(after, Json),
        });
}
