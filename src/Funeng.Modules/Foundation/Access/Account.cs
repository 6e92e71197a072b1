using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Foundation.Access;

/// <summary>Somebody who can sign in: one role, one scope. <c>UserName</c> is what is typed at sign-in.</summary>
public sealed class Account : IdentityUser<long>
{
    public required string DisplayName { get; set; }

    public required Role Role { get; set; }

    public bool SeesEverything { get; set; }

    /// <summary>Region code prefixes, separated by spaces.</summary>
    public string ScopeRegions { get; set; } = "";

    public string ScopeZones { get; set; } = "";

    /// <summary>The subject this account speaks for (an enterprise, a bank); its own record only.</summary>
    public long? Organization { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Somebody else set the password: nothing but changing it can be done with it.</summary>
    public bool PasswordIsTemporary { get; set; }

    /// <summary>Closed by an administrator, as opposed to locked for a while by wrong passwords.</summary>
    public bool IsDisabled => LockoutEnd >= Never;

    /// <summary>The end of the lockout of a disabled account.</summary>
    internal static DateTimeOffset Never { get; } = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Scope Scope => new(SeesEverything, Split(ScopeRegions), Split(ScopeZones), Organization);

    public void SetScope(Scope scope)
    {
        SeesEverything = scope.Everything;
        ScopeRegions = string.Join(' ', scope.Regions);
        ScopeZones = string.Join(' ', scope.Zones);
        Organization = scope.Organization;
    }

    private static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

internal sealed class AccountTable : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("account");
        builder.Ignore(account => account.Scope).Ignore(account => account.IsDisabled);
        builder.Property(account => account.UserName).IsRequired();
        builder.Property(account => account.NormalizedUserName).IsRequired();
        builder.HasIndex(account => account.NormalizedUserName).HasDatabaseName("account_name").IsUnique();
        builder.HasIndex(account => account.NormalizedEmail).HasDatabaseName("account_email");
    }
}

internal sealed class AccountClaimTable : IEntityTypeConfiguration<IdentityUserClaim<long>>
{
    public void Configure(EntityTypeBuilder<IdentityUserClaim<long>> builder)
    {
        builder.ToTable("account_claim");
        builder.HasIndex(claim => claim.UserId).HasDatabaseName("account_claim_user");
    }
}

internal sealed class AccountLoginTable : IEntityTypeConfiguration<IdentityUserLogin<long>>
{
    public void Configure(EntityTypeBuilder<IdentityUserLogin<long>> builder)
    {
        builder.ToTable("account_login");
        builder.HasIndex(login => login.UserId).HasDatabaseName("account_login_user");
    }
}

internal sealed class AccountTokenTable : IEntityTypeConfiguration<IdentityUserToken<long>>
{
    public void Configure(EntityTypeBuilder<IdentityUserToken<long>> builder) => builder.ToTable("account_token");
}
