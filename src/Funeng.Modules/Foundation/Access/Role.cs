using System.ComponentModel.DataAnnotations;

namespace Funeng.Modules.Foundation.Access;

/// <summary>What kind of person an account belongs to. What a role may do is in <see cref="RolePermissions"/>; what it sees is its <see cref="Scope"/>.</summary>
public enum Role
{
    [Display(Name = "领导")]
    Leader,

    [Display(Name = "科室人员")]
    BureauOfficer,

    [Display(Name = "局长")]
    BureauHead,

    [Display(Name = "镇街经办")]
    TownshipClerk,

    [Display(Name = "功能区")]
    ZoneOfficer,

    [Display(Name = "财政")]
    Treasurer,

    [Display(Name = "督查室")]
    SupervisionOffice,

    [Display(Name = "服务专员")]
    ServiceOfficer,

    [Display(Name = "评审")]
    Reviewer,

    [Display(Name = "统计")]
    Statistician,

    [Display(Name = "审计")]
    Auditor,

    [Display(Name = "管理员")]
    Administrator,

    [Display(Name = "企业")]
    Enterprise,

    [Display(Name = "专家")]
    Expert,

    [Display(Name = "银行")]
    Bank,

    [Display(Name = "公众")]
    Public,
}
