using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Policies.Visits;

/// <summary>What an enterprise says at its door of a clause; what it does on the platform is counted apart.</summary>
public enum VisitFeedback
{
    [Display(Name = "已读")] Read,
    [Display(Name = "已懂")] Understood,
    [Display(Name = "已申报")] Applied,
    [Display(Name = "不需要")] Declined,
}

/// <summary>A clause of a policy brought to an enterprise by somebody who went there. Written once.</summary>
public sealed class PolicyVisit
{
    public required long Id { get; init; }

    public required string Policy { get; init; }

    /// <summary>Id of the clause in the policy.</summary>
    public required string Clause { get; init; }

    public required long Subject { get; init; }

    public required DateOnly OnDay { get; init; }

    public required VisitFeedback Feedback { get; init; }

    public required string Note { get; init; }

    /// <summary>Who went there.</summary>
    public required string Visitor { get; init; }

    public long? Account { get; init; }

    /// <summary>The key of the form: one that is sent again after a bad line is not stored again.</summary>
    public required string FormKey { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class PolicyVisitTable : IEntityTypeConfiguration<PolicyVisit>
{
    public void Configure(EntityTypeBuilder<PolicyVisit> builder)
    {
        builder.ToTable("policy_visit");
        builder.HasIndex(visit => new { visit.Policy, visit.OnDay }).HasDatabaseName("policy_visit_policy");
        builder.HasIndex(visit => visit.Subject).HasDatabaseName("policy_visit_subject");
        builder.HasIndex(visit => new { visit.Subject, visit.FormKey, visit.Clause }).HasDatabaseName("policy_visit_form").IsUnique();
    }
}
