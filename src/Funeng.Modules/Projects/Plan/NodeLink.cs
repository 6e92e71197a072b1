using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Engines.Planning;

namespace Funeng.Modules.Projects.Plan;

/// <summary>What a node waits for, as plans write it: 3 (after the third), 3SS+5 (five working days after the third began), 2FF-1.</summary>
public sealed partial record NodeLink(int Before, LinkType Type = LinkType.FinishToStart, int LagDays = 0)
{
    /// <summary>3，第 3 项开始后 5 天：for people.</summary>
    public string Words => (Type, LagDays) switch
    {
        (LinkType.FinishToStart, 0) => string.Create(CultureInfo.InvariantCulture, $"{Before} 完成之后"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Before} {(Type is LinkType.StartToStart or LinkType.StartToFinish ? "开始" : "完成")}{(LagDays == 0 ? "" : LagDays > 0 ? $" {LagDays} 个工作日" : $"前 {-LagDays} 个工作日")}{(LagDays < 0 ? "" : "后")}才能{(Type is LinkType.FinishToFinish or LinkType.StartToFinish ? "完成" : "开始")}"),
    };

    public static IReadOnlyList<NodeLink> ReadAll(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Read)];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Before}{Code(Type, LagDays)}{(LagDays == 0 ? "" : LagDays > 0 ? $"+{LagDays}" : $"{LagDays}")}");

    private static string Code(LinkType type, int lag) => type switch
    {
        LinkType.StartToStart => "SS",
        LinkType.FinishToFinish => "FF",
        LinkType.StartToFinish => "SF",
        _ => lag == 0 ? "" : "FS",
    };

    private static NodeLink Read(string text)
    {
        var match = Written().Match(text);
        if (!match.Success) throw new FormatException($"'{text}' is no link of a node");
        var type = match.Groups[2].Value switch { "SS" => LinkType.StartToStart, "FF" => LinkType.FinishToFinish, "SF" => LinkType.StartToFinish, _ => LinkType.FinishToStart };
        return new NodeLink(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), type, match.Groups[3].Success ? int.Parse(match.Groups[3].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0);
    }

    [GeneratedRegex(@"^(\d+)(FS|SS|FF|SF)?([+-]\d+)?$")]
    private static partial Regex Written();
}
