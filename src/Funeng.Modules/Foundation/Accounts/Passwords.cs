using System.Security.Cryptography;

namespace Funeng.Modules.Foundation.Accounts;

/// <summary>Passwords made by the machine: easy to read out, without letters that look alike.</summary>
internal static class Passwords
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyz", Digits = "23456789";

    public static string New() => RandomNumberGenerator.GetString(Letters, 8) + RandomNumberGenerator.GetString(Digits, 4);
}
