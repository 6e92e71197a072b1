using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Policies;

/// <summary>
/// An item of a benefit that an office has registered for an enterprise. It is a subject of its own: what is known of it are filings with a source,
/// a day and a history, as about an enterprise.
/// </summary>
public sealed class BenefitItem
{
    /// <summary>Kind of the subject.</summary>
    public const string Kind = "benefit-item";

    /// <summary>Id of its subject.</summary>
    public required long Id { get; init; }

    /// <summary>Id of the benefit.</summary>
    public required string Benefit { get; init; }

    /// <summary>The enterprise.</summary>
    public required long Subject { get; init; }

    /// <summary>In the form of <see cref="PolicyItem.Canonical"/>; once for each benefit, whoever has it.</summary>
    public required string Number { get; init; }

    public required string Title { get; set; }

    public required string Who { get; init; }

    public required DateTimeOffset At { get; init; }

    public bool IsSynthetic { get; init; }

    /// <summary>Code of its subject.</summary>
    public static string CodeOf(string benefit, string number) => $"{benefit}#{number}";
}

internal sealed class BenefitItemTable : IEntityTypeConfiguration<BenefitItem>
{
    public void Configure(EntityTypeBuilder<BenefitItem> builder)
    {
        builder.ToTable("benefit_item");
        builder.HasIndex(item => new { item.Benefit, item.Number }).HasDatabaseName("benefit_item_once").IsUnique();
        builder.HasIndex(item => item.Subject).HasDatabaseName("benefit_item_subject");
    }
}
