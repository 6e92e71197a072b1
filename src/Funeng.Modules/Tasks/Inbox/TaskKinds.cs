using Funeng.Modules.Foundation.Notifications;

namespace Funeng.Modules.Tasks.Inbox;

/// <summary>The kinds of tasks a digest can leave out.</summary>
internal sealed class TaskKinds(ClockBook clocks) : INoticeKinds
{
    public IEnumerable<(string Id, string Name)> All => clocks.Kinds.Select(kind => (kind.Id, kind.Name));
}
