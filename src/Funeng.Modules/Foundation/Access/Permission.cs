namespace Funeng.Modules.Foundation.Access;

/// <summary>One thing an account may do. Each is also the name of an authorization policy: <c>[Authorize(Policy = nameof(Permission.ViewAudit))]</c>.</summary>
public enum Permission
{
    ViewEnterprises,
    EditEnterprise,
    ImportFacts,
    ExportData,
    ViewSchemes,
    DecideVerdicts,
    ManageRules,
    ViewLibraries,
    ManageLibraries,
    ReviewCriteria,
    ViewLists,
    ManageLists,
    SelfAssess,
    NominateSelf,
    ViewProjects,

    /// <summary>Rankings, circulars and dispatch meetings: how counties, offices and projects stand beside each other. Not for an enterprise, which sees its own.</summary>
    CompareProjects,
    ManageProjects,
    ReportProgress,
    ApplyForBenefits,
    ReviewApplications,
    ScoreApplications,
    ViewTasks,
    OpenTasks,
    OverseeTasks,
    SuperviseTasks,
    ManageNotices,
    ViewRedemption,
    PrepareRedemption,
    ApproveRedemption,
    PayRedemption,
    ReceiveRedemption,
    ViewAudit,
    ManageUsers,
    UseApi,
}
