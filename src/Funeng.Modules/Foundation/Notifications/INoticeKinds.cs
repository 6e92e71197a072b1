namespace Funeng.Modules.Foundation.Notifications;

/// <summary>Kinds of things a module's digests speak of, so that a user can leave some out.</summary>
public interface INoticeKinds
{
    IEnumerable<(string Id, string Name)> All { get; }
}
