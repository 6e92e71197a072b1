namespace Funeng.Modules.Registry;

/// <summary>
/// A module that keeps records of enterprises says which of them it has any about, so that undoing an import does not take away an
/// enterprise somebody works with. Registered as a scoped service.
/// </summary>
public interface IEnterpriseUse
{
    Task<IReadOnlyCollection<long>> UsedAsync(IReadOnlyCollection<long> enterprises, CancellationToken cancellation);
}
