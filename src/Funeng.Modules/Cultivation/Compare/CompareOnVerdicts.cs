using Funeng.Modules.Schemes;

namespace Funeng.Modules.Cultivation.Compare;

/// <summary>The comparison of old and new standards follows every new verdict.</summary>
internal sealed class CompareOnVerdicts(CompareStandards compare) : IVerdictListener
{
    public Task DecidedAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation) => compare.RunAsync(subjects, cancellation);
}
