namespace Funeng.Modules.Schemes;

/// <summary>Told after the verdicts on subjects have been decided anew and stored.</summary>
public interface IVerdictListener
{
    Task DecidedAsync(IReadOnlyCollection<long> subjects, CancellationToken cancellation);
}
