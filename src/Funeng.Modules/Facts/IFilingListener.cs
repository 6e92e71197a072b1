namespace Funeng.Modules.Facts;

/// <summary>Told after filings have been published or withdrawn, when the new facts can be read.</summary>
public interface IFilingListener
{
    Task PublishedAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation);
}
