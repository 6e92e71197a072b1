using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Facts;

/// <summary>What somebody reports about one subject and one period.</summary>
/// <param name="Subject">Id of the subject.</param>
/// <param name="Period">The year the values speak of, or the state period.</param>
/// <param name="Source">Id of the source in <c>rules/sources.yaml</c>.</param>
/// <param name="Values">Fact keys with their values.</param>
public sealed record NewFiling(long Subject, Period Period, string Source, IReadOnlyList<FiledValue> Values)
{
    /// <summary>第 2 行: where in the source it stands; the column comes from the batch's headings.</summary>
    public string Place { get; init; } = "";

    /// <summary>Who reported it; the acting user when not said.</summary>
    public string? Reporter { get; init; }

    /// <summary>When it was learned; now when not said.</summary>
    public DateTimeOffset? LearnedAt { get; init; }
}

/// <summary>One value of a filing. Null takes back what the same source said before about this fact and period.</summary>
public readonly record struct FiledValue(string Key, FeelValue Value);

/// <summary>A title once granted, as reported.</summary>
/// <param name="Subject">Id of the subject.</param>
/// <param name="Scheme">Id of the scheme.</param>
/// <param name="Award">The batch of the award: 第四批; empty when there is none.</param>
/// <param name="From">First day it counts.</param>
/// <param name="To">Last day it counts; null while open.</param>
/// <param name="Source">Id of the source.</param>
public sealed record NewTitleGrant(long Subject, string Scheme, string Award, DateOnly From, DateOnly? To, string Source)
{
    /// <summary>The source does not say since when: <see cref="From"/> is the first day on which it is known to be held.</summary>
    public bool IsUndated { get; init; }

    public string Place { get; init; } = "";

    public string? Reporter { get; init; }

    public DateTimeOffset? LearnedAt { get; init; }
}

/// <summary>One stored filing. Written once, never changed.</summary>
internal sealed class FilingRow
{
    public required long Id { get; init; }

    public required long Subject { get; init; }

    public required int Period { get; init; }

    public required string Source { get; init; }

    public long? Batch { get; init; }

    public required DateTimeOffset LearnedAt { get; init; }

    public required string Reporter { get; init; }

    public required string Place { get; init; }

    public required byte[] Packed { get; init; }
}

internal sealed class FilingWithdrawal
{
    public required long Filing { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Who { get; init; }

    public required string Reason { get; init; }
}

internal sealed class TitleGrantRow
{
    public required long Id { get; init; }

    public required long Subject { get; init; }

    public required string Scheme { get; init; }

    public required string Award { get; init; }

    public required DateOnly ValidFrom { get; init; }

    public DateOnly? ValidTo { get; init; }

    public bool Undated { get; init; }

    public required string Source { get; init; }

    public long? Batch { get; init; }

    public required DateTimeOffset LearnedAt { get; init; }

    public required string Reporter { get; init; }

    public required string Place { get; init; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    public string? WithdrawnBy { get; set; }

    public string? Reason { get; set; }
}

internal sealed class FilingTable : IEntityTypeConfiguration<FilingRow>
{
    public void Configure(EntityTypeBuilder<FilingRow> builder)
    {
        builder.ToTable("filing");
        builder.HasIndex(filing => new { filing.Subject, filing.Period }).HasDatabaseName("filing_subject");
        builder.HasIndex(filing => filing.Batch).HasDatabaseName("filing_batch");
    }
}

internal sealed class FilingWithdrawalTable : IEntityTypeConfiguration<FilingWithdrawal>
{
    public void Configure(EntityTypeBuilder<FilingWithdrawal> builder) => builder.HasKey(withdrawal => withdrawal.Filing);
}

internal sealed class TitleGrantTable : IEntityTypeConfiguration<TitleGrantRow>
{
    public void Configure(EntityTypeBuilder<TitleGrantRow> builder)
    {
        builder.ToTable("title_grant");
        // Of two who take one grant back at once the second would replace it once more.
        builder.Property(grant => grant.WithdrawnAt).IsConcurrencyToken();
        builder.HasIndex(grant => grant.Subject).HasDatabaseName("title_grant_subject");
        builder.HasIndex(grant => grant.Scheme).HasDatabaseName("title_grant_scheme");
        builder.HasIndex(grant => grant.Batch).HasDatabaseName("title_grant_batch");
    }
}
