namespace Funeng.Modules.Tasks;

/// <summary>What a duty or an item is about: a project, a conference, a problem. The key is that module's own.</summary>
/// <param name="Kind">conference, campaign, programme, project, problem, visit …; lower case.</param>
/// <param name="Key">The id or code of the thing, as text.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Link">Its page.</param>
public sealed record TaskSource(string Kind, string Key, string Title, string Link)
{
    /// <summary>What stands for itself: an item that somebody opened on the page.</summary>
    public static TaskSource None { get; } = new("own", "", "自行建立", "");

    /// <summary>The Chinese word of a kind, for pages; the kind itself when nobody has named it.</summary>
    public static string WordOf(string kind) => kind switch
    {
        "own" => "自行建立",
        "conference" => "会议",
        "campaign" => "攻坚行动",
        "programme" => "行动方案",
        "project" => "项目",
        "problem" => "问题",
        "visit" => "走访",
        "demand" => "诉求",
        "clinic" => "项目诊所",
        "review" => "申报审核",
        "payout" => "政策兑付",
        "difference" => "政策兑付",
        "policy" => "政策维护",
        "text" => "政策上线",
        "partner" => "城市合伙人",
        _ => kind,
    };
}
