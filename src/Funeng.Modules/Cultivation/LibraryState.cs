using System.ComponentModel.DataAnnotations;

namespace Funeng.Modules.Cultivation;

/// <summary>Where an enterprise stands in one library: 发现 → 提名 → 确认 → 年审 → 预警 → 出库.</summary>
public enum LibraryState
{
    [Display(Name = "已发现")] Discovered,
    [Display(Name = "评审中")] Nominated,
    [Display(Name = "在库")] Member,
    [Display(Name = "年审中")] UnderReview,
    [Display(Name = "预警")] Warned,
    [Display(Name = "已出库")] Exited,
    [Display(Name = "未通过")] Declined,
}

/// <summary>The four doors into a library (S1-22).</summary>
public enum EntryDoor
{
    [Display(Name = "规则筛查")] RuleScreen,
    [Display(Name = "企业自荐")] OwnApplication,
    [Display(Name = "智库或投资机构提名")] OutsideNomination,
    [Display(Name = "部门推荐")] DepartmentProposal,
}

/// <summary>Why a member leaves. Only the first needs a warning whose term has run out.</summary>
public enum ExitGround
{
    [Display(Name = "预警期满仍不达标")] AfterWarning,
    [Display(Name = "企业申请退出")] OwnRequest,
    [Display(Name = "注销或迁出")] Deregistered,
}

/// <summary>One thing done to a library record; stored with who, when and why.</summary>
public enum LibraryStep
{
    [Display(Name = "发现")] Discover,
    [Display(Name = "提名")] Nominate,
    [Display(Name = "征求外部意见")] AskOpinion,
    [Display(Name = "评审意见")] GiveOpinion,
    [Display(Name = "确认入库")] Confirm,
    [Display(Name = "不予入库")] Decline,
    [Display(Name = "开始年审")] OpenReview,
    [Display(Name = "年审合格")] PassReview,
    [Display(Name = "预警")] Warn,
    [Display(Name = "解除预警")] LiftWarning,
    [Display(Name = "出库")] Exit,
}
