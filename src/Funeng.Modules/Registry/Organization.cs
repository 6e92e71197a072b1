using System.ComponentModel.DataAnnotations;
using Funeng.Modules.Foundation.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Registry;

public enum OrganizationKind
{
    [Display(Name = "企业")] Enterprise,
    [Display(Name = "政府部门")] Department,
    [Display(Name = "镇街")] Township,
    [Display(Name = "功能区")] Zone,
    [Display(Name = "银行")] Bank,
    [Display(Name = "基金")] Fund,
    [Display(Name = "高校")] University,
    [Display(Name = "科研院所")] Institute,
    [Display(Name = "专家机构")] ExpertBody,
    [Display(Name = "行业协会")] Association,
    [Display(Name = "服务机构")] ServiceProvider,
    [Display(Name = "其他")] Other,
}

public enum OrganizationState
{
    [Display(Name = "存续")] Active,
    [Display(Name = "迁出")] MovedAway,
    [Display(Name = "吊销")] Revoked,
    [Display(Name = "注销")] Closed,
}

/// <summary>An organization of any kind. Its id is the id of its subject in the facts; its code is what everybody else refers to it by.</summary>
public sealed class Organization
{
    private string name = "";

    public required long Id { get; init; }

    public required OrganizationKind Kind { get; init; }

    /// <summary>The unified social credit code where there is one.</summary>
    public required string Code { get; init; }

    public required string Name
    {
        get => name;
        set => (name, NameInitials) = (value, InitialsOf(value));
    }

    /// <summary>Pinyin initials of the name, in half width and upper case; null until they are filled in for a row of an older release.</summary>
    public string? NameInitials { get; private set; }

    /// <summary>Code of the township, or of the district when the township is not known.</summary>
    public string? Region { get; set; }

    /// <summary>Code of the functional zone, if any.</summary>
    public string? Zone { get; set; }

    /// <summary>GB/T 4754-2017 without the letter of the section.</summary>
    public string? Industry { get; set; }

    public DateOnly? FoundedOn { get; set; }

    public OrganizationState State { get; set; }

    /// <summary>Made by the generator; every page says so.</summary>
    public bool IsSynthetic { get; init; }

    public int? RevenueYear { get; set; }

    /// <summary>Revenue of the latest year reported, in fen.</summary>
    public long? RevenueFen { get; set; }

    public long? Employees { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }

    public long Version { get; set; }

    public decimal? Revenue => RevenueFen / 100m;

    internal static string InitialsOf(string name) => Initials.Of(ChineseText.HalfWidth(name));

    public string Link => Kind == OrganizationKind.Enterprise ? $"/enterprises/{Code}" : $"/organizations/{Kind}/{Code}";
}

public enum NameKind
{
    [Display(Name = "曾用名")] Former,
    [Display(Name = "简称")] Short,
    [Display(Name = "又名")] Other,
}

/// <summary>A name an organization bore or is also known by.</summary>
public sealed class OrganizationName
{
    public required long Id { get; init; }

    public required long Organization { get; init; }

    public required NameKind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>Of a former name the last day it was borne.</summary>
    public DateOnly? Until { get; init; }
}

internal sealed class OrganizationTable : IEntityTypeConfiguration<Organization>
{
    public void Configure(EntityTypeBuilder<Organization> builder)
    {
        builder.Ignore(organization => organization.Revenue);
        builder.Ignore(organization => organization.Link);
        builder.Property(organization => organization.Version).IsConcurrencyToken();
        builder.HasIndex(organization => new { organization.Kind, organization.Code }).HasDatabaseName("organization_code").IsUnique();
        builder.HasIndex(organization => new { organization.Kind, organization.Name }).HasDatabaseName("organization_name_order");
        builder.HasIndex(organization => new { organization.Kind, organization.Region }).HasDatabaseName("organization_region");
        builder.HasIndex(organization => organization.Zone).HasDatabaseName("organization_zone");
        builder.HasIndex(organization => new { organization.Kind, organization.Industry }).HasDatabaseName("organization_industry");
        builder.HasIndex(organization => new { organization.Kind, organization.RevenueFen }).HasDatabaseName("organization_revenue");
    }
}

internal sealed class OrganizationNameTable : IEntityTypeConfiguration<OrganizationName>
{
    public void Configure(EntityTypeBuilder<OrganizationName> builder)
    {
        builder.HasOne<Organization>().WithMany().HasForeignKey(name => name.Organization);
        builder.HasIndex(name => name.Organization).HasDatabaseName("organization_name_of");
    }
}
