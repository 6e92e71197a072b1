using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Foundation.Notifications;

/// <summary>
/// What may leave this installation and through which door, from <c>notices.yaml</c> in the data folder, which is as private as the database. Without the
/// file only the robots of the three known chats can be reached, and no mail goes out.
/// </summary>
public sealed class NoticeSettings
{
    /// <summary>Beginnings of the addresses that messages may go to. No redirect is followed.</summary>
    public List<string> Allow { get; set; } =
    [
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send", "https://oapi.dingtalk.com/robot/send", "https://open.feishu.cn/open-apis/bot/v2/hook/",
    ];

    public MailSettings? Mail { get; set; }

    /// <summary>From this hour of the city's day to <see cref="QuietTo"/> groups are told nothing; equal ends mean never.</summary>
    public int QuietFrom { get; set; } = 21;

    public int QuietTo { get; set; } = 8;

    /// <summary>The address of this site in links, such as https://funeng.example.gov.cn; without it a message carries no link.</summary>
    public string Site { get; set; } = "";

    public static NoticeSettings Read(Installation installation)
    {
        var file = Path.Combine(installation.DataFolder, "notices.yaml");
        if (!File.Exists(file)) return new NoticeSettings();
        using var reader = File.OpenText(file);
        return new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<NoticeSettings>(reader);
    }

    /// <summary>Whether messages may go to an address: scheme, host and port are those of an allowed one, and its path begins with the allowed path.</summary>
    public bool Allows(string address) => Uri.TryCreate(address, UriKind.Absolute, out var wanted) && wanted.UserInfo.Length == 0
        && Allow.Any(text => Uri.TryCreate(text, UriKind.Absolute, out var allowed)
            && wanted.Scheme == allowed.Scheme && wanted.Host == allowed.Host && wanted.Port == allowed.Port && Below(wanted.AbsolutePath, allowed.AbsolutePath));

    private static bool Below(string path, string allowed) =>
        path == allowed || path.StartsWith(allowed.TrimEnd('/') + "/", StringComparison.Ordinal);
}

/// <summary>The mail server that takes the digests.</summary>
public sealed class MailSettings
{
    public string Host { get; set; } = "";

    public int Port { get; set; } = 25;

    public bool Encrypted { get; set; }

    public string From { get; set; } = "";

    public string User { get; set; } = "";

    public string Password { get; set; } = "";
}
