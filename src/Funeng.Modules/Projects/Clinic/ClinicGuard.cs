using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Tasks;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>The item of a whole case runs by itself, from triage to rating: whoever is late does not stop its clock by handing it in.</summary>
internal sealed class ClinicGuard : ITaskGuard
{
    public Problem? Refusal(TaskItem item, TaskAct act) =>
        item.SourceKind == ClinicCase.SourceKind && item.Key.StartsWith("case-", StringComparison.Ordinal) && act is (TaskAct.FinishStage or TaskAct.Submit or TaskAct.Close or TaskAct.Cancel or TaskAct.Extend)
            ? new Problem("", "这是整件病例的时限，随分诊、会诊、处方和评价自动推进。请到病例里办理。") : null;
}
