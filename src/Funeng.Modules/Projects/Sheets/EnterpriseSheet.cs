using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects.Sheets;

/// <summary>A sheet somebody filled in about an enterprise. Written once; the next one of its form shows what has changed.</summary>
public sealed class EnterpriseSheet
{
    public required long Id { get; init; }

    public required long Enterprise { get; init; }

    /// <summary>Id of the <see cref="SheetForm"/>.</summary>
    public required string Form { get; init; }

    public required DateOnly OnDay { get; init; }

    /// <summary>By when it is to be looked at again; null for no such day.</summary>
    public DateOnly? AgainOn { get; init; }

    public required string Note { get; init; }

    public required string Who { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The key of the form that was sent: sent twice it is one sheet.</summary>
    public required string FormKey { get; init; }

    public bool IsSynthetic { get; init; }
}

/// <summary>One item of a sheet, with the words and points of the day it was filled in.</summary>
public sealed class EnterpriseSheetLine
{
    public required long Id { get; init; }

    public required long Sheet { get; init; }

    public required int Position { get; init; }

    public required string Item { get; init; }

    public required int Most { get; init; }

    public required int Score { get; init; }

    public int? Target { get; init; }

    public required string Note { get; init; }
}

internal sealed class EnterpriseSheetTable : IEntityTypeConfiguration<EnterpriseSheet>
{
    public void Configure(EntityTypeBuilder<EnterpriseSheet> builder)
    {
        builder.HasIndex(sheet => new { sheet.Enterprise, sheet.Form, sheet.OnDay }).HasDatabaseName("enterprise_sheet_of");
        builder.HasIndex(sheet => new { sheet.Enterprise, sheet.Form, sheet.FormKey }).HasDatabaseName("enterprise_sheet_once").IsUnique();
    }
}

internal sealed class EnterpriseSheetLineTable : IEntityTypeConfiguration<EnterpriseSheetLine>
{
    public void Configure(EntityTypeBuilder<EnterpriseSheetLine> builder)
    {
        builder.HasOne<EnterpriseSheet>().WithMany().HasForeignKey(line => line.Sheet);
        builder.HasIndex(line => line.Sheet).HasDatabaseName("enterprise_sheet_line_sheet");
    }
}
