using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Tasks;

/// <summary>A module whose own pages decide how an item of it ends says so here, for the pages of tasks.</summary>
public interface ITaskGuard
{
    /// <returns>Why a person may not do this to the item on the pages of tasks; null where he may.</returns>
    Problem? Refusal(TaskItem item, TaskAct act);
}
