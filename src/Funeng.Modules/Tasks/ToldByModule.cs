using Funeng.Modules.Foundation.Access;

namespace Funeng.Modules.Tasks;

/// <summary>
/// Tasks of a kind that stand for work the module they come from tells on the workbench itself, for whoever has the permission: to him the same work is
/// told once. In the list of tasks, and for whoever watches, they stand as ever.
/// </summary>
/// <param name="Source">Kind of the source of the tasks.</param>
public sealed record ToldByModule(string Source, Permission Permission);
