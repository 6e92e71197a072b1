namespace Funeng.Modules.Foundation.Accounts;

/// <summary>Finds the organization an account speaks for; answered by the register, which Foundation does not know.</summary>
public interface IOrganizationLookup
{
    /// <summary>The id of the enterprise or other organization with a unified social credit code; null when nobody registered it.</summary>
    Task<long?> FindAsync(string code, CancellationToken cancellation);

    /// <summary>Its code and name.</summary>
    Task<(string Code, string Name)?> DescribeAsync(long id, CancellationToken cancellation);
}
