using System.ComponentModel.DataAnnotations;
using System.Text.Json;
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
public sealed class ImportRun
{
    /// <summary>How long after writing the whole import can be taken back by whoever made it.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromMinutes(30);

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

    public long? Batch { get; set; }

    public int Changed { get; set; }

    public int Added { get; set; }

    public int Filed { get; set; }

    public DateTimeOffset? WrittenAt { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    public int Bad => Rows - Sound;

    public SheetCorrections ReadCorrections() => JsonSerializer.Deserialize<SheetCorrections>(Corrections) ?? SheetCorrections.None;

    public CheckSummary ReadSummary() => JsonSerializer.Deserialize<CheckSummary>(Summary) ?? new CheckSummary();

    public bool CanUndo(DateTimeOffset now) => State == ImportState.Written && Batch is not null && now - WrittenAt < UndoTime;
}

/// <summary>What the page of an import shows of the check: the columns as understood and the first problems.</summary>
public sealed record CheckSummary
{
    private const int MostProblems = 200;
    private const int MostSamples = 3;

    public string Sheet { get; init; } = "";

    public int HeadRow { get; init; }

    public string? MoneyUnit { get; init; }

    public bool IsOldTemplate { get; init; }

    public IReadOnlyList<UnderstoodColumn> Columns { get; init; } = [];

    public IReadOnlyList<CellProblem> Problems { get; init; } = [];

    public int ProblemCount { get; init; }

    internal static CheckSummary Of(SheetCheck.Checked check, string templateVersion)
    {
        var problems = check.Problems.ToList();
        return new CheckSummary
        {
            Sheet = check.Plan.Sheet.Name,
            HeadRow = check.Plan.FirstRow,
            MoneyUnit = check.Plan.MoneyUnit?.Name,
            IsOldTemplate = check.TemplateVersion is { } version && version != templateVersion,
            Columns = [.. check.Plan.Columns.Select(column => new UnderstoodColumn(
                column.Index, column.Letters, column.Heading, column.Meaning.Key, column.Meaning.Title, column.Meaning.Unit?.Name, column.Meaning.Fact?.Unit ?? "",
                column.Meaning.Year, column.Meaning.Fact is null ? "" : column.Meaning.FiledAs(check.On).Period.ToString(), Samples(check, column.Index)))],
            Problems = [.. problems.Take(MostProblems)],
            ProblemCount = problems.Count,
        };
    }

    private static string Samples(SheetCheck.Checked check, int column)
    {
        var texts = new List<string>();
        for (var row = check.Plan.FirstRow; row < check.Plan.Sheet.Rows.Count && texts.Count < MostSamples; row++)
        {
            var text = check.Plan.Sheet[row, column].Text.Trim();
            if (text.Length > 0)
            {
                texts.Add(text.Length > 20 ? text[..20] + "…" : text);
            }
        }

        return string.Join("、", texts);
    }
}

/// <summary>A column as the check understood it.</summary>
public sealed record UnderstoodColumn(
    int Index, string Letters, string Heading, string Key, string Title, string? Unit, string FactUnit, int? Year, string Period, string Sample);

internal sealed class ImportRunTable : IEntityTypeConfiguration<ImportRun>
{
    public void Configure(EntityTypeBuilder<ImportRun> builder)
    {
        builder.Ignore(run => run.Bad);
        builder.HasIndex(run => new { run.Creator, run.CreatedAt }).HasDatabaseName("import_run_creator");
        builder.HasIndex(run => run.Sha256).HasDatabaseName("import_run_sha256");
    }
}
