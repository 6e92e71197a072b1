using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Foundation.Access;

/// <summary>A bearer token for the API. Only its hash is stored; the text is shown once, when it is made.</summary>
public sealed class ApiToken
{
    private const string Prefix = "fn_";

    public required long Id { get; init; }

    public required long Account { get; init; }

    public required string Name { get; init; }

    public required string Hash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }

    public static string NewText() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The tokens are 256 random bits, so a plain hash is enough: there is nothing to guess.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public bool IsValidAt(DateTimeOffset moment) => RevokedAt is null && moment < ExpiresAt;
}

internal sealed class ApiTokenTable : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.HasIndex(token => token.Hash).HasDatabaseName("api_token_hash").IsUnique();
        builder.HasIndex(token => token.Account).HasDatabaseName("api_token_account");
    }
}
