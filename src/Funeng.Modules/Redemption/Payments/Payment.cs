using System.ComponentModel.DataAnnotations;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Redemption.Payments;

/// <summary>How far a payment is.</summary>
public enum PaymentState
{
    [Display(Name = "待签批")] Signing,
    [Display(Name = "已签批")] Signed,
    [Display(Name = "已送银行")] Sent,
    [Display(Name = "已对账")] Closed,
    [Display(Name = "已撤销")] Cancelled,
}

public enum LineState
{
    [Display(Name = "待付")] Waiting,
    [Display(Name = "已付")] Paid,

    /// <summary>By the bank, or given up before it was sent. The name is part of an index.</summary>
    [Display(Name = "退回")] Refused,
}

/// <summary>支付批次: approved awards ordered at the bank together.</summary>
public sealed class Payment
{
    public required long Id { get; init; }

    /// <summary>ZF-2026-0003: unique, and stands in every file.</summary>
    public required string Number { get; init; }

    public required long Batch { get; init; }

    public PaymentState State { get; set; }

    public required int Lines { get; init; }

    public required long TotalFen { get; init; }

    public long? MadeBy { get; init; }

    public required string MadeByName { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Signature of the file that went to the bank.</summary>
    public string? FileSha256 { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public DateOnly? ClosedOn { get; set; }

    public string Reason { get; set; } = "";

    public bool IsSynthetic { get; init; }

    public long Version { get; set; }

    public decimal Total => TotalFen / 100m;
}

/// <summary>One award at the bank, with the account as it was when the payment was made.</summary>
public sealed class PaymentLine
{
    public required long Id { get; init; }

    public required long Payment { get; init; }

    public required long Award { get; init; }

    /// <summary>From 1, without a gap; the bank names it.</summary>
    public required int Place { get; init; }

    public required long AmountFen { get; init; }

    public required string Holder { get; init; }

    public required string Bank { get; init; }

    public required string Sealed { get; init; }

    public required string Tail { get; init; }

    public LineState State { get; set; }

    /// <summary>Why the bank refused it.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The bank's own number of the transfer.</summary>
    public string BankNumber { get; set; } = "";

    public DateOnly? PaidOn { get; set; }
}

/// <summary>One signature under a payment.</summary>
public sealed class PaymentSignature
{
    public required long Payment { get; init; }

    /// <summary>Which of the signatures it needs, from 0.</summary>
    public required int Step { get; init; }

    public required long Account { get; init; }

    public required string Who { get; init; }

    public required Foundation.Access.Role Role { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A file that came back from the bank and was read.</summary>
public sealed class ResultFile
{
    public required long Payment { get; init; }

    public required string Sha256 { get; init; }

    public required string Name { get; init; }

    public required int Lines { get; init; }

    public required int Paid { get; init; }

    public required int Refused { get; init; }

    public required string Who { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class PaymentTable : IEntityTypeConfiguration<Payment>
{
    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.ToTable("redemption_payment");
        builder.Ignore(payment => payment.Total);
        builder.Property(payment => payment.Version).IsConcurrencyToken();
        builder.HasOne<RedemptionBatch>().WithMany().HasForeignKey(payment => payment.Batch);
        builder.HasIndex(payment => payment.Number).HasDatabaseName("redemption_payment_number").IsUnique();
        builder.HasIndex(payment => payment.Batch).HasDatabaseName("redemption_payment_batch");
        builder.HasIndex(payment => payment.State).HasDatabaseName("redemption_payment_state");
    }
}

internal sealed class PaymentLineTable : IEntityTypeConfiguration<PaymentLine>
{
    public void Configure(EntityTypeBuilder<PaymentLine> builder)
    {
        builder.ToTable("redemption_payment_line");
        builder.HasOne<Payment>().WithMany().HasForeignKey(line => line.Payment);
        builder.HasOne<Award>().WithMany().HasForeignKey(line => line.Award);
        builder.HasIndex(line => line.Award).HasDatabaseName("redemption_payment_line_once").IsUnique().HasFilter("state <> 'Refused'");
        builder.HasIndex(line => new { line.Payment, line.Place }).HasDatabaseName("redemption_payment_line_place").IsUnique();
    }
}

internal sealed class PaymentSignatureTable : IEntityTypeConfiguration<PaymentSignature>
{
    public void Configure(EntityTypeBuilder<PaymentSignature> builder)
    {
        builder.ToTable("redemption_signature").HasKey(signature => new { signature.Payment, signature.Step });
        builder.HasOne<Payment>().WithMany().HasForeignKey(signature => signature.Payment);
        builder.HasIndex(signature => new { signature.Payment, signature.Account }).HasDatabaseName("redemption_signature_account").IsUnique();
    }
}

internal sealed class ResultFileTable : IEntityTypeConfiguration<ResultFile>
{
    public void Configure(EntityTypeBuilder<ResultFile> builder)
    {
        builder.ToTable("redemption_result_file").HasKey(file => new { file.Payment, file.Sha256 });
        builder.HasOne<Payment>().WithMany().HasForeignKey(file => file.Payment);
    }
}
