using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.AspNetCore.Identity;

namespace Funeng.Modules.Foundation.Access;

/// <summary>Signs somebody in by name and password. An unknown name, a wrong password and a locked account look and last the same.</summary>
public sealed class SignInUser(SignInManager<Account> signIn, SignInLimits limits, AuditTrail audit, FunengDb db)
{
    private const int LongestInput = 256;

    // Hashed against when the name is unknown, so that the answer takes as long as for a known one.
    private static readonly Account Nobody = new() { DisplayName = "", Role = Role.Public };
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Account>().HashPassword(Nobody, Guid.NewGuid().ToString()));

    /// <param name="user">The name typed.</param>
    /// <param name="password">The password typed.</param>
    /// <param name="address">Where the attempt comes from.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public async Task<SignInAnswer> RunAsync(string user, string password, string address, CancellationToken cancellation)
    {
        if (user.Length is 0 or > LongestInput || password.Length is 0 or > LongestInput)
        {
            return new SignInAnswer.Refused();
        }

        if (!limits.Admits(user.Trim(), address))
        {
            return new SignInAnswer.TooMany();
        }

        var answer = await TryAsync(user, password, cancellation);
        if (answer is SignInAnswer.Accepted) limits.CountSuccess(user.Trim(), address);
        else limits.CountFailure(address);

        return answer;
    }

    private async Task<SignInAnswer> TryAsync(string user, string password, CancellationToken cancellation)
    {
        var account = await signIn.UserManager.FindByNameAsync(user.Trim());
        if (account is null)
        {
            HashInVain(password);
            audit.RecordBy(null, user.Trim(), "登录失败", "account:");
            await db.SaveChangesAsync(cancellation);
            return new SignInAnswer.Refused();
        }

        if (await signIn.UserManager.IsLockedOutAsync(account)) HashInVain(password);
        var result = await signIn.PasswordSignInAsync(account, password, isPersistent: false, lockoutOnFailure: true);
        audit.RecordBy(account.Id, account.DisplayName, ActionOf(result), $"account:{account.Id}");
        await db.SaveChangesAsync(cancellation);
        return result.Succeeded ? new SignInAnswer.Accepted(account.Id, account.PasswordIsTemporary) : new SignInAnswer.Refused();
    }

    // A locked account is refused before its password is looked at: without this it would answer sooner than others.
    private static void HashInVain(string password) =>
        new PasswordHasher<Account>().VerifyHashedPassword(Nobody, NobodysHash.Value, password);

    private static string ActionOf(SignInResult result)
    {
        if (result.Succeeded) return "登录";
        return result.IsLockedOut ? "登录被锁定" : "登录失败";
    }
}

/// <summary>Every way a sign-in can end.</summary>
public abstract record SignInAnswer
{
    private SignInAnswer()
    {
    }

    public sealed record Accepted(long Account, bool MustChangePassword = false) : SignInAnswer;

    /// <summary>Name or password wrong, locked or disabled; which of them is not said.</summary>
    public sealed record Refused : SignInAnswer;

    /// <summary>Too many attempts for this name, or too many failures from this address, in a short time.</summary>
    public sealed record TooMany : SignInAnswer;
}
