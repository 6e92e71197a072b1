using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Policies.Premises;

/// <summary>What somebody looks for, or offers.</summary>
public enum PremiseKind
{
    [Display(Name = "厂房")] Workshop,
    [Display(Name = "研发办公用房")] Office,
    [Display(Name = "工业用地")] Parcel,
}

public enum PremiseState
{
    [Display(Name = "可用")] Open,
    [Display(Name = "已签约")] Signed,
    [Display(Name = "已下架")] Withdrawn,
}

/// <summary>An idle workshop, office or parcel that a land or park body offers.</summary>
public sealed class Premise
{
    public required long Id { get; init; }

    public required PremiseKind Kind { get; init; }

    public required string Title { get; init; }

    /// <summary>Code of the district.</summary>
    public required string Region { get; init; }

    public required string Address { get; init; }

    /// <summary>Square metres.</summary>
    public required long Area { get; init; }

    /// <summary>Of one unit: 元 for a square metre and month, of a parcel 元 for a 亩.</summary>
    public required long PriceFen { get; init; }

    public required DateOnly AvailableFrom { get; init; }

    /// <summary>Whom to call to see it.</summary>
    public required string Contact { get; init; }

    public PremiseState State { get; set; }

    /// <summary>Why it was taken off; empty otherwise.</summary>
    public string Reason { get; set; } = "";

    public required string Who { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset ChangedAt { get; set; }

    public bool IsSynthetic { get; init; }
}

/// <summary>Areas and prices in the words of each kind.</summary>
public static class PremiseWords
{
    private const decimal SquareMetresOfMu = 10_000m / 15;

    public static string PriceUnit(this PremiseKind kind) => kind == PremiseKind.Parcel ? "万元/亩" : "元/平方米·月";

    /// <summary>How many fen the unit of the price has.</summary>
    public static long FenOfUnit(this PremiseKind kind) => kind == PremiseKind.Parcel ? 1_000_000 : 100;

    public static string Price(this PremiseKind kind, long fen) => $"{Foundation.Ui.Fmt.Number((decimal)fen / kind.FenOfUnit())} {kind.PriceUnit()}";

    public static string Area(this PremiseKind kind, long squareMetres) =>
        kind == PremiseKind.Parcel ? $"{Foundation.Ui.Fmt.Number(squareMetres)} 平方米（约 {Foundation.Ui.Fmt.Number(decimal.Round(squareMetres / SquareMetresOfMu, 1))} 亩）" : $"{Foundation.Ui.Fmt.Number(squareMetres)} 平方米";
}

internal sealed class PremiseTable : IEntityTypeConfiguration<Premise>
{
    public void Configure(EntityTypeBuilder<Premise> builder)
    {
        builder.ToTable("premise");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasIndex(row => new { row.Kind, row.State }).HasDatabaseName("premise_kind");
    }
}
