namespace Funeng.Modules.Facts;

/// <summary>
/// Told after filings have been published or withdrawn, when the new facts can be read; in a unit of work of its own that outlives the
/// request. It may be told of the same subjects again, and is when it failed.
/// </summary>
public interface IFilingListener
{
    Task PublishedAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation);
}
