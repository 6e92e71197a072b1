using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Redemption.Awards;

public enum ClaimState
{
    [Display(Name = "待缴回")] Open,
    [Display(Name = "已缴清")] Paid,

    /// <summary>The rest is given up, with a reason.</summary>
    [Display(Name = "余额核销")] WrittenOff,
}

/// <summary>追缴: money of a paid award that is to come back, until when, and how much of it came.</summary>
public sealed class Claim
{
    public required long Id { get; init; }

    public required long Award { get; init; }

    public required long Budget { get; init; }

    /// <summary>ZJ-2026-0003: unique, and stands on the notice to the enterprise.</summary>
    public required string Number { get; init; }

    public ClaimState State { get; set; }

    public required long AmountFen { get; init; }

    public long ReceivedFen { get; set; }

    public long InterestFen { get; set; }

    public required string Reason { get; init; }

    /// <summary>The computation in words.</summary>
    public required string How { get; init; }

    public required DateOnly ClaimedOn { get; init; }

    /// <summary>The last day to pay back, which counts.</summary>
    public required DateOnly DueOn { get; init; }

    public DateOnly? ClosedOn { get; set; }

    public string CloseReason { get; set; } = "";

    public required string Who { get; init; }

    public long? MadeBy { get; init; }

    public string ClosedBy { get; set; } = "";

    public long Version { get; set; }

    public long OpenFen => State == ClaimState.Open ? AmountFen - ReceivedFen : 0;
}

/// <summary>Money that came back: written once, never changed.</summary>
public sealed class Receipt
{
    public required long Id { get; init; }

    public required long Claim { get; init; }

    public required long PrincipalFen { get; init; }

    public required long InterestFen { get; init; }

    public required DateOnly ReceivedOn { get; init; }

    /// <summary>缴款凭证号: once for each claim, so that a receipt typed twice counts once.</summary>
    public required string Voucher { get; init; }

    public required string Who { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class ClaimTable : IEntityTypeConfiguration<Claim>
{
    public void Configure(EntityTypeBuilder<Claim> builder)
    {
        builder.ToTable("redemption_claim");
        builder.Ignore(claim => claim.OpenFen);
        builder.Property(claim => claim.Version).IsConcurrencyToken();
        builder.HasOne<Award>().WithMany().HasForeignKey(claim => claim.Award);
        builder.HasOne<Budget>().WithMany().HasForeignKey(claim => claim.Budget);
        builder.HasIndex(claim => claim.Number).HasDatabaseName("redemption_claim_number").IsUnique();
        builder.HasIndex(claim => claim.Award).HasDatabaseName("redemption_claim_award");
        builder.HasIndex(claim => claim.Budget).HasDatabaseName("redemption_claim_budget");
    }
}

internal sealed class ReceiptTable : IEntityTypeConfiguration<Receipt>
{
    public void Configure(EntityTypeBuilder<Receipt> builder)
    {
        builder.ToTable("redemption_receipt");
        builder.HasOne<Claim>().WithMany().HasForeignKey(receipt => receipt.Claim);
        builder.HasIndex(receipt => new { receipt.Claim, receipt.Voucher }).HasDatabaseName("redemption_receipt_voucher").IsUnique();
    }
}
