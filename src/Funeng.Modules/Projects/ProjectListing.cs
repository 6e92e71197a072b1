using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects;

/// <summary>That a project stood in the list of a year, and as what; a year's list stays when the project is carried into the next.</summary>
public sealed class ProjectListing
{
    public required long Project { get; init; }

    public required int Year { get; init; }

    public required ProjectKind Kind { get; set; }
}

internal sealed class ProjectListingTable : IEntityTypeConfiguration<ProjectListing>
{
    public void Configure(EntityTypeBuilder<ProjectListing> builder)
    {
        builder.HasKey(listing => new { listing.Project, listing.Year });
        builder.HasOne<Project>().WithMany().HasForeignKey(listing => listing.Project);
    }
}
