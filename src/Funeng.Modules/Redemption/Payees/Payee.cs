using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Redemption.Payees;

/// <summary>The account an enterprise is paid to. The number itself is only in <see cref="Sealed"/>.</summary>
public sealed class Payee
{
    /// <summary>The enterprise.</summary>
    public required long Subject { get; init; }

    public required string Holder { get; set; }

    public required string Bank { get; set; }

    /// <summary>The number, encrypted by <see cref="SealedAccounts"/>.</summary>
    public required string Sealed { get; set; }

    /// <summary>The last four digits.</summary>
    public required string Tail { get; set; }

    public required string Who { get; set; }

    public required DateTimeOffset At { get; set; }

    public long Version { get; set; }

    public string Shown => $"{Bank} 尾号 {Tail}";
}

internal sealed class PayeeTable : IEntityTypeConfiguration<Payee>
{
    public void Configure(EntityTypeBuilder<Payee> builder)
    {
        builder.ToTable("redemption_payee").HasKey(payee => payee.Subject);
        builder.Ignore(payee => payee.Shown);
        builder.Property(payee => payee.Version).IsConcurrencyToken();
    }
}
