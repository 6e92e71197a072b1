using System.ComponentModel.DataAnnotations;
using Funeng.Modules.Policies.Premises;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Policies.Demands;

public enum DemandKind
{
    [Display(Name = "厂房")] Workshop,
    [Display(Name = "研发办公用房")] Office,
    [Display(Name = "工业用地")] Parcel,
    [Display(Name = "融资")] Financing,
}

/// <summary>How far a demand has come. What is signed, not done or taken back is over.</summary>
public enum DemandState
{
    [Display(Name = "待对接")] Open,
    [Display(Name = "已看房、已对接")] Viewed,
    [Display(Name = "已签约")] Signed,
    [Display(Name = "未成")] Failed,
    [Display(Name = "企业撤回")] Withdrawn,
}

/// <summary>What an enterprise asks for: premises, which are matched with what is offered, or financing, which is handed to the finance office.</summary>
public sealed class SupportDemand
{
    public required long Id { get; init; }

    public required long Subject { get; init; }

    public required DemandKind Kind { get; init; }

    /// <summary>Square metres; 0 of financing.</summary>
    public required long LeastArea { get; init; }

    public required long MostArea { get; init; }

    /// <summary>Code of the district; empty for any.</summary>
    public required string Region { get; init; }

    /// <summary>In the unit of the kind; null for any price.</summary>
    public required long? MostPriceFen { get; init; }

    /// <summary>Of financing; 0 of premises.</summary>
    public required long AmountFen { get; init; }

    public required DateOnly NeededBy { get; init; }

    public required string Note { get; init; }

    public DemandState State { get; set; }

    /// <summary>The premise that was seen or signed for last.</summary>
    public long? Premise { get; set; }

    /// <summary>What came of it, or why not.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The task that carries its clock; null where no office could be found to give it to.</summary>
    public long? Task { get; set; }

    /// <summary>The key of the form: the same form sent twice is one demand.</summary>
    public required string FormKey { get; init; }

    public required string Who { get; init; }

    public long? Account { get; init; }

    public required DateTimeOffset At { get; init; }

    public string ChangedBy { get; set; } = "";

    public DateTimeOffset ChangedAt { get; set; }

    public bool IsSynthetic { get; init; }

    public bool IsOver => State is DemandState.Signed or DemandState.Failed or DemandState.Withdrawn;

    /// <summary>Null of financing.</summary>
    public PremiseKind? Wanted => Kind == DemandKind.Financing ? null : Enum.Parse<PremiseKind>(Kind.ToString());

    public string Link => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/premises/demands/{Id}");
}

internal sealed class SupportDemandTable : IEntityTypeConfiguration<SupportDemand>
{
    public void Configure(EntityTypeBuilder<SupportDemand> builder)
    {
        builder.ToTable("support_demand");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Ignore(row => row.IsOver).Ignore(row => row.Wanted).Ignore(row => row.Link);
        builder.HasIndex(row => row.Subject).HasDatabaseName("support_demand_subject");
        builder.HasIndex(row => new { row.State, row.Kind }).HasDatabaseName("support_demand_state");
        builder.HasIndex(row => row.Premise).HasDatabaseName("support_demand_premise");
        builder.HasIndex(row => new { row.Subject, row.FormKey }).HasDatabaseName("support_demand_form").IsUnique();
    }
}
