using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Registry.Import;

public enum ImportState
{
    [Display(Name = "校验中")] Checking,
    [Display(Name = "待写入")] Checked,
    [Display(Name = "写入中")] Writing,
    [Display(Name = "已写入")] Written,
    [Display(Name = "已撤销")] Withdrawn,
}

/// <summary>One upload of a sheet, from the check to the undo.</summary>
public sealed partial class ImportRun
{
    /// <summary>How long after writing the whole import can be taken back by whoever made it.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromMinutes(30);

    /// <summary>How long the sheet itself is kept once everything in it was written, and after somebody last worked on what is left of it.</summary>
    public static readonly TimeSpan KeptWhenDone = TimeSpan.FromDays(7), KeptWhenOpen = TimeSpan.FromDays(90);

    public required long Id { get; init; }

    public required string FileName { get; init; }

    public required string Sha256 { get; init; }

    public required long Size { get; init; }

    public required string Source { get; init; }

    public required DateOnly OnDate { get; init; }

    public ImportState State { get; set; }

    public required long? Creator { get; init; }

    public required string CreatorName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Rows { get; set; }

    public int Sound { get; set; }

    /// <summary>JSON of <see cref="SheetCorrections"/>.</summary>
    public string Corrections { get; set; } = "{}";

    /// <summary>JSON of <see cref="CheckSummary"/>.</summary>
    public string Summary { get; set; } = "{}";

    public long? Job { get; set; }

    /// <summary>When somebody last began to check or to write it.</summary>
    public DateTimeOffset? BegunAt { get; set; }

    public int Changed { get; set; }

    public int Added { get; set; }

    public int Filed { get; set; }

    public DateTimeOffset? WrittenAt { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    /// <summary>The organization its maker worked for; null when his account names none.</summary>
    public long? Office { get; init; }

    /// <summary>Every place its maker had: a colleague who has exactly these may go on with it.</summary>
    public string Reach { get; init; } = "";

    /// <summary>What the codes of all those places begin with; a dash when there is nothing that would.</summary>
    public string Within { get; init; } = ImportSight.Nowhere;

    /// <summary>Rows handed on to the city that nobody there has taken up yet.</summary>
    public int Waiting { get; set; }

    /// <summary>The import whose waiting rows this one goes on with.</summary>
    public long? Origin { get; init; }

    public int Bad => Rows - Sound;

    /// <summary>Whether the sheet may still be wanted: to write its rest, to hand rows on, or to look at it.</summary>
    public bool NeedsSheet(DateTimeOffset now)
    {
        var touched = new[] { CreatedAt, BegunAt, WrittenAt, WithdrawnAt }.Max()!.Value;
        return now - touched < (State == ImportState.Written && Bad == 0 && Waiting == 0 ? KeptWhenDone : KeptWhenOpen);
    }

    /// <summary>The page of an import.</summary>
    public static string AddressOf(long id) => $"/import/{id}";

    /// <summary>The page of its rows at the row a place names, as “表.xlsx 第 3 行 2025年营业收入”.</summary>
    public static string RowOf(long id, string place) => RowIn().Matches(place) is { Count: > 0 } found
        ? $"/import/{id}/rows?row={found[^1].Groups[1].Value}#r-{found[^1].Groups[1].Value}" : AddressOf(id);

    [GeneratedRegex(@" 第 (\d{1,7}) 行")]
    private static partial Regex RowIn();

    public SheetCorrections ReadCorrections() => JsonSerializer.Deserialize<SheetCorrections>(Corrections) ?? SheetCorrections.None;

    public CheckSummary ReadSummary() => JsonSerializer.Deserialize<CheckSummary>(Summary) ?? new CheckSummary();

    /// <summary>Whether rows can still be corrected and written: before the first writing, after it while rows are left, and after it was undone.</summary>
    public bool CanWork => State is ImportState.Checked or ImportState.Withdrawn || (State == ImportState.Written && Bad > 0);
}

internal sealed class ImportRunTable : IEntityTypeConfiguration<ImportRun>
{
    public void Configure(EntityTypeBuilder<ImportRun> builder)
    {
        builder.Ignore(run => run.Bad);
        builder.Ignore(run => run.CanWork);
        builder.HasIndex(run => new { run.Creator, run.CreatedAt }).HasDatabaseName("import_run_creator");
        builder.HasIndex(run => run.Office).HasDatabaseName("import_run_office");
        builder.HasIndex(run => run.Origin).HasDatabaseName("import_run_origin");
        builder.HasIndex(run => run.Sha256).HasDatabaseName("import_run_sha256");
    }
}
