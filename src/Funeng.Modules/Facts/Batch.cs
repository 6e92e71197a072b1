using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Facts;

public enum BatchState
{
    [Display(Name = "写入中")]
    Loading,

    [Display(Name = "已生效")]
    Published,

    [Display(Name = "已撤销")]
    Withdrawn,
}

/// <summary>Filings that came together, such as one workbook: all of them count from one moment on, and can be undone together.</summary>
public sealed class Batch
{
    public required long Id { get; init; }

    public required string Title { get; init; }

    public required string Source { get; init; }

    public required string Reporter { get; init; }

    public BatchState State { get; set; }

    /// <summary>JSON: which column a fact was read from, <c>{"revenue@2025":"上年度营业收入(万元)"}</c>.</summary>
    public string Headings { get; set; } = "{}";

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? PublishedAt { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    public string? WithdrawnBy { get; set; }

    public string? Reason { get; set; }

    public long Filings { get; set; }
}

internal sealed class BatchTable : IEntityTypeConfiguration<Batch>
{
    public void Configure(EntityTypeBuilder<Batch> builder)
    {
    }
}
