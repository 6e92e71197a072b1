using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects.Renovation;

/// <summary>五个优化, along which an enterprise is to be transformed.</summary>
public enum Optimisation
{
    [Display(Name = "技术工艺")] Technology,
    [Display(Name = "产品体系")] Products,
    [Display(Name = "产品质量")] Quality,
    [Display(Name = "产业链条")] Chain,
    [Display(Name = "经济效益")] Benefit,
}

/// <summary>The plan of one enterprise (一企一策), in force from one day through another.</summary>
public sealed class EnterprisePlan
{
    public required long Id { get; init; }

    public required long Enterprise { get; init; }

    public required string Goal { get; set; }

    /// <summary>Who answers for it in the government.</summary>
    public required string Officer { get; set; }

    public required DateOnly FromOn { get; set; }

    public required DateOnly ToOn { get; set; }

    public bool IsSynthetic { get; init; }

    public required string Who { get; set; }

    public required DateTimeOffset At { get; set; }

    public long Version { get; set; }

    public bool IsInForce(DateOnly day) => FromOn <= day && day <= ToOn;
}

/// <summary>What is done along one of the optimisations: from where to where, by when.</summary>
public sealed class EnterprisePlanMeasure
{
    public required long Id { get; init; }

    public required long Plan { get; set; }

    public required Optimisation Dimension { get; init; }

    public required string Title { get; init; }

    public required string Baseline { get; init; }

    public required string Target { get; init; }

    public DateOnly? DueOn { get; init; }

    public DateOnly? DoneOn { get; set; }

    public required string Result { get; set; }
}

internal sealed class EnterprisePlanTable : IEntityTypeConfiguration<EnterprisePlan>
{
    public void Configure(EntityTypeBuilder<EnterprisePlan> builder)
    {
        builder.Property(plan => plan.Version).IsConcurrencyToken();
        builder.HasIndex(plan => new { plan.Enterprise, plan.FromOn }).HasDatabaseName("enterprise_plan_begins").IsUnique().HasFilter("to_on >= from_on");
    }
}

internal sealed class EnterprisePlanMeasureTable : IEntityTypeConfiguration<EnterprisePlanMeasure>
{
    public void Configure(EntityTypeBuilder<EnterprisePlanMeasure> builder)
    {
        builder.HasOne<EnterprisePlan>().WithMany().HasForeignKey(measure => measure.Plan);
        builder.HasIndex(measure => measure.Plan).HasDatabaseName("enterprise_plan_measure_plan");
    }
}

/// <summary>Rises with every plan of an enterprise: who writes one while another is written comes too late.</summary>
internal sealed class EnterprisePlanTurn
{
    public required long Enterprise { get; init; }

    public long Version { get; set; }
}

internal sealed class EnterprisePlanTurnTable : IEntityTypeConfiguration<EnterprisePlanTurn>
{
    public void Configure(EntityTypeBuilder<EnterprisePlanTurn> builder)
    {
        builder.HasKey(turn => turn.Enterprise);
        builder.Property(turn => turn.Enterprise).ValueGeneratedNever();
        builder.Property(turn => turn.Version).IsConcurrencyToken();
    }
}
