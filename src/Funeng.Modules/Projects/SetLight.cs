using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects;

/// <summary>A light set by hand, with its reason, from one day through another; the light by rule goes on underneath.</summary>
public sealed class SetLight
{
    public required long Id { get; init; }

    public required long Project { get; init; }

    public required ProjectLight Light { get; init; }

    public required string Reason { get; init; }

    public required DateOnly FromOn { get; init; }

    public required DateOnly UntilOn { get; init; }

    public required string Who { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The day it was taken back or another was set.</summary>
    public DateOnly? EndedOn { get; set; }
}

internal sealed class SetLightTable : IEntityTypeConfiguration<SetLight>
{
    public void Configure(EntityTypeBuilder<SetLight> builder)
    {
        builder.ToTable("project_light");
        builder.HasOne<Project>().WithMany().HasForeignKey(light => light.Project);
        builder.HasIndex(light => light.Project).HasDatabaseName("project_light_project");
    }
}
