namespace Funeng.Modules.Foundation.Accounts;

/// <summary>Finds the subject an account speaks for by the code people know it by; the Registry module knows.</summary>
public interface IAccountSubjects
{
    Task<long?> FindAsync(string code, CancellationToken cancellation);

    Task<string?> CodeAsync(long subject, CancellationToken cancellation);

    /// <summary>What the subject is called; null when it is gone.</summary>
    Task<string?> NameAsync(long subject, CancellationToken cancellation);
}
