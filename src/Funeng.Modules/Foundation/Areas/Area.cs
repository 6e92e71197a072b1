using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Foundation.Areas;

/// <summary>One of the four parts of the platform (S2-03): where it begins and what it is for.</summary>
/// <param name="ShortName">For the bottom bar of a phone.</param>
public sealed record Area(NavGroup Group, string Href, string ShortName, string Purpose, string Icon)
{
    public static readonly IReadOnlyList<Area> All =
    [
        new(NavGroup.Industry, "/industry", "产业", "摸清每一家企业：够哪一级、还差什么、怎样补上。", Icon: "building-factory-2"),
        new(NavGroup.Finance, "/finance", "金融", "让企业找到合适的资金：上市梯队、融资需求与金融产品。", Icon: "coin-yuan"),
        new(NavGroup.Innovation, "/innovation", "科创", "科技型企业、创新平台与技术需求的对接。", Icon: "bulb"),
        new(NavGroup.Livelihood, "/livelihood", "民生", "诉求办理与便民事项，从接件到回访。", Icon: "heart-handshake"),
    ];
}
