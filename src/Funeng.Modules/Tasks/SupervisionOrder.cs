using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Tasks;

/// <summary>The ladder of the supervision office (S4-34).</summary>
public enum OrderLevel
{
    [Display(Name = "督办单")] Order,
    [Display(Name = "黄牌督办")] Yellow,
    [Display(Name = "红牌督办")] Red,
    [Display(Name = "约谈")] Interview,
}

public enum OrderState
{
    [Display(Name = "待签收")] Issued,
    [Display(Name = "办理中")] Received,
    [Display(Name = "已回复")] Replied,
    [Display(Name = "已办结")] Closed,
    [Display(Name = "已撤回")] Withdrawn,
}

public enum OrderStepKind
{
    [Display(Name = "下达")] Issued,
    [Display(Name = "签收")] Received,
    [Display(Name = "回复")] Replied,
    [Display(Name = "退回重报")] Returned,
    [Display(Name = "办结")] Closed,
    [Display(Name = "撤回")] Withdrawn,
    [Display(Name = "升级")] Raised,
    [Display(Name = "列入通报")] Published,
    [Display(Name = "申诉")] Appealed,
    [Display(Name = "申诉答复")] AppealAnswered,
}

/// <summary>A supervision order (督办单) to a body: what it is to answer, by when, and what became of it.</summary>
public sealed class SupervisionOrder
{
    public required long Id { get; init; }

    /// <summary>督办〔2026〕12号.</summary>
    public required string Number { get; init; }

    public required OrderLevel Level { get; set; }
    public long? Item { get; init; }
    public required string Title { get; init; }
    public required string Demand { get; init; }
    public required long Body { get; init; }
    public string? Region { get; init; }
    public string? Zone { get; init; }
    public OrderState State { get; set; }
    public required DateOnly IssuedOn { get; init; }
    public required DateOnly DueOn { get; set; }
    public long? Issuer { get; init; }
    public required string IssuerName { get; init; }

    /// <summary>Issued by the clock, not by a person.</summary>
    public bool IsAutomatic { get; init; }

    public DateOnly? ReceivedOn { get; set; }
    public DateOnly? RepliedOn { get; set; }
    public DateOnly? ClosedOn { get; set; }

    /// <summary>How often a reply was sent back.</summary>
    public int Returns { get; set; }

    /// <summary>Points it cost so far, without those withdrawn.</summary>
    public int Points { get; set; }

    /// <summary>The last circular that named it.</summary>
    public long? Circular { get; set; }

    public int Version { get; set; }

    public bool IsOpen => State is OrderState.Issued or OrderState.Received or OrderState.Replied;

    public string Link => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/supervision/{Id}");
}

/// <summary>One step of an order; written once.</summary>
public sealed class SupervisionStep
{
    public required long Id { get; init; }
    public required long Supervision { get; init; }
    public required OrderStepKind Kind { get; init; }
    public required DateTimeOffset At { get; init; }
    public long? Account { get; init; }
    public required string Who { get; init; }
    public required string Text { get; init; }
}

/// <summary>Points taken from a body with the reason; an appeal that is granted withdraws them.</summary>
public sealed class SupervisionPoints
{
    public required long Id { get; init; }
    public required long Body { get; init; }
    public long? Supervision { get; init; }
    public long? Item { get; init; }
    public required int Points { get; init; }
    public required string Reason { get; init; }
    public required DateOnly TakenOn { get; init; }
    public string? Appeal { get; set; }
    public DateOnly? AppealedOn { get; set; }
    public string? AppealAnswer { get; set; }
    public bool IsWithdrawn { get; set; }
}

/// <summary>A circular (通报) as it went out.</summary>
public sealed class Circular
{
    public required long Id { get; init; }
    public required string Number { get; init; }
    public required string Title { get; init; }
    public required string Body { get; init; }
    public required DateOnly IssuedOn { get; init; }
    public required string IssuerName { get; init; }
}

internal sealed class SupervisionOrderTable : IEntityTypeConfiguration<SupervisionOrder>
{
    public void Configure(EntityTypeBuilder<SupervisionOrder> builder)
    {
        builder.Ignore(order => order.IsOpen).Ignore(order => order.Link);
        builder.Property(order => order.Version).IsConcurrencyToken();
        builder.HasIndex(order => order.Number).HasDatabaseName("supervision_order_number").IsUnique();
        builder.HasIndex(order => new { order.Body, order.State }).HasDatabaseName("supervision_order_body");
        builder.HasIndex(order => order.Item).HasDatabaseName("supervision_order_item");
        builder.HasIndex(order => new { order.State, order.DueOn }).HasDatabaseName("supervision_order_state");
    }
}

internal sealed class SupervisionStepTable : IEntityTypeConfiguration<SupervisionStep>
{
    public void Configure(EntityTypeBuilder<SupervisionStep> builder) => builder.HasIndex(step => step.Supervision).HasDatabaseName("supervision_step_order");
}

internal sealed class SupervisionPointsTable : IEntityTypeConfiguration<SupervisionPoints>
{
    public void Configure(EntityTypeBuilder<SupervisionPoints> builder)
    {
        builder.HasIndex(row => new { row.Body, row.TakenOn }).HasDatabaseName("supervision_points_body");
        builder.HasIndex(row => row.Supervision).HasDatabaseName("supervision_points_order");
    }
}

internal sealed class CircularTable : IEntityTypeConfiguration<Circular>
{
    public void Configure(EntityTypeBuilder<Circular> builder) => builder.HasIndex(row => row.Number).HasDatabaseName("circular_number").IsUnique();
}
