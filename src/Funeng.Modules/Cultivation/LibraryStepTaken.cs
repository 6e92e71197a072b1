using Funeng.Modules.Foundation.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Cultivation;

/// <summary>One step in the life of a library record: who, when, why, on what evidence. Written once.</summary>
public sealed class LibraryStepTaken
{
    public long Id { get; init; }
    public long Record { get; init; }
    public LibraryStep Step { get; init; }
    public LibraryState? StateBefore { get; init; }
    public LibraryState StateAfter { get; init; }
    public required string Actor { get; init; }
    public required string ActorName { get; init; }
    public Role ActorRole { get; init; }
    public DateTimeOffset TakenAt { get; init; }
    public DateOnly TakenOn { get; init; }
    public required string Reason { get; init; }
    public string? Organization { get; init; }
    public bool IsOutside { get; init; }
    public bool? Supports { get; init; }
    public required string Evidence { get; init; }

    /// <summary>The version of the standard whose verdict it rested on; null when none was in force.</summary>
    public string? RuleVersion { get; init; }

    public string? RuleSha256 { get; init; }

    /// <summary>The verdict was on the facts known at this moment, for the day of the step.</summary>
    public DateTimeOffset? KnownAt { get; init; }
}

internal sealed class LibraryStepTakenMapping : IEntityTypeConfiguration<LibraryStepTaken>
{
    public void Configure(EntityTypeBuilder<LibraryStepTaken> builder)
    {
        builder.ToTable("library_step");
        builder.HasKey(step => step.Id);
    }
}
