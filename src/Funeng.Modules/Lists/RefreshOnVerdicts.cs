using Funeng.Modules.Schemes;

namespace Funeng.Modules.Lists;

/// <summary>New facts lead to new verdicts, and these to new memberships; the listener is told when both can be read.</summary>
internal sealed class RefreshOnVerdicts(RefreshLists refresh) : IVerdictListener
{
    public Task DecidedAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation) => refresh.RunAsync(subjects, cancellation);
}
