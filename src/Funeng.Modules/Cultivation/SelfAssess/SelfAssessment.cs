using Funeng.Engines.Criteria;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Cultivation.SelfAssess;

/// <summary>What somebody answered about an enterprise for one scheme. It stands beside the registry's facts and never changes them.</summary>
public sealed class SelfAssessment
{
    public required long Id { get; init; }

    public long? Subject { get; init; }

    public required string Scheme { get; init; }

    /// <summary>The account that answered.</summary>
    public required string Owner { get; init; }

    /// <summary>JSON: catalogue key → the answer as typed.</summary>
    public required string Answers { get; init; }

    public required Outcome Outcome { get; init; }

    public required int Version { get; init; }

    public required DateTimeOffset SavedAt { get; init; }
}

internal sealed class SelfAssessmentTable : IEntityTypeConfiguration<SelfAssessment>
{
    public void Configure(EntityTypeBuilder<SelfAssessment> builder) =>
        builder.HasIndex(assessment => new { assessment.Owner, assessment.Scheme }).HasDatabaseName("self_assessment_owner");
}
