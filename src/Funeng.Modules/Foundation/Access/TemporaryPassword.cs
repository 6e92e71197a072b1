using System.Security.Cryptography;

namespace Funeng.Modules.Foundation.Access;

/// <summary>Passwords that are read off a page or a screen and typed once: letters and digits that nobody mistakes for others.</summary>
public static class TemporaryPassword
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyz", Digits = "23456789";

    public static string New() => RandomNumberGenerator.GetString(Letters, 8) + RandomNumberGenerator.GetString(Digits, 4);
}
