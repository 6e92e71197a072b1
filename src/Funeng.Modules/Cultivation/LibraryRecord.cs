using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Cultivation;

/// <summary>One enterprise's standing in one library, from the day it was opened to the day it was closed.</summary>
public sealed class LibraryRecord
{
    public long Id { get; set; }
    public required string Library { get; set; }
    public long Subject { get; set; }
    public LibraryState State { get; set; }
    public EntryDoor? Door { get; set; }
    public string? NominatedBy { get; set; }
    public int OutsideOpinions { get; set; }
    public DateOnly OpenedOn { get; set; }
    public DateOnly? ConfirmedOn { get; set; }
    public DateOnly? ReviewDue { get; set; }
    public DateOnly? WarnedUntil { get; set; }
    public DateOnly? ClosedOn { get; set; }

    /// <summary>Rises with every change; two people who act on the same page do not both win.</summary>
    public int Version { get; set; }

    public LibraryStanding Standing =>
        new(State, Door, NominatedBy, OutsideOpinions, ConfirmedOn, ReviewDue, WarnedUntil);

    public void Take(LibraryStanding standing, DateOnly on)
    {
        State = standing.State;
        Door = standing.Door;
        NominatedBy = standing.NominatedBy;
        OutsideOpinions = standing.OutsideOpinions;
        ConfirmedOn = standing.ConfirmedOn;
        ReviewDue = standing.ReviewDue;
        WarnedUntil = standing.WarnedUntil;
        ClosedOn = LibraryProcess.IsOpen(standing.State) ? null : on;
        Version++;
    }
}

internal sealed class LibraryRecordMapping : IEntityTypeConfiguration<LibraryRecord>
{
    public void Configure(EntityTypeBuilder<LibraryRecord> builder)
    {
        builder.HasKey(record => record.Id);
        builder.Ignore(record => record.Standing);
        builder.Property(record => record.Version).IsConcurrencyToken();
        builder.HasIndex(record => new { record.Library, record.Subject }).HasDatabaseName("library_record_open").IsUnique()
            .HasFilter("closed_on is null");
    }
}
