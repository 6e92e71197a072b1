using System.Security.Cryptography;
using Funeng.Modules.Foundation;
using Microsoft.AspNetCore.DataProtection;

namespace Funeng.Modules.Redemption.Payees;

/// <summary>
/// Encrypts account numbers with the keys of the installation, which lie in its data folder and in its backups: the database alone tells nobody
/// a number. Opened only for the file to the bank.
/// </summary>
public sealed class SealedAccounts(Installation installation)
{
    private readonly IDataProtector protector = DataProtectionProvider
        .Create(Directory.CreateDirectory(Path.Combine(installation.DataFolder, "keys")), builder => builder.SetApplicationName("funeng"))
        .CreateProtector("Funeng.Redemption.Account");

    public string Seal(string number) => protector.Protect(number);

    /// <returns>Null when the keys it was sealed with are gone.</returns>
    public string? Open(string text)
    {
        try
        {
            return protector.Unprotect(text);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
