namespace Funeng.Modules.Tasks;

/// <summary>
/// A module that opened items hears here what became of them. Called inside the unit of work, before it is saved: what the listener adds is saved with it.
/// Look at the item's source first; everybody hears everything.
/// </summary>
public interface ITaskListener
{
    Task ChangedAsync(TaskChange change, CancellationToken cancellation);
}

/// <summary>One change of an item.</summary>
/// <param name="Before">The state before; the item carries the state after.</param>
public sealed record TaskChange(TaskItem Item, TaskStepKind Step, TaskState Before, string Text);
