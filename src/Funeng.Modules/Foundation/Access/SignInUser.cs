using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Microsoft.AspNetCore.Identity;

namespace Funeng.Modules.Foundation.Access;

/// <summary>Signs somebody in by name and password. An unknown name and a wrong password look and last the same.</summary>
public sealed class SignInUser(SignInManager<Account> signIn, SignInLimits limits, AuditTrail audit, FunengDb db, TimeProvider time)
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
        if (answer is not SignInAnswer.Accepted)
        {
            limits.CountFailure(address);
        }

        return answer;
    }

    private async Task<SignInAnswer> TryAsync(string user, string password, CancellationToken cancellation)
    {
        var account = await signIn.UserManager.FindByNameAsync(user.Trim());
        if (account is null)
        {
            signIn.UserManager.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash.Value, password);
            return new SignInAnswer.Refused();
        }

        var result = await signIn.PasswordSignInAsync(account, password, isPersistent: false, lockoutOnFailure: true);
        if (result.IsLockedOut)
        {
            return new SignInAnswer.LockedOut(account.LockoutEnd ?? time.GetUtcNow());
        }

        audit.RecordBy(account, result.Succeeded ? "登录" : "登录失败", $"account:{account.Id}");
        await db.SaveChangesAsync(cancellation);
        return result.Succeeded ? new SignInAnswer.Accepted(account.Id) : new SignInAnswer.Refused();
    }
}

/// <summary>Every way a sign-in can end.</summary>
public abstract record SignInAnswer
{
    private SignInAnswer()
    {
    }

    public sealed record Accepted(long Account) : SignInAnswer;

    /// <summary>Name or password wrong; which of the two is not said.</summary>
    public sealed record Refused : SignInAnswer;

    /// <summary>Too many attempts for this name, or too many failures from this address, in a short time.</summary>
    public sealed record TooMany : SignInAnswer;

    public sealed record LockedOut(DateTimeOffset Until) : SignInAnswer;
}
