using static Funeng.Modules.Foundation.Access.Permission;

namespace Funeng.Modules.Foundation.Access;

/// <summary>The one table of what each role may do. Which rows it may do it to is decided by its scope, in the query.</summary>
public static class RolePermissions
{
    private static readonly Permission[] Reading = [ViewEnterprises, ViewSchemes, ViewLibraries, ViewLists, ViewTasks, ViewProjects, CompareProjects, UseApi];

    private static readonly IReadOnlyDictionary<Role, IReadOnlySet<Permission>> Table = new Dictionary<Role, IReadOnlySet<Permission>>
    {
        [Role.Leader] = Set([.. Reading, ViewRedemption, ExportData, OpenTasks, OverseeTasks, SuperviseTasks]),
        [Role.BureauOfficer] = Set([.. Reading, ViewRedemption, PrepareRedemption, ExportData, OpenTasks, EditEnterprise, ImportFacts, DecideVerdicts, ManageLibraries, ManageLists, ReviewCriteria, ManageProjects, ReviewApplications, ReportProgress]),
        [Role.BureauHead] = Set([.. Reading, ViewRedemption, PrepareRedemption, ApproveRedemption, ExportData, OpenTasks, EditEnterprise, ImportFacts, DecideVerdicts, ManageLibraries, ManageLists, ReviewCriteria, ManageProjects, ReviewApplications, ReportProgress, ManageRules]),
        [Role.TownshipClerk] = Set([.. Reading, ViewRedemption, OpenTasks, EditEnterprise, ImportFacts, DecideVerdicts, ReviewApplications, ReportProgress]),
        [Role.ZoneOfficer] = Set([.. Reading, ViewRedemption, OpenTasks, EditEnterprise, ImportFacts, DecideVerdicts, ManageProjects, ReviewApplications, ReportProgress]),
        [Role.Treasurer] = Set([.. Reading, ViewRedemption, PayRedemption, ReviewApplications, ExportData]),
        [Role.SupervisionOffice] = Set([.. Reading, ViewRedemption, ExportData, OpenTasks, OverseeTasks, SuperviseTasks]),
        [Role.ServiceOfficer] = Set([.. Reading, OpenTasks, DecideVerdicts, ReportProgress]),
        [Role.Reviewer] = Set([.. Reading, ReviewCriteria]),
        [Role.Statistician] = Set([.. Reading, ExportData, ImportFacts]),
        [Role.Auditor] = Set([.. Reading, ViewRedemption, OverseeTasks, ViewAudit]),
        // Who keeps the accounts of the others moves no money: whoever could do both could do it alone.
        [Role.Administrator] = Set(Enum.GetValues<Permission>().Except([SelfAssess, NominateSelf, ApplyForBenefits, ScoreApplications, PrepareRedemption, ApproveRedemption, PayRedemption, ReceiveRedemption])),
        [Role.Enterprise] = Set([ViewEnterprises, ViewSchemes, ViewLibraries, SelfAssess, NominateSelf, ApplyForBenefits, ViewTasks, ViewProjects, ReportProgress, ReceiveRedemption, UseApi]),
        [Role.Expert] = Set([ViewSchemes, ViewLibraries, ViewTasks, ScoreApplications]),
        [Role.Bank] = Set([ViewSchemes, ViewLibraries, ViewTasks]),
        [Role.Public] = Set([ViewSchemes]),
    };

    public static IReadOnlySet<Permission> Of(Role role) => Table[role];

    private static HashSet<Permission> Set(IEnumerable<Permission> permissions) => [.. permissions];
}
