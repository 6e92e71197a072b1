using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Registry.Import;

/// <summary>One writing of sound rows: which rows, under which batch, and what became of the register, so that it can be undone.</summary>
public sealed class ImportWrite
{
    public required long Id { get; init; }

    /// <summary>The upload it belongs to; null for the command line.</summary>
    public long? Run { get; init; }

    public required string Title { get; init; }

    /// <summary>The batch of facts; null when no facts were filed.</summary>
    public long? Batch { get; init; }

    public required string Who { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>JSON: the rows of the sheet that were written, from zero.</summary>
    public required string Rows { get; init; }

    public required int Imported { get; init; }

    public required int Changed { get; init; }

    public required int Added { get; init; }

    public required int Filed { get; init; }

    /// <summary>JSON of <see cref="RegisterChange"/>s.</summary>
    public required string Changes { get; init; }

    public DateTimeOffset? UndoneAt { get; set; }

    /// <summary>What could not be taken back, in Chinese.</summary>
    public string? UndoneNote { get; set; }

    public bool Counts => UndoneAt is null;

    /// <summary>Whether there is anything to undo, and still time to.</summary>
    public bool CanUndo(DateTimeOffset now) => Counts && Changed > 0 && now - WrittenAt < ImportRun.UndoTime;

    public IReadOnlyList<int> ReadRows() => JsonSerializer.Deserialize<int[]>(Rows) ?? [];

    internal IReadOnlyList<RegisterChange> ReadChanges() => JsonSerializer.Deserialize<RegisterChange[]>(Changes) ?? [];
}

/// <summary>What an import changed of one enterprise in the register. Without <see cref="Before"/> it was registered by the import.</summary>
/// <param name="Id">The organization.</param>
/// <param name="Before">Name and place before.</param>
/// <param name="After">Name and place after.</param>
/// <param name="Names">Ids of the former and short names that were added.</param>
internal sealed record RegisterChange(long Id, RegisterEntry? Before, RegisterEntry After, IReadOnlyList<long> Names);

internal sealed record RegisterEntry(string Name, string? Region, string? Zone)
{
    public static RegisterEntry Of(Organization organization) => new(organization.Name, organization.Region, organization.Zone);
}

internal sealed class ImportWriteTable : IEntityTypeConfiguration<ImportWrite>
{
    public void Configure(EntityTypeBuilder<ImportWrite> builder)
    {
        builder.Ignore(write => write.Counts);
        builder.HasIndex(write => write.Run).HasDatabaseName("import_write_run");
    }
}
