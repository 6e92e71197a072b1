using System.Text.Json;
using Funeng.Engines.Scoring;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Redemption.Review;

/// <summary>
/// What a closed round came to, kept as it was computed: whoever looks later sees the same. A later revision follows when an expert declares an
/// interest afterwards; the earlier one stays.
/// </summary>
public sealed class ScorePanel
{
    public required long Id { get; init; }

    public required long Round { get; init; }

    /// <summary>1 for the result at the closing.</summary>
    public required int Revision { get; init; }

    /// <summary>The <see cref="PanelResult"/>, as JSON.</summary>
    public required string Content { get; init; }

    /// <summary>Why there is another revision; empty for the first.</summary>
    public required string Reason { get; init; }

    public required string Who { get; init; }

    public required DateTimeOffset At { get; init; }

    public PanelResult Read() => JsonSerializer.Deserialize<PanelResult>(Content)!;

    internal static string Pack(PanelResult result) => JsonSerializer.Serialize(result);
}

internal sealed class ScorePanelTable : IEntityTypeConfiguration<ScorePanel>
{
    public void Configure(EntityTypeBuilder<ScorePanel> builder)
    {
        builder.Property(panel => panel.Content).IsJson();
        builder.HasOne<ScoreRound>().WithMany().HasForeignKey(panel => panel.Round);
        builder.HasIndex(panel => new { panel.Round, panel.Revision }).HasDatabaseName("score_panel_once").IsUnique();
    }
}
