using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Tasks;

/// <summary>One role somebody has for one thing, from one day to another; both days count.</summary>
public sealed class Duty
{
    public required long Id { get; init; }
    public required string SourceKind { get; init; }
    public required string SourceKey { get; init; }
    public required string SourceTitle { get; init; }
    public required string SourceLink { get; init; }
    public required string Role { get; init; }
    public required HolderKind HolderKind { get; init; }
    public required long HolderId { get; init; }
    public HolderKind? DeputyKind { get; set; }
    public long? DeputyId { get; set; }
    public required DateOnly FromOn { get; init; }
    public DateOnly? ToOn { get; set; }
    public required string Reason { get; init; }
    public required string AssignedBy { get; init; }
    public required DateTimeOffset AssignedAt { get; init; }

    public Holder Holder => new(HolderKind, HolderId);

    public Holder? Deputy => DeputyKind is { } kind && DeputyId is { } id ? new Holder(kind, id) : null;

    public TaskSource Source => new(SourceKind, SourceKey, SourceTitle, SourceLink);
}

/// <summary>A role that duties can have: 包保领导, 服务专员. A module registers its own as singletons.</summary>
/// <param name="Order">Place in lists.</param>
public sealed record DutyRole(string Id, string Name, int Order);

/// <summary>That somebody takes up a duty.</summary>
public sealed record NewDuty(TaskSource On, string Role, Holder Holder, DateOnly From, string Reason)
{
    /// <summary>The last day, when it is known from the beginning.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Who stands in.</summary>
    public Holder? Deputy { get; init; }
}

/// <summary>A duty with the names of those who have it.</summary>
/// <param name="PersonName">Of a post whoever holds it on the day asked; null while it is vacant, and for a body.</param>
public sealed record HeldDuty(
    long Id, TaskSource On, string Role, string RoleName, Holder Holder, string HolderName, string? PersonName, DateOnly From, DateOnly? Until,
    Holder? Deputy);

internal sealed class DutyTable : IEntityTypeConfiguration<Duty>
{
    public void Configure(EntityTypeBuilder<Duty> builder)
    {
        builder.Ignore(duty => duty.Holder).Ignore(duty => duty.Deputy).Ignore(duty => duty.Source);
        builder.HasIndex(duty => new { duty.SourceKind, duty.SourceKey, duty.Role }).HasDatabaseName("duty_open").IsUnique().HasFilter("to_on is null");
        builder.HasIndex(duty => new { duty.HolderKind, duty.HolderId }).HasDatabaseName("duty_holder");
    }
}
