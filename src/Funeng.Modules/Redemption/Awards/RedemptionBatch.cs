using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>How far a batch is.</summary>
public enum BatchState
{
    [Display(Name = "核对名单")] Draft,
    [Display(Name = "公示中")] Public,
    [Display(Name = "已批准")] Approved,
    [Display(Name = "已支付完")] Paid,
    [Display(Name = "已作废")] Cancelled,
}

/// <summary>
/// 兑付批次: what one policy gives for one period, on its way from the list over confirmation, publicity and approval to the payment order.
/// </summary>
public sealed class RedemptionBatch
{
    public required long Id { get; init; }

    /// <summary>DF-2026-0003: unique.</summary>
    public required string Number { get; init; }

    public required string Policy { get; init; }

    public required string Title { get; init; }

    public required string Period { get; init; }

    public required AwardOrigin Origin { get; init; }

    /// <summary>Code of the region of the policy; null for the whole country.</summary>
    public string? Region { get; init; }

    /// <summary>The day the list was decided for.</summary>
    public required DateOnly DecidedOn { get; init; }

    public BatchState State { get; set; }

    public DateOnly? PublicFrom { get; set; }

    /// <summary>The last day of the publicity as it was announced, which counts; the one in force is that of <see cref="PublicityDays"/>.</summary>
    public DateOnly? PublicTo { get; set; }

    /// <summary>How many working days it was put to the public for.</summary>
    public int? PublicWorkdays { get; set; }

    /// <summary>The day the money was promised for.</summary>
    public DateOnly? PlannedOn { get; set; }

    /// <summary>The day on which the last line was paid.</summary>
    public DateOnly? PaidOn { get; set; }

    public string Reason { get; set; } = "";

    public long? MadeBy { get; init; }

    public required string MadeByName { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Who put the confirmed list to the public; somebody else approves.</summary>
    public long? SubmittedBy { get; set; }

    public string SubmittedByName { get; set; } = "";

    public long? ApprovedBy { get; set; }

    public string ApprovedByName { get; set; } = "";

    public DateTimeOffset? ApprovedAt { get; set; }

    public bool IsSynthetic { get; init; }

    public long Version { get; set; }

    /// <summary>Paid on or before the promised day.</summary>
    public bool IsEarly => PaidOn is { } paid && PlannedOn is { } planned && paid < planned;
}

/// <summary>What was said against a line of a public list.</summary>
public sealed class Objection
{
    public const int LongestText = 500;

    public required long Id { get; init; }

    public required long Batch { get; init; }

    public required long Award { get; init; }

    public required string Text { get; init; }

    public required string ByWhom { get; init; }

    public required string Contact { get; init; }

    public long? Account { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null while nobody has decided it.</summary>
    public bool? IsUpheld { get; set; }

    /// <summary>What the inquiry found; it stays inside.</summary>
    public string Decision { get; set; } = "";

    /// <summary>The reason that is told: to the enterprise, to who objected and on the public list. Empty for what was decided before there was one.</summary>
    public string Answer { get; set; } = "";

    public string DecidedBy { get; set; } = "";

    public long? DecidedById { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    internal Objection WithoutName() => new()
    {
        Id = Id, Batch = Batch, Award = Award, Text = Text, ByWhom = "姓名不公开", Contact = "", At = At, IsUpheld = IsUpheld, Decision = Decision, Answer = Answer, DecidedBy = DecidedBy, DecidedAt = DecidedAt,
    };
}

internal sealed class RedemptionBatchTable : IEntityTypeConfiguration<RedemptionBatch>
{
    public void Configure(EntityTypeBuilder<RedemptionBatch> builder)
    {
        builder.Ignore(batch => batch.IsEarly);
        builder.Property(batch => batch.Version).IsConcurrencyToken();
        builder.HasIndex(batch => batch.Number).HasDatabaseName("redemption_batch_number").IsUnique();
        builder.HasIndex(batch => batch.State).HasDatabaseName("redemption_batch_state");
        builder.HasIndex(batch => batch.Policy).HasDatabaseName("redemption_batch_policy");
    }
}

internal sealed class ObjectionTable : IEntityTypeConfiguration<Objection>
{
    public void Configure(EntityTypeBuilder<Objection> builder)
    {
        builder.ToTable("redemption_objection");
        builder.HasOne<RedemptionBatch>().WithMany().HasForeignKey(objection => objection.Batch);
        builder.HasOne<Award>().WithMany().HasForeignKey(objection => objection.Award);
        builder.HasIndex(objection => objection.Award).HasDatabaseName("redemption_objection_award");
        builder.HasIndex(objection => objection.Batch).HasDatabaseName("redemption_objection_batch");
    }
}
