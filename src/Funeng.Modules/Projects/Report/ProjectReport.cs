using Funeng.Engines.Planning.Targets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects.Report;

/// <summary>What was reported for ten days. Of two reports of the same ten days the later counts; both stay.</summary>
public sealed class ProjectReport
{
    public required long Id { get; init; }

    public required long Project { get; init; }

    public required int Year { get; init; }

    public required int TenDay { get; init; }

    /// <summary>Done from the first of January to the end of the ten days.</summary>
    public required long DoneFen { get; init; }

    /// <summary>Hundredths of a percent.</summary>
    public int? Progress { get; init; }

    public required string Note { get; init; }

    /// <summary>Electricity used from the first of January to the end of the ten days, as reported or, where the report does not say, as imported since the one before.</summary>
    public long? PowerKwh { get; init; }

    /// <summary>Invoices taken from the first of January to the end of the ten days; where from, as with electricity.</summary>
    public long? InvoicedFen { get; init; }

    public byte[]? Photo { get; init; }

    public string? PhotoType { get; init; }

    public string? PhotoSha256 { get; init; }

    /// <summary>How far from the project's place the photo says it was taken; the place itself is not kept.</summary>
    public int? PhotoMetres { get; init; }

    /// <summary>What looked odd, one line each; empty for nothing.</summary>
    public required string Flags { get; set; }

    /// <summary>The key of the form: a report that is sent again after a bad line is not stored again.</summary>
    public required string FormKey { get; init; }

    public required string Reporter { get; init; }

    public required DateOnly ReportedOn { get; init; }

    public required DateTimeOffset At { get; init; }

    public TargetPeriod Period => new(Year, TargetLevel.TenDay, TenDay);

    public IReadOnlyList<string> FlagLines => Flags.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

internal sealed class ProjectReportTable : IEntityTypeConfiguration<ProjectReport>
{
    public void Configure(EntityTypeBuilder<ProjectReport> builder)
    {
        builder.Ignore(report => report.Period);
        builder.Ignore(report => report.FlagLines);
        builder.HasOne<Project>().WithMany().HasForeignKey(report => report.Project);
        builder.HasIndex(report => new { report.Project, report.Year, report.TenDay }).HasDatabaseName("project_report_project");
        builder.HasIndex(report => new { report.Project, report.FormKey }).HasDatabaseName("project_report_form").IsUnique();
        builder.HasIndex(report => report.PhotoSha256).HasDatabaseName("project_report_photo");
    }
}
