using Funeng.Engines.Criteria;
using Funeng.Engines.Synthetic;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Foundation.Access;

namespace Funeng.Host.Demo;

/// <summary>
/// Library records of the demo city, in every state: those who hold a title of a tier mostly stand in its library, some wait for review,
/// some are warned, a few have left.
/// </summary>
internal sealed class DemoLibraries(LibraryCatalogue libraries, DateOnly today)
{
    internal static readonly LibraryActor Officer = new("demo-officer", "王敏", Role.BureauOfficer);
    private static readonly LibraryActor Head = new("demo-head", "李建国", Role.BureauHead);
    private static readonly LibraryActor Expert = new("demo-expert", "蒋教授", Role.Expert);
    private static readonly LibraryActor Scholar = new("demo-scholar", "许研究员", Role.Expert);
    private static readonly LibraryActor Investor = new("demo-investor", "投资经理", Role.Bank);

    public IEnumerable<LoadedRecord> Of(SyntheticEnterprise enterprise, long subject)
    {
        foreach (var grant in enterprise.Grants.Where(grant => grant.From <= today && today <= grant.To))
        {
            var library = libraries.Libraries.FirstOrDefault(library => library.Schemes.Contains(grant.Scheme));
            var draw = (int)((enterprise.Index * 7 + (library?.Rank ?? 0) * 13) % 100);
            // Fifteen of a hundred hold the title and were never entered: 应入未入 where they still meet the standard.
            if (library is not null && draw < 85)
                yield return new LoadedRecord(library.Id, subject, [.. Life(library, grant.From.AddDays(20), draw)]);
        }
    }

    private IEnumerable<LoadedStep> Life(LibraryDefinition library, DateOnly entered, int draw)
    {
        if (draw < 4)
            return [new(new LibraryAction.Discover(), Officer, "规则筛查发现，拟走访核实", today.AddDays(-30 + draw))];
        if (draw < 10)
            return Nominated(library, draw).Take(draw < 7 ? 1 : 2);
        if (draw == 10)
            return [.. Nominated(library, draw), new(new LibraryAction.Decline(), Head, "主导产品与本库方向不符，建议下一批再报", today.AddDays(-3))];

        var member = Reviewed(library, Entry(library, entered), entered, skipLast: draw is 23 or 24);
        return draw switch
        {
            < 16 => [.. member, new(new LibraryAction.OpenReview(), Officer, "年度集中审核", today.AddDays(-12))],
            < 21 => [.. member, new(new LibraryAction.Warn(), Officer, "经营指标下滑，限期说明并整改", today.AddDays(-draw))],
            21 => [.. member, new(new LibraryAction.Exit(ExitGround.OwnRequest), Head, "企业书面申请退出", today.AddDays(-40))],
            22 => [.. member, new(new LibraryAction.Warn(), Officer, "连续两年收入下降", today.AddDays(-120)),
                new(new LibraryAction.Exit(ExitGround.AfterWarning), Head, "预警期满仍不达标", today.AddDays(-120 + library.WarningDays + 1))],
            _ => member,
        };
    }

    private IEnumerable<LoadedStep> Nominated(LibraryDefinition library, int draw)
    {
        yield return draw % 2 == 0
            ? new(new LibraryAction.Nominate(EntryDoor.DepartmentProposal, ""), Officer, $"符合{library.ShortName}方向，部门推荐", today.AddDays(-18 + draw))
            : new(new LibraryAction.Nominate(EntryDoor.OutsideNomination, "齐鲁创投（演示）"), Investor, "成长性好，拟跟投，提名入库", today.AddDays(-18 + draw));
        yield return new(new LibraryAction.GiveOpinion("示范大学（演示）", Supports: true), Expert, "技术路线清楚，支持入库", today.AddDays(-10 + draw / 2));
    }

    /// <summary>The yearly reviews since, each some days before it was due; of a few the last one was forgotten.</summary>
    private List<LoadedStep> Reviewed(LibraryDefinition library, List<LoadedStep> life, DateOnly entered, bool skipLast)
    {
        for (var due = library.NextReview(entered); due <= today; due = library.NextReview(due))
        {
            if (skipLast && library.NextReview(due) > today)
                break;
            life.Add(new(new LibraryAction.OpenReview(), Officer, "年度集中审核", due.AddDays(-20)));
            // Passing on the due day itself sets the next one a year later.
            life.Add(new(new LibraryAction.PassReview(Outcome.Met), Officer, "材料属实，仍符合标准", due));
        }

        return life;
    }

    private static List<LoadedStep> Entry(LibraryDefinition library, DateOnly entered) =>
    [
        new(new LibraryAction.Discover(), Officer, "规则筛查发现", entered.AddDays(-30)),
        new(new LibraryAction.Nominate(EntryDoor.RuleScreen, ""), Officer, "符合标准，提名入库", entered.AddDays(-25)),
        new(new LibraryAction.GiveOpinion("示范大学（演示）", Supports: true), Expert, "材料齐全，支持入库", entered.AddDays(-12)),
        .. library.OutsideOpinions > 1
            ? new LoadedStep[] { new(new LibraryAction.GiveOpinion("产业研究院（演示）", Supports: true), Scholar, "行业地位清楚，支持入库", entered.AddDays(-11)) }
            : [],
        new(new LibraryAction.Confirm(Outcome.Met), Head, "评审通过，确认入库", entered),
    ];
}
