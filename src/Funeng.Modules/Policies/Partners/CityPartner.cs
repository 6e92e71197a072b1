using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Policies.Partners;

/// <summary>What happened with a partner.</summary>
public enum PartnerAct
{
    [Display(Name = "聘任")] Appointed,
    [Display(Name = "贡献")] Contributed,
    [Display(Name = "续聘")] Renewed,
    [Display(Name = "终止")] Ended,
}

/// <summary>How a partner stands on a day.</summary>
public enum PartnerState
{
    [Display(Name = "任期内")] Serving,

    /// <summary>The term ends soon: somebody has to decide.</summary>
    [Display(Name = "待审议续聘")] ReviewDue,
    [Display(Name = "任期已满")] Expired,
    [Display(Name = "已终止")] Ended,
}

/// <summary>城市发展合伙人: a person the city has made its partner. Never changed; what happens afterwards are <see cref="PartnerStep"/>s.</summary>
public sealed class CityPartner
{
    public required long Id { get; init; }

    /// <summary>Id of the kind in <c>rules/policies/partners.yaml</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The enterprise; null for somebody of none here.</summary>
    public long? Subject { get; init; }

    public required string Person { get; init; }

    /// <summary>What he is there.</summary>
    public required string Post { get; init; }

    /// <summary>Whether the enterprise met the conditions of the benefit on the day of the appointment.</summary>
    public bool IsNominated { get; init; }

    public bool IsSynthetic { get; init; }
}

/// <summary>A term, a contribution, or the end. Rows are added and never changed.</summary>
public sealed class PartnerStep
{
    public required long Partner { get; init; }

    /// <summary>1 for the appointment.</summary>
    public required int Version { get; init; }

    public required PartnerAct Act { get; init; }

    /// <summary>The first day of a term; else the day it happened.</summary>
    public required DateOnly OnDay { get; init; }

    /// <summary>The last day of a term; null for what is none.</summary>
    public DateOnly? ToOn { get; init; }

    /// <summary>Why, or what was contributed.</summary>
    public required string Text { get; init; }

    public required string Who { get; init; }

    public long? Account { get; init; }

    /// <summary>The key of the form: one that is sent again is not stored again.</summary>
    public required string FormKey { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class CityPartnerTable : IEntityTypeConfiguration<CityPartner>
{
    public void Configure(EntityTypeBuilder<CityPartner> builder)
    {
        builder.ToTable("city_partner");
        builder.HasIndex(partner => partner.Subject).HasDatabaseName("city_partner_subject");
    }
}

internal sealed class PartnerStepTable : IEntityTypeConfiguration<PartnerStep>
{
    public void Configure(EntityTypeBuilder<PartnerStep> builder)
    {
        builder.ToTable("partner_step").HasKey(step => new { step.Partner, step.Version });
        builder.HasOne<CityPartner>().WithMany().HasForeignKey(step => step.Partner);
        builder.HasIndex(step => step.FormKey).HasDatabaseName("partner_step_form").IsUnique();
    }
}
