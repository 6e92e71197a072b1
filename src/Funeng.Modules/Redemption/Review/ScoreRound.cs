using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Redemption.Review;

public enum RoundState
{
    [Display(Name = "评分中")] Open,
    [Display(Name = "已结束")] Closed,
}

/// <summary>Applications for one benefit that experts score together, by the sheet it began with.</summary>
public sealed class ScoreRound
{
    public required long Id { get; init; }

    public required string Benefit { get; init; }

    public required string Title { get; init; }

    /// <summary>Id and version of the sheet.</summary>
    public required string Sheet { get; init; }

    /// <summary>The sheet word for word, as JSON.</summary>
    public required string SheetContent { get; init; }

    public RoundState State { get; set; }

    public int Version { get; set; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required string OpenedBy { get; init; }

    public DateTimeOffset? ClosedAt { get; set; }

    public string ClosedBy { get; set; } = "";

    public bool IsSynthetic { get; init; }

    public ScoreSheet ReadSheet() => JsonSerializer.Deserialize<ScoreSheet>(SheetContent)!;
}

public enum AssignmentState
{
    [Display(Name = "待评")] Open,
    [Display(Name = "已评")] Scored,
    [Display(Name = "回避")] Excused,
}

/// <summary>One application before one expert. He sees its number, never whose it is, nor what the others gave.</summary>
public sealed class ScoreAssignment
{
    public required long Id { get; init; }

    public required long Round { get; init; }

    public required long Application { get; init; }

    /// <summary>The expert's account.</summary>
    public required long Expert { get; init; }

    public required string ExpertName { get; init; }

    /// <summary>第几号: the same for every expert of the round.</summary>
    public required int Number { get; init; }

    public AssignmentState State { get; set; }

    /// <summary>Points by item as given, JSON; never changed afterwards.</summary>
    public string Scores { get; set; } = "";

    /// <summary>His opinion, or why he stands aside.</summary>
    public string Note { get; set; } = "";

    public int Version { get; set; }

    public DateTimeOffset? DoneAt { get; set; }

    public IReadOnlyDictionary<string, decimal> Points => Scores.Length == 0 ? new Dictionary<string, decimal>() : JsonSerializer.Deserialize<Dictionary<string, decimal>>(Scores)!;
}

/// <summary>An enterprise an expert has to do with.</summary>
internal sealed class ExpertInterest
{
    public required long Account { get; init; }

    public required long Subject { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class ScoreRoundTable : IEntityTypeConfiguration<ScoreRound>
{
    public void Configure(EntityTypeBuilder<ScoreRound> builder)
    {
        builder.Property(round => round.Version).IsConcurrencyToken();
        builder.HasIndex(round => round.Benefit).HasDatabaseName("score_round_benefit");
    }
}

internal sealed class ScoreAssignmentTable : IEntityTypeConfiguration<ScoreAssignment>
{
    public void Configure(EntityTypeBuilder<ScoreAssignment> builder)
    {
        builder.Ignore(row => row.Points);
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.HasOne<ScoreRound>().WithMany().HasForeignKey(row => row.Round);
        builder.HasOne<Applications.Application>().WithMany().HasForeignKey(row => row.Application);
        builder.HasIndex(row => new { row.Round, row.Application, row.Expert }).HasDatabaseName("score_assignment_once").IsUnique();
        builder.HasIndex(row => new { row.Expert, row.State }).HasDatabaseName("score_assignment_expert");
        builder.HasIndex(row => row.Application).HasDatabaseName("score_assignment_application");
    }
}

internal sealed class ExpertInterestTable : IEntityTypeConfiguration<ExpertInterest>
{
    public void Configure(EntityTypeBuilder<ExpertInterest> builder)
    {
        builder.HasKey(row => new { row.Account, row.Subject });
        builder.HasOne<Foundation.Access.Account>().WithMany().HasForeignKey(row => row.Account);
        builder.HasIndex(row => row.Subject).HasDatabaseName("expert_interest_subject");
    }
}
