using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Projects.Factors;

/// <summary>The factors of 要素保障, each in its unit. Procedures have no quota: nothing is used up.</summary>
public enum Factor
{
    [Display(Name = "手续")] Procedures,
    [Display(Name = "土地")] Land,
    [Display(Name = "资金")] Funds,
    [Display(Name = "能耗")] Energy,
    [Display(Name = "环境容量")] Environment,
}

public static class FactorUnits
{
    public static readonly IReadOnlyList<Factor> Scarce = [Factor.Land, Factor.Funds, Factor.Energy, Factor.Environment];

    public static string Unit(this Factor factor) => factor switch
    {
        Factor.Procedures => "项",
        Factor.Land => "亩",
        Factor.Funds => "万元",
        Factor.Energy => "吨标准煤",
        _ => "吨",
    };
}

/// <summary>What there is of a factor in a district for a year.</summary>
public sealed class FactorStock
{
    public required long Id { get; init; }
    public required string Region { get; init; }
    public required Factor Factor { get; init; }
    public required int Year { get; init; }
    public required decimal Amount { get; set; }
    public required string Note { get; set; }
    public required string Who { get; set; }
    public long Version { get; set; }

    /// <summary>This quota as it is now; whoever replaces it names it.</summary>
    public string Stamp => string.Create(CultureInfo.InvariantCulture, $"{Id}.{Version}");
}

/// <summary>What a project needs of a factor in a year, what was promised of it, and what it has got.</summary>
public sealed class FactorNeed
{
    public required long Id { get; init; }
    public required long Project { get; init; }
    public required Factor Factor { get; init; }
    public required int Year { get; init; }
    public required decimal Needed { get; set; }
    public decimal Promised { get; set; }
    public decimal Delivered { get; set; }
    public DateOnly? DueOn { get; set; }
    public string Note { get; set; } = "";
    public required string Who { get; set; }
    public long Version { get; set; }

    public decimal Open => Math.Max(0, Needed - Promised);
}

internal sealed class FactorStockTable : IEntityTypeConfiguration<FactorStock>
{
    public void Configure(EntityTypeBuilder<FactorStock> builder)
    {
        builder.Ignore(row => row.Stamp);
        builder.Property(row => row.Amount).HasConversion<string>();
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.HasIndex(row => new { row.Region, row.Factor, row.Year }).HasDatabaseName("factor_stock_of").IsUnique();
    }
}

internal sealed class FactorNeedTable : IEntityTypeConfiguration<FactorNeed>
{
    public void Configure(EntityTypeBuilder<FactorNeed> builder)
    {
        builder.Ignore(row => row.Open);
        builder.Property(row => row.Needed).HasConversion<string>();
        builder.Property(row => row.Promised).HasConversion<string>();
        builder.Property(row => row.Delivered).HasConversion<string>();
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.HasOne<Project>().WithMany().HasForeignKey(row => row.Project);
        builder.HasIndex(row => new { row.Project, row.Factor, row.Year }).HasDatabaseName("factor_need_of").IsUnique();
    }
}
