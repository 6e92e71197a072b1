using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Cultivation;

/// <summary>An outside account (expert, bank) before which a record was put for its opinion.</summary>
public sealed class LibraryReader
{
    public long Record { get; init; }

    public long Account { get; init; }

    public required string AskedBy { get; init; }

    public DateOnly AskedOn { get; init; }
}

internal sealed class LibraryReaderMapping : IEntityTypeConfiguration<LibraryReader>
{
    public void Configure(EntityTypeBuilder<LibraryReader> builder)
    {
        builder.HasKey(reader => new { reader.Record, reader.Account });
        builder.HasIndex(reader => reader.Account).HasDatabaseName("library_reader_account");
    }
}
