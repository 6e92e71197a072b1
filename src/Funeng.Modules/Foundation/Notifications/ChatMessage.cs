using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Funeng.Modules.Foundation.Notifications;

/// <summary>A message in the words of each chat's robot, and what its answer means.</summary>
internal static class ChatMessage
{
    // The robots cut longer texts or refuse them.
    private const int Longest = 1800;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Of(ChatFormat format, string title, string body)
    {
        var text = body.Length > Longest ? body[..Longest] + "…" : body;
        return format switch
        {
            ChatFormat.WeCom => JsonSerializer.Serialize(new { msgtype = "markdown", markdown = new { content = $"**{title}**\n{text}" } }, Json),
            ChatFormat.DingTalk => JsonSerializer.Serialize(new { msgtype = "markdown", markdown = new { title, text = $"### {title}\n{text}" } }, Json),
            _ => JsonSerializer.Serialize(new { msg_type = "text", content = new { text = $"{title}\n{text}" } }, Json),
        };
    }

    /// <summary>Which chat's robot stands at an address; null for a system of somebody's own.</summary>
    public static ChatFormat? RobotOf(string address) => new Uri(address).Host switch
    {
        "qyapi.weixin.qq.com" => ChatFormat.WeCom,
        "oapi.dingtalk.com" => ChatFormat.DingTalk,
        "open.feishu.cn" => ChatFormat.Feishu,
        _ => null,
    };

    /// <summary>A message for a system of somebody's own: <c>id</c> is the same however often it is tried.</summary>
    public static string Plain(OutgoingNotice notice) => JsonSerializer.Serialize(new { id = notice.Dedup, title = notice.Title, text = notice.Body, at = notice.CreatedAt }, Json);

    /// <summary>Null when the robot took the message; otherwise what it said. All three answer 200 and tell the truth in a number.</summary>
    public static string? Refusal(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            foreach (var name in new[] { "errcode", "code", "StatusCode" })
            {
                if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var code) && code.ValueKind == JsonValueKind.Number)
                    return code.GetInt64() == 0 ? null : $"{name} {code.GetInt64()}: {Text(json.RootElement)}";
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        return "the answer is none of a chat robot";
    }

    private static string Text(JsonElement answer) =>
        answer.TryGetProperty("errmsg", out var message) || answer.TryGetProperty("msg", out message) ? message.ToString() : "";
}
