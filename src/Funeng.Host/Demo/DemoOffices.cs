using Funeng.Modules.Projects.Problems;
using Funeng.Modules.Registry;

namespace Funeng.Host.Demo;

/// <summary>Which of the demo city's departments a made-up problem belongs to, by its kind and its words: power to those who plan energy, fire to those who approve buildings.</summary>
internal static class DemoOffices
{
    private static readonly (ProblemClass? Class, string Word, string Office)[] Rules =
    [
        (null, "人防", "住房和城乡建设局"), (null, "消防", "住房和城乡建设局"), (null, "管网", "住房和城乡建设局"), (null, "管线", "住房和城乡建设局"), (null, "施工许可", "住房和城乡建设局"),
        (null, "用地", "自然资源和规划局"), (null, "占补平衡", "自然资源和规划局"), (null, "规划", "自然资源和规划局"), (null, "供电", "发展和改革委员会"), (null, "电源", "发展和改革委员会"),
        (null, "通道", "发展和改革委员会"), (null, "补助", "财政局"), (null, "贴息", "财政局"), (null, "银行", "地方金融管理局"), (null, "贷款", "地方金融管理局"), (null, "总量指标", "生态环境局"),
        (ProblemClass.Procedures, "", "住房和城乡建设局"), (ProblemClass.Land, "", "自然资源和规划局"), (ProblemClass.Funds, "", "地方金融管理局"), (ProblemClass.Energy, "", "发展和改革委员会"),
        (ProblemClass.Environment, "", "生态环境局"), (ProblemClass.Utilities, "", "发展和改革委员会"), (null, "", "工业和信息化局"),
    ];

    // Who else has a say in it.
    private static readonly Dictionary<ProblemClass, string[]> Beside = new()
    {
        [ProblemClass.Procedures] = ["自然资源和规划局", "住房和城乡建设局"], [ProblemClass.Land] = ["住房和城乡建设局", "生态环境局"], [ProblemClass.Funds] = ["财政局", "工业和信息化局"],
        [ProblemClass.Energy] = ["工业和信息化局", "生态环境局"], [ProblemClass.Environment] = ["发展和改革委员会", "工业和信息化局"], [ProblemClass.Utilities] = ["住房和城乡建设局", "自然资源和规划局"],
    };

    /// <summary>The department for a problem or for one measure of it; the first of all where the city has no such department.</summary>
    public static Organization For(IReadOnlyList<Organization> offices, ProblemClass kind, string words) => Find(
        offices, Rules.First(rule => (rule.Class is null || rule.Class == kind) && words.Contains(rule.Word, StringComparison.Ordinal)).Office);

    /// <summary>Two departments to be asked beside the one that leads.</summary>
    public static IReadOnlyList<Organization> Asked(IReadOnlyList<Organization> offices, ProblemClass kind, Organization lead) =>
        [.. Beside.GetValueOrDefault(kind, []).Select(name => Find(offices, name)).Append(Find(offices, "工业和信息化局")).Where(office => office.Id != lead.Id).DistinctBy(office => office.Id).Take(2)];

    private static Organization Find(IReadOnlyList<Organization> offices, string name) =>
        offices.FirstOrDefault(office => office.Name.EndsWith(name, StringComparison.Ordinal)) ?? offices[0];
}
