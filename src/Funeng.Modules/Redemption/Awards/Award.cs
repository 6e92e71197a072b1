using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;
using Funeng.Modules.Policies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>How far an award is. The names are stored; the index against double payment leaves out <see cref="Refused"/>.</summary>
public enum AwardState
{
    [Display(Name = "待核对")] Proposed,
    [Display(Name = "已核对")] Confirmed,
    [Display(Name = "公示中")] InPublicity,
    [Display(Name = "异议核查")] Objected,

    /// <summary>Its publicity is over and nothing stands against it, but the money did not reach for it: it waits in the order of the queue.</summary>
    [Display(Name = "排队等候")] Queued,
    [Display(Name = "已批准")] Approved,
    [Display(Name = "支付中")] Ordered,
    [Display(Name = "已到账")] Paid,
    [Display(Name = "不予兑付")] Refused,
    [Display(Name = "全额追缴")] ClawedBack,
}

/// <summary>How an award came to be.</summary>
public enum AwardOrigin
{
    [Display(Name = "免申即享")] NoApplication,
    [Display(Name = "企业申报")] Application,

    /// <summary>A bank has applied for it and paid it; it was recorded afterwards, and went through no batch, budget or payment of ours.</summary>
    [Display(Name = "由银行兑付")] Bank,
}

/// <summary>
/// 兑付事项: one benefit for one enterprise and one period, with the version of the rule and the facts that decided it. There is one for each
/// benefit, enterprise, period and item, or none that counts: the database holds that.
/// </summary>
public sealed class Award
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required long Id { get; init; }

    /// <summary>The batch it is redeemed with; null while none has taken it up.</summary>
    public long? Batch { get; set; }

    public required string Policy { get; init; }

    /// <summary>Id of the benefit: <c>policy/benefit</c>.</summary>
    public required string Benefit { get; init; }

    public required string Title { get; init; }

    /// <summary>The enterprise.</summary>
    public required long Subject { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public string? Region { get; init; }

    public string? Zone { get; init; }

    /// <summary>What the money is for: 2020, 2026上半年.</summary>
    public required string Period { get; init; }

    /// <summary>Which of several of the same benefit and period: the number of a fair, a project. Empty where there is one.</summary>
    public required string Item { get; init; }

    public required string ItemTitle { get; init; }

    /// <summary>Of a benefit that is given once for each item, what the database keeps unique; null for the others.</summary>
    public string? ItemKey { get; init; }

    /// <summary>When an office said which item it is for, where it was made before items were told apart; null where its item decided it.</summary>
    public DateTimeOffset? ItemNamedAt { get; set; }

    /// <summary>What it is said to be for instead, as JSON, until a second person agrees; null for nothing.</summary>
    public string? ItemChange { get; set; }

    /// <summary>Cut when money is shared out pro rata; else as proposed.</summary>
    public required long AmountFen { get; set; }

    /// <summary>What was paid of lower awards, where of both the higher one counts, and is a part of what the rule gives.</summary>
    public long CountedFen { get; init; }

    /// <summary>Ids of these awards, with commas between; empty where none is counted, and where it was counted before they were kept.</summary>
    public string CountedOf { get; init; } = "";

    /// <summary>How the amount was computed, in words.</summary>
    public required string How { get; set; }

    /// <summary>Signature of the rule that decided; with it and <see cref="FactsKnownAt"/> the decision can be made again.</summary>
    public required string RuleSha256 { get; init; }

    /// <summary>The day decided for.</summary>
    public required DateOnly DecidedOn { get; init; }

    public required DateTimeOffset FactsKnownAt { get; init; }

    /// <summary>The facts used, as they were, as JSON.</summary>
    public required string Facts { get; init; }

    public required AwardOrigin Origin { get; init; }

    /// <summary>Number of the application, id of the batch that computed it, or of the file of the bank it was recorded from.</summary>
    public required string OriginKey { get; init; }

    public AwardState State { get; set; }

    /// <summary>Why it was refused, held or clawed back.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The money it is committed from, once approved.</summary>
    public long? Budget { get; set; }

    public long? ConfirmedBy { get; set; }

    public string ConfirmedByName { get; set; } = "";

    public DateTimeOffset? ConfirmedAt { get; set; }

    public DateTimeOffset? ApprovedAt { get; set; }

    /// <summary>When the enterprise said that its account is right for this award.</summary>
    public DateTimeOffset? PayeeConfirmedAt { get; set; }

    /// <summary>Which version of its account that was; only to this one it is paid.</summary>
    public long? PayeeVersion { get; set; }

    /// <summary>When it was last asked to say so, and how often it was reminded since.</summary>
    public DateOnly? AskedOn { get; set; }

    public int Reminders { get; set; }

    public DateOnly? PaidOn { get; set; }

    /// <summary>The day the promise of payment counts from: that of the handing-in; null for the day it was proposed.</summary>
    public DateOnly? BeganOn { get; init; }

    /// <summary>Within how many working days it was promised to be paid; those in which the enterprise corrected do not count.</summary>
    public int? PromiseWorkdays { get; init; }

    public int PausedWorkdays { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public bool IsSynthetic { get; init; }

    public long Version { get; set; }

    public decimal Amount => AmountFen / 100m;

    public string PeriodText => Period.Length == 4 ? Period + " 年" : Period;

    /// <summary>A number is once in the whole city; a level, a term and a year are once for each enterprise. What is given every year is new in each.</summary>
    internal static string? ItemKeyOf(Benefit benefit, long subject, string item) => benefit.Item is not { } of || benefit.IsYearly ? null
        : of.By == ItemBy.Number ? item : string.Create(CultureInfo.InvariantCulture, $"{subject}:{item}");

    internal ItemChange? Change => ItemChange is { } stored ? JsonSerializer.Deserialize<ItemChange>(stored, Json) : null;

    public IReadOnlyList<EvidenceLine> Evidence => JsonSerializer.Deserialize<List<EvidenceLine>>(Facts, Json) ?? [];

    internal static string Pack(IReadOnlyList<EvidenceLine> facts) => JsonSerializer.Serialize(facts, Json);

    internal static string Pack(ItemChange change) => JsonSerializer.Serialize(change, Json);
}

/// <summary>Another item for a paid award.</summary>
/// <param name="Reason">Of who asks for it.</param>
/// <param name="Account">Who asks for it; he does not agree to it himself.</param>
internal sealed record ItemChange(string Item, string Title, string Reason, string Who, long? Account, DateTimeOffset At);

internal sealed class AwardTable : IEntityTypeConfiguration<Award>
{
    public void Configure(EntityTypeBuilder<Award> builder)
    {
        builder.ToTable("redemption_award");
        builder.Ignore(award => award.Amount).Ignore(award => award.Evidence).Ignore(award => award.PeriodText).Ignore(award => award.Change);
        builder.Property(award => award.Facts).IsJson();
        builder.Property(award => award.ItemChange).IsJson();
        builder.Property(award => award.Version).IsConcurrencyToken();
        builder.HasOne<RedemptionBatch>().WithMany().HasForeignKey(award => award.Batch);
        builder.HasOne<Budget>().WithMany().HasForeignKey(award => award.Budget);
        builder.HasIndex(award => new { award.Benefit, award.Subject, award.Period, award.Item }).HasDatabaseName("redemption_award_once").IsUnique().HasFilter("state <> 'Refused'");
        builder.HasIndex(award => new { award.Benefit, award.ItemKey }).HasDatabaseName("redemption_award_item").IsUnique().HasFilter("state <> 'Refused' and item_key is not null");
        builder.HasIndex(award => award.Id).HasDatabaseName("redemption_award_change").HasFilter("item_change is not null");
        builder.HasIndex(award => award.Batch).HasDatabaseName("redemption_award_batch");
        builder.HasIndex(award => award.Subject).HasDatabaseName("redemption_award_subject");
        builder.HasIndex(award => new { award.Policy, award.Period }).HasDatabaseName("redemption_award_policy");
        builder.HasIndex(award => new { award.Origin, award.OriginKey }).HasDatabaseName("redemption_award_origin");
    }
}
