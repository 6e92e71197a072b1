using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Foundation.Jobs;

public enum JobState
{
    [Display(Name = "排队中")]
    Queued,

    [Display(Name = "进行中")]
    Running,

    [Display(Name = "已完成")]
    Done,

    [Display(Name = "失败")]
    Failed,

    [Display(Name = "已取消")]
    Cancelled,

    [Display(Name = "已中断")]
    Interrupted,
}

/// <summary>A long piece of work somebody started: how far it is, how it ended, where its result is.</summary>
public sealed class Job
{
    public required long Id { get; init; }

    public required string Kind { get; init; }

    public required string Title { get; init; }

    public required long? Owner { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public JobState State { get; set; }

    public long Counted { get; set; }

    /// <summary>Zero while the size of the work is not known.</summary>
    public long Total { get; set; }

    public string Message { get; set; } = "";

    public string? ResultLink { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>When the process doing the work was last alive.</summary>
    public DateTimeOffset BeatAt { get; set; }

    public bool IsOver => State is not (JobState.Queued or JobState.Running);
}

internal sealed class JobTable : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.HasIndex(job => job.State).HasDatabaseName("job_state");
        builder.HasIndex(job => job.Owner).HasDatabaseName("job_owner");
    }
}
