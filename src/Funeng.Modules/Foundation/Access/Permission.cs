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
    ManageProjects,
    ReportProgress,
    ViewTasks,
    OpenTasks,
    OverseeTasks,
    SuperviseTasks,
    ManageNotices,
    ViewAudit,
    ManageUsers,
    UseApi,
}
